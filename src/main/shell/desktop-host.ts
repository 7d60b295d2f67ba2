import type { Failure } from '#shared/lib/failure.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { Preferences, RecentWorkspace, WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import type { Host } from '#main/engine/host/host.ts';
import type { HostTerminals } from '#main/engine/host/host-terminals.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { requestCancel } from '#main/engine/runs/run-control.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import { pauseRun } from '#main/engine/runs/steer-run.ts';
import { WatchedNews } from '#main/engine/feeds/watched-news.ts';
import type { Connector } from '#main/ipc/connect.ts';
import type { HostPort, InboxEntry, ShellHost, ShellRun, ShellStatus } from './shell-host.ts';
import { showTerminal } from './terminal-port.ts';

export interface DesktopHostOptions {
  readonly host: Host;
  readonly connector: Pick<Connector, 'connectPort'>;
  readonly terminals: HostTerminals;
  readonly logger: Logger;
}

/** Commits that follow each other within so many milliseconds are looked at together. */
const gatherMs = 100;

/** A run that is driven here, while it is watched. */
interface WatchedRun {
  readonly runId: string;
  readonly stop: AbortController;
  status: WorkspaceStatus | null;
}

/** The host as the desktop shell sees it. Nothing is looked at while no run is driven here. */
export class DesktopHost implements ShellHost {
  readonly #options: DesktopHostOptions;
  readonly #statusListeners = new Set<(status: ShellStatus) => void>();
  readonly #inboxListeners = new Set<(entry: InboxEntry) => void>();
  readonly #subscriptions: Subscription[] = [];
  readonly #watched = new Map<string, WatchedRun>();
  readonly #news = new Map<string, WatchedNews>();
  #gathering: NodeJS.Timeout | null = null;

  constructor(options: DesktopHostOptions) {
    this.#options = options;
    const { host } = options;
    for (const open of host.openWorkspaces) this.#listenTo(open);
    this.#subscriptions.push(host.onOpen((open) => this.#listenTo(open)));
  }

  status(): ShellStatus {
    const counts = { running: 0, waiting: 0, blocked: 0 };
    const runs: ShellRun[] = [];
    for (const { id, info, drivenRun, workspace } of this.#options.host.openWorkspaces) {
      if (drivenRun === null) continue;
      const { run, agents } = drivenRun;
      const status = this.#watched.get(id)?.status ?? null;
      counts.running += agents.size;
      counts.waiting += status?.questions.length ?? 0;
      const known = workspace.store.get('runs', run.id) ?? run;
      const chosen = new Set(known.taskIds);
      const blocked = workspace.store.find('tasks', 'status', 'blocked');
      counts.blocked += blocked.filter((task) => chosen.has(task.id)).length;
      runs.push({
        workspaceId: id,
        workspaceName: info.name,
        runId: run.id,
        isPaused: known.paused,
      });
    }
    // An agent that waits for an answer does not work.
    return {
      counts: { ...counts, running: Math.max(0, counts.running - counts.waiting) },
      needing: this.#needing(),
      runs,
    };
  }

  onStatus(listener: (status: ShellStatus) => void): Subscription {
    this.#statusListeners.add(listener);
    return { dispose: () => void this.#statusListeners.delete(listener) };
  }

  onInboxEntry(listener: (entry: InboxEntry) => void): Subscription {
    this.#inboxListeners.add(listener);
    return { dispose: () => void this.#inboxListeners.delete(listener) };
  }

  async preferences(): Promise<Preferences> {
    return this.#options.host.preferences();
  }

  async setPaused(paused: boolean): Promise<void> {
    this.#each(({ workspace }) => pauseRun(workspace, paused));
  }

  async cancelRuns(): Promise<void> {
    this.#each(({ workspace }, { run }) => requestCancel(workspace, run.id, false));
  }

  async openFolder(folder: string): Promise<Result<string, Failure>> {
    const opened = await this.#options.host.openFolder(folder);
    return opened.ok ? ok(opened.value.id) : opened;
  }

  async recent(): Promise<readonly RecentWorkspace[]> {
    return this.#options.host.recent();
  }

  serveContract(port: HostPort): void {
    this.#options.connector.connectPort(port);
  }

  serveTerminal(port: HostPort, address: TerminalAddress): void {
    showTerminal(this.#options.terminals, port, address, this.#options.logger);
  }

  async close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const { stop } of this.#watched.values()) stop.abort();
    for (const news of this.#news.values()) news.dispose();
    this.#news.clear();
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#options.host.dispose();
    await this.#options.terminals.dispose();
  }

  #needing(): number {
    let sum = 0;
    for (const news of this.#news.values()) {
      try {
        sum += news.read().needing;
      } catch (error) {
        // Its store is being closed, or is busy: it is asked again at the next change.
        this.#options.logger.debug(`What waits cannot be counted: ${String(error)}`);
      }
    }
    return sum;
  }

  /** Does something with each run that is driven here; what fails is reported together. */
  #each(work: (open: OpenWorkspace, driven: DrivenRun) => Result<unknown, Failure>): void {
    const messages = this.#options.host.openWorkspaces.flatMap((open) => {
      if (open.drivenRun === null) return [];
      const outcome = work(open, open.drivenRun);
      return outcome.ok ? [] : [outcome.error.message];
    });
    if (messages.length > 0) throw new Error(messages.join('\n'));
  }

  #listenTo(open: OpenWorkspace): void {
    const { store } = open.workspace;
    this.#news.set(open.id, new WatchedNews(open, () => this.#gather()));
    this.#subscriptions.push(
      store.onCommit((entries) => {
        for (const entry of entries) this.#forward(entry, open);
        this.#gather();
      }),
    );
    this.#gather();
  }

  #forward(entry: LogEntry, { id, info, workspace }: OpenWorkspace): void {
    if (entry.collection !== 'notifications') return;
    const { document } = entry;
    const { kind, id: subjectId } = document.subject;
    const attempt = kind === 'attempt' ? workspace.store.get('attempts', subjectId) : null;
    for (const listener of this.#inboxListeners) {
      listener({
        workspaceId: id,
        workspaceName: info.name,
        notification: document,
        taskId: attempt?.taskId ?? null,
      });
    }
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#look();
    }, gatherMs);
  }

  /** Watches the runs that have begun, forgets those that have ended, and reports the state now. */
  #look(): void {
    for (const open of this.#options.host.openWorkspaces) {
      const runId = open.drivenRun?.run.id ?? null;
      const watched = this.#watched.get(open.id);
      if (watched?.runId === runId) continue;
      watched?.stop.abort();
      this.#watched.delete(open.id);
      if (runId !== null) void this.#watch(open, runId);
    }
    const status = this.status();
    for (const listener of this.#statusListeners) listener(status);
  }

  async #watch(open: OpenWorkspace, runId: string): Promise<void> {
    const watched: WatchedRun = { runId, stop: new AbortController(), status: null };
    this.#watched.set(open.id, watched);
    // Its last commit comes before the host lets go of it.
    const again = (): void => this.#gather();
    void open.drivenRun?.finished.then(again, again);
    for await (const status of open.status.watch(watched.stop.signal)) {
      watched.status = status;
      this.#gather();
    }
  }
}
