import { basename } from 'node:path';
import type { WorkspaceInfo, WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { within } from '#main/system/within.ts';
import { DocumentFeed } from '#main/engine/feeds/document-feed.ts';
import { Beginnings } from '#main/engine/runs/beginnings.ts';
import type { RunBeginning } from '#main/engine/runs/beginnings.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import { importableSources } from '#main/engine/transfers/importable.ts';
import { SourceKeeper } from './keep-sources.ts';
import { baseBranchOf } from '#main/engine/tasks/work-items.ts';
import { WorkspaceStatusFeed } from '#main/engine/feeds/workspace-status.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** A workspace that a host holds open for its pages. */
export interface OpenWorkspace {
  /** Name of the workspace's own data folder; the same in every host and after each restart. */
  readonly id: string;
  readonly info: WorkspaceInfo;
  /** The workspace with the config as it was read last; do not keep it beyond a call. */
  readonly workspace: Workspace;
  /** The run that this process drives; null when it drives none. */
  readonly drivenRun: DrivenRun | null;
  /** What goes on before a run that was asked for here has begun; null when nothing does. */
  readonly beginning: WorkspaceStatus['beginning'];
  /** Its documents as pages replicate them. */
  readonly documents: DocumentFeed;
  /** What changes from moment to moment. */
  readonly status: WorkspaceStatusFeed;
  /**
   * Takes charge of a run that was just started or resumed here: `drivenRun` until it comes to rest.
   * One that had to stop is logged.
   */
  adopt(run: DrivenRun): void;
  /** Shows what goes on until a run has begun; refused while another one is about to begin. */
  begin<Value>(
    work: (beginning: RunBeginning) => Promise<Result<Value, readonly Failure[]>>,
  ): Promise<Result<Value, readonly Failure[]>>;
  /** Stops what goes on before a run, which then does not begin; whether there was such a thing. */
  stopBeginning(): boolean;
  /**
   * Does something in the workspace, which stays open until it is done; refused when it is about to be
   * closed.
   */
  use<Value>(
    work: (open: OpenWorkspace) => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>>;
  /** Reads the config again, for all that starts from now on; a run under way keeps its own. */
  rereadConfig(): Promise<void>;
  /** Called when the person has agreed to what the repository can execute, or has to be asked again. */
  onTrust(listener: () => void): Subscription;
}

/** How long a closing workspace waits for what is asked of it, and for its run to come to rest. */
const usesPatienceMs = 10_000;
const runPatienceMs = 45_000;

/** Makes the record of an opened workspace. */
export async function hostWorkspace(opened: Workspace): Promise<HostedWorkspace> {
  return new HostedWorkspace(opened, await describe(opened));
}

/** Name of the workspace's own data folder. */
export function workspaceId(workspace: Workspace): string {
  return basename(workspace.folder);
}

async function describe(workspace: Workspace): Promise<WorkspaceInfo> {
  const { root } = workspace.repository;
  return {
    id: workspaceId(workspace),
    name: basename(root),
    folder: root,
    dataFolder: workspace.folder,
    baseBranch: baseBranchOf(workspace),
    configExists: workspace.configExists,
    importable: await importableSources(workspace),
  };
}

/** What is answered while a host, or the workspace that is asked for, closes. */
export function hostClosed(): Failure {
  return failure('host-closed', 'Switchyard is closing.', 'Start it again.');
}

/** The host's own record of an open workspace. */
export class HostedWorkspace implements OpenWorkspace {
  readonly id: string;
  readonly documents: DocumentFeed;
  readonly status: WorkspaceStatusFeed;
  #workspace: Workspace;
  #info: WorkspaceInfo;
  #drivenRun: DrivenRun | null = null;
  readonly #beginnings: Beginnings;
  readonly #uses = new Set<Promise<unknown>>();
  /** Its own, not the workspace's: a change of the config holds that one while it asks for this. */
  readonly #rereading = new KeyedMutex();
  readonly #sources: SourceKeeper;
  readonly #trustListeners = new Set<() => void>();
  #isClosing = false;

  constructor(workspace: Workspace, info: WorkspaceInfo) {
    this.id = info.id;
    this.#workspace = workspace;
    this.#info = info;
    this.documents = new DocumentFeed(workspace.store, workspace.logger);
    this.status = new WorkspaceStatusFeed(this);
    this.#sources = new SourceKeeper(workspace);
    this.#beginnings = new Beginnings(workspace.clock);
  }

  get info(): WorkspaceInfo {
    return this.#info;
  }

  get workspace(): Workspace {
    return this.#workspace;
  }

  get drivenRun(): DrivenRun | null {
    return this.#drivenRun;
  }

  adopt(run: DrivenRun): void {
    this.#drivenRun = run;
    void this.#follow(run);
  }

  get beginning(): WorkspaceStatus['beginning'] {
    return this.#beginnings.now;
  }

  async begin<Value>(
    work: (beginning: RunBeginning) => Promise<Result<Value, readonly Failure[]>>,
  ): Promise<Result<Value, readonly Failure[]>> {
    return this.#beginnings.begin(work);
  }

  stopBeginning(): boolean {
    return this.#beginnings.stop();
  }

  async use<Value>(
    work: (open: OpenWorkspace) => Promise<Result<Value, Failure>>,
  ): Promise<Result<Value, Failure>> {
    if (this.#isClosing) return err(hostClosed());
    const use = work(this);
    this.#uses.add(use);
    try {
      return await use;
    } finally {
      this.#uses.delete(use);
    }
  }

  async rereadConfig(): Promise<void> {
    // One after the other, so that none puts back what it read before a later one.
    await this.#rereading.run('config', async () => {
      const workspace = await this.#workspace.withFreshConfig();
      this.#info = await describe(workspace);
      const isOther = workspace.trust.state !== this.#workspace.trust.state;
      this.#workspace = workspace;
      if (isOther) for (const listener of this.#trustListeners) listener();
    });
  }

  onTrust(listener: () => void): Subscription {
    this.#trustListeners.add(listener);
    return { dispose: () => void this.#trustListeners.delete(listener) };
  }

  /**
   * Halts the run that is driven here, so that it can be resumed, and closes the workspace when all that
   * uses it is done.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.documents.close();
    this.status.close();
    this.#beginnings.stop();
    this.#drivenRun?.session.halt();
    await within(usesPatienceMs, Promise.allSettled(this.#uses));
    // One of the uses may have begun it just now.
    const run = this.#drivenRun;
    if (run !== null) {
      run.session.halt();
      await within(runPatienceMs, run.finished);
    }
    await this.#sources.close();
    await this.#workspace.close();
  }

  async #follow(run: DrivenRun): Promise<void> {
    const { logger } = this.#workspace;
    try {
      const { failure } = await run.finished;
      if (failure !== null) logger.warn(`Run ${run.run.id} stopped: ${failure.message}`);
    } catch (error) {
      logger.error(`Run ${run.run.id} stopped by an error of the program.`, {
        error: error instanceof Error ? error.stack : String(error),
      });
    } finally {
      if (this.#drivenRun === run) this.#drivenRun = null;
    }
  }
}
