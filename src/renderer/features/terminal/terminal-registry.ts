import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { ShownTerminal } from './shown-terminal.ts';
import type { Sizing } from './shown-terminal.ts';

/** How long a terminal that is not shown is kept, so that going back to it is immediate. */
const keepMs = 30_000;
/** How many of those there may be. */
const mostKept = 4;
/** A hidden page parses slowly: after this time agents must not wait for it any longer. */
const hiddenMs = 5_000;

interface Entry {
  readonly terminal: ShownTerminal;
  users: number;
  timer: ReturnType<typeof setTimeout> | null;
}

/** A terminal that somebody shows. */
export interface TerminalLease {
  readonly terminal: ShownTerminal;
  /** Gives it back; it is kept for a while. */
  release(): void;
}

/** The terminals of a page, outside of React: views come and go, the screens stay for a while. */
export class TerminalRegistry {
  readonly #entries = new Map<string, Entry>();
  #hidden: ReturnType<typeof setTimeout> | null = null;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#followPage());
  }

  /** The terminal at an address, made when there is none yet. */
  acquire(connection: HostConnection, address: TerminalAddress, sizing: Sizing): TerminalLease {
    const key = `${address.workspaceId} ${address.attemptId} ${sizing}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { terminal: new ShownTerminal(connection, address, sizing), users: 0, timer: null };
      this.#entries.set(key, entry);
    }
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    entry.users += 1;
    const taken = entry;
    let isReleased = false;
    const release = (): void => {
      if (isReleased) return;
      isReleased = true;
      taken.users -= 1;
      if (taken.users > 0) return;
      taken.timer = setTimeout(() => this.#drop(key), keepMs);
      this.#dropOldest();
    };
    return { terminal: taken.terminal, release };
  }

  /** For all terminals, also those that are not shown now. */
  forEach(act: (terminal: ShownTerminal) => void): void {
    for (const { terminal } of this.#entries.values()) act(terminal);
  }

  #dropOldest(): void {
    const kept = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [key] of kept.slice(0, Math.max(0, kept.length - mostKept))) this.#drop(key);
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.users > 0) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    this.#entries.delete(key);
    entry.terminal.dispose();
  }

  #followPage(): void {
    if (this.#hidden !== null) clearTimeout(this.#hidden);
    this.#hidden = null;
    if (document.visibilityState === 'visible') this.forEach((terminal) => terminal.resume());
    else {
      this.#hidden = setTimeout(() => this.forEach((terminal) => terminal.suspend()), hiddenMs);
    }
  }
}

/** The one registry of the page. */
export const terminals = new TerminalRegistry();
