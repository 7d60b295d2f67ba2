import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { AgentRegistry } from '#main/agents/registry.ts';
import type { GitClient } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { WorktreePool } from '#main/git/worktree-pool.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { Store } from '#main/store/store.ts';
import type { Keeper } from '#main/system/keeper.ts';
import type { OutputReader } from '#main/reading/output-reader.ts';
import type { PtyHost } from '#main/terminal/pty-host.ts';
import type { TrustGate } from '#main/trust/trust-gate.ts';
import type { Worker } from '#main/work/worker.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';

/** All that a run works with; put together once, in the engine. */
export interface RunParts {
  readonly store: Store;
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly repository: Repository;
  readonly pool: WorktreePool;
  /** Carries out the work on attempts. */
  readonly worker: Worker;
  readonly ptyHost: PtyHost;
  /** Reads long output of agents and checks in a thread of its own. */
  readonly outputReader: OutputReader;
  readonly agents: AgentRegistry;
  /** Where tasks may come from. */
  readonly sources: SourceRegistry;
  readonly config: ProjectConfig;
  /** Whether the workspace has a config file; without one all settings are the defaults. */
  readonly configExists: boolean;
  readonly paths: WorkspacePaths;
  /** Holds what a person has not agreed to. */
  readonly trustGate: TrustGate;
  /** Folder with the prompts that come with the program. */
  readonly resourcesFolder: string;
  /** Holds together what comes from a program, where the system has such a thing. */
  readonly keeper: () => Keeper | null;
  /** Environment that agents and checks start from. */
  readonly environment: NodeJS.ProcessEnv;
  /** Folder in which programs are asked for their version: not the repository while that is not trusted. */
  readonly askFolder: string;
  /** What is known of the person's secrets; masks them in all that is recorded, asked of agents and told. */
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly mutex: KeyedMutex;
  readonly logger: Logger;
  readonly tracer: Tracer;
}
