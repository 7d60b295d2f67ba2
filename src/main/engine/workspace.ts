import type { Failure } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Repository } from '#main/git/repository.ts';
import type { RunOrigin } from '#shared/model/run.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import type { OwnTips } from '#main/landing/epic-tips.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { WorkerHere } from '#main/work/local-worker.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import type { TrustDesk, TrustLook } from '#main/trust/trust-desk.ts';
import type { ConfigInEffect } from '#main/trust/repository-parts.ts';

/** Everything that is put together for a workspace; each room sees its own part of it. */
export interface EngineParts extends HostParts, WorkerParts {
  readonly repository: Repository;
  /** Where tasks may come from. */
  readonly sources: SourceRegistry;
  readonly ids: IdSource;
  readonly mutex: KeyedMutex;
  /** Where this process knows that epic branches may stand. */
  readonly ownTips: OwnTips;
}

/** An opened workspace: the parts that everything in it works with. */
export interface Workspace extends EngineParts {
  /** The app's own folder for this workspace. */
  readonly folder: string;
  /** What is wrong with `.switchyard/project.yaml`; the rest of it applies. */
  readonly configProblems: readonly Failure[];
  /** Another one whenever the file says something else. */
  readonly configRevision: string;
  /** What the repository can execute, and whether the person had agreed to it when this was opened. */
  readonly trust: TrustLook;
  /** Keeps what the person has agreed to for this repository. */
  readonly trustDesk: TrustDesk;
  /** The config as its file says it; {@link HostParts.config} is what of it applies. */
  readonly configInFile: ConfigInEffect;
  /**
   * The parts for driving one run: a marker distinguishes its git and agents from all others. A run that
   * was started before (`origin`) keeps the checkout and the config that it was started with.
   */
  forRun(
    runId: string,
    origin?: RunOrigin | null,
  ): Promise<EngineParts & { readonly worker: WorkerHere }>;
  /** The same workspace, open as it is, with its config read again. */
  withFreshConfig(): Promise<Workspace>;
  /** Ends all agents, closes the database. */
  close(): Promise<void>;
}
