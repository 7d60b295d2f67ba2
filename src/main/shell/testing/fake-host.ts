import { err, ok } from '#shared/lib/result.ts';
import { failure } from '#shared/lib/failure.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type {
  HostPort,
  InboxEntry,
  ShellHost,
  ShellRun,
  ShellStatus,
} from '#main/shell/shell-host.ts';

export const run: ShellRun = {
  workspaceId: 'shop-1',
  workspaceName: 'shop',
  runId: 'run-1',
  isPaused: false,
};

/** A host that does nothing but remember what it was asked for. */
export class FakeHost implements ShellHost {
  readonly log: string[] = [];
  readonly terminals: TerminalAddress[] = [];
  contracts = 0;
  #runs: readonly ShellRun[] = [];
  readonly #statusListeners = new Set<(status: ShellStatus) => void>();
  readonly #inboxListeners = new Set<(entry: InboxEntry) => void>();

  status(): ShellStatus {
    const running = this.#runs.length;
    return { counts: { running, waiting: 0, blocked: 0 }, needing: 0, runs: this.#runs };
  }
  /** These runs are active now. */
  become(runs: readonly ShellRun[]): void {
    this.#runs = runs;
    for (const listener of this.#statusListeners) listener(this.status());
  }
  notify(entry: InboxEntry): void {
    for (const listener of this.#inboxListeners) listener(entry);
  }
  onStatus(listener: (status: ShellStatus) => void) {
    this.#statusListeners.add(listener);
    return { dispose: () => void this.#statusListeners.delete(listener) };
  }
  onInboxEntry(listener: (entry: InboxEntry) => void) {
    this.#inboxListeners.add(listener);
    return { dispose: () => void this.#inboxListeners.delete(listener) };
  }
  async preferences() {
    return { nativeNotifications: ['attempt_waiting' as const] };
  }
  async setPaused(paused: boolean) {
    this.log.push(paused ? 'pause' : 'go on');
  }
  async cancelRuns() {
    this.log.push('cancel');
  }
  async openFolder(folder: string) {
    return folder.endsWith('shop')
      ? ok('shop-1')
      : err(failure('not-a-repository', `${folder} is no git repository.`, 'Choose another.'));
  }
  async recent() {
    return [];
  }
  serveContract(_port: HostPort) {
    this.contracts += 1;
  }
  serveTerminal(_port: HostPort, address: TerminalAddress) {
    this.terminals.push(address);
  }
  async close() {
    this.log.push('close');
  }
}
