import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { Store } from '#main/store/store.ts';
import type { TrustGate } from '#main/trust/trust-gate.ts';
import type { Worker } from '#main/work/worker.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';
import type { OwnTips } from './epic-tips.ts';
import type { LandingMemory } from './landing-memory.ts';

/** All that a landing works with. */
export interface LandingParts {
  readonly store: Store;
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly repository: Repository;
  /** Runs checks where the work was done. */
  readonly worker: Worker;
  readonly config: ProjectConfig;
  readonly sources: SourceRegistry;
  readonly paths: WorkspacePaths;
  /** Holds what a person has not agreed to. */
  readonly trustGate: TrustGate;
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly mutex: KeyedMutex;
  /** Where this process knows that epic branches may stand. */
  readonly ownTips: OwnTips;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

/** What the process that drives a landing holds for it. */
export interface LandingHost {
  readonly landing: LandingMemory;
  /** Checks that run now, by attempt id; `startedAt` is UTC ISO. */
  readonly checks: Map<string, { readonly command: string; readonly startedAt: string }>;
  /** Processes that were named to the person as left behind, by number. */
  readonly namedProcesses: Set<number>;
  /** Whether the run was cancelled: what waits for a person waits no longer. */
  readonly isEnding: boolean;
  /** Whether somebody can be asked: without anybody, nothing waits for a word. */
  readonly hasPerson: boolean;
  /** Whether the process that drives the run is about to end. */
  readonly isHalted: boolean;
  /** Aborts when the run, or what has this id, is stopped now. */
  stopSignalOf(id: string): AbortSignal;
}
