import { constants } from 'node:os';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { LeftProcess } from './left-processes.ts';
import { endProcessTree, endRemains } from './process-tree.ts';
import type { ProcessMarker } from './process-tree.ts';

/** How a program that was started ended, as `waitpid` reports it. */
export type ProgramEnd =
  /** A code, or the number of the signal that ended it (0: none). */
  | { readonly kind: 'ended'; readonly code: number; readonly signal: number }
  /** It never ran. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** It is not known: what watched over it is gone, or it could not be ended. */
  | { readonly kind: 'lost' };

/** A program that was started, with all that comes from it. */
export interface ProcessFamily {
  /** The process that the whole family descends from; null when it never was. */
  readonly identity: ProcessIdentity | null;
  /** Resolves (never rejects) when the program itself has ended. */
  readonly ended: Promise<ProgramEnd>;
  /**
   * Resolves (never rejects) when what it left running has been ended too: within a bounded time
   * after its end, with what could not be ended.
   */
  readonly gone: Promise<readonly LeftProcess[]>;
  /** SIGTERM to all, SIGKILL after `graceMs`; resolves, within a bounded time, when `gone` does. */
  end(graceMs: number): Promise<void>;
}

export interface LooseFamilyOptions {
  readonly identity: ProcessIdentity | null;
  readonly ended: Promise<ProgramEnd>;
  /** Variable that the program was started with, to find what leaves its tree. */
  readonly marker: ProcessMarker;
  /** Milliseconds between SIGTERM and SIGKILL for what the program left when it ended. */
  readonly remainsGraceMs: number;
}

/** A process that the kernel cannot end must not delay anybody for ever. */
const endPatienceMs = 5_000;

/**
 * The family of a program that leads its own group and session and has no keeper: its
 * members are found by parent, group, session and marker. What gets rid of all four is not found.
 */
export function looseFamily(options: LooseFamilyOptions): ProcessFamily {
  const { identity, marker, remainsGraceMs } = options;
  const endings = new Set<Promise<unknown>>();
  const lost = Promise.withResolvers<ProgramEnd>();
  let hasEnded = false;
  const ended = Promise.race([options.ended, lost.promise]);
  const gone = ended.then(async () => {
    hasEnded = true;
    // Who asked for the end gave a grace, and that is for the whole tree.
    await Promise.allSettled(endings);
    if (identity === null || isAlone(identity)) return [];
    return endRemains(identity, { graceMs: remainsGraceMs, marker });
  });
  return {
    identity,
    ended,
    gone,
    async end(graceMs) {
      if (!hasEnded && identity !== null) {
        const ending = endProcessTree(identity, { graceMs, marker });
        endings.add(ending);
        await ending;
        setTimeout(() => lost.resolve({ kind: 'lost' }), endPatienceMs).unref();
      }
      await gone;
    },
  };
}

/** Where only the group can be asked for (no marks, no sessions), that costs one system call. */
function isAlone({ pid }: ProcessIdentity): boolean {
  if (process.platform === 'linux') return false;
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** `SIGKILL` for 9. */
export function signalName(number: number): string {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `signal ${number}`;
}

/** 9 for `SIGKILL`; 0 for none. */
export function signalNumber(name: NodeJS.Signals | null): number {
  return name === null ? 0 : constants.signals[name];
}
