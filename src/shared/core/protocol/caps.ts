import type { RunSettings } from '#shared/model/run.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import type { Spent } from '#shared/core/runs/spent.ts';
import type { Try } from './tries.ts';

/** The caps of one piece of work, beside the length of its ladder. */
export type WorkCaps = Pick<RunSettings, 'noProgressLimit' | 'maxCycles' | 'taskTokens'>;

/** Times that work starts again because it stood against what had landed meanwhile (SPEC section 7.5). */
const conflictRetries = 1;

/** A cap on one piece of work: why it is reached, in words that a person reads; null while it is not. */
interface WorkCap {
  readonly name: 'conflicts' | 'no_progress' | 'ladder' | 'tokens' | 'cycles';
  readonly reached: (tried: Tried) => string | null;
}

/** All that the caps of one piece of work look at. */
export interface Tried {
  /** The tries of its present life, oldest first. */
  readonly tries: readonly Try[];
  /** The one that is looked back at. */
  readonly last: Try;
  /** Those by the roles whose turn it is, and how many of their results may be sent back. */
  readonly rounds: readonly Try[];
  readonly most: number;
  readonly caps: WorkCaps;
}

/** What went wrong last, after another sentence. */
function andWhy({ end, problem }: Try): string {
  if (end === 'under_way' || end === 'accepted') return '';
  return ` ${problem ?? 'The attempt did not succeed.'}`;
}

/** Every cap on one piece of work, for every role; the first that is reached is the reason. */
const workCaps: readonly WorkCap[] = [
  {
    name: 'conflicts',
    reached({ tries, last }) {
      const conflicts = tries.filter(({ end }) => end === 'conflict').length;
      if (last.end !== 'conflict' || conflicts <= conflictRetries) return null;
      return `Merge conflict in ${pathWords(last.conflicts)}, also after a second try.`;
    },
  },
  {
    name: 'no_progress',
    reached({ tries, last, caps }) {
      const { failureSignature: signature } = last;
      if (last.end !== 'sent_back' || signature === null) return null;
      const same = tries.filter((one) => one.failureSignature === signature).length;
      if (same < caps.noProgressLimit) return null;
      return `No progress: the same failure on the same tree ${same} times.${andWhy(last)}`;
    },
  },
  {
    name: 'ladder',
    reached({ rounds, most, last }) {
      const sentBack = rounds.filter(({ end }) => end === 'sent_back');
      if (sentBack.length < most) return null;
      const attempts = sentBack.length === 1 ? '1 attempt' : `${sentBack.length} attempts`;
      return `Stuck after ${attempts}:${andWhy(sentBack.at(-1) ?? last)}`;
    },
  },
  {
    name: 'tokens',
    reached({ tries, last, caps }) {
      const spent = tries.reduce((sum, { tokens }) => sum + tokens, 0);
      if (spent < caps.taskTokens) return null;
      return `The task's token cap is reached: ${spent} of ${caps.taskTokens}.${andWhy(last)}`;
    },
  },
  {
    name: 'cycles',
    reached({ rounds, last, caps }) {
      const cycles = countCycles(rounds);
      if (cycles < caps.maxCycles) return null;
      // Lowered since, the cap may be seen only when an attempt that is no cycle has ended.
      const why = andWhy(rounds.findLast(isCycle) ?? last);
      return `It went round ${cycles} ${cycles === 1 ? 'time' : 'times'} (max_cycles).${why}`;
    },
  },
];

/**
 * How many of some tries are rounds that count against `max_cycles`: those that a provider refused or that
 * were cut off do not, for the work did nothing wrong in them (SPEC section 3, guarantee).
 */
export function countCycles(tries: readonly Pick<Try, 'end'>[]): number {
  return tries.filter(isCycle).length;
}

function isCycle({ end }: Pick<Try, 'end'>): boolean {
  return end !== 'refused' && end !== 'interrupted';
}

/** The cap that a piece of work has reached, in words; null when none has. */
export function workCapReached(tried: Tried): string | null {
  for (const { reached } of workCaps) {
    const reason = reached(tried);
    if (reason !== null) return reason;
  }
  return null;
}

/** The caps of a run, which stop new dispatches (SPEC section 3). */
type RunCaps = Pick<RunSettings, 'runTokens' | 'runCostUsd'>;

interface RunCap {
  readonly name: 'token' | 'cost';
  readonly used: (spent: Spent) => number;
  readonly most: (caps: RunCaps) => number;
  readonly words: (used: number, most: number) => string;
}

const runCaps: readonly RunCap[] = [
  {
    name: 'token',
    used: ({ tokens }) => tokens,
    most: ({ runTokens }) => runTokens,
    words: (used, most) => `${used} of ${most}`,
  },
  {
    name: 'cost',
    used: ({ costUsd }) => costUsd,
    most: ({ runCostUsd }) => runCostUsd,
    words: (used, most) => `$${used.toFixed(2)} of $${most}`,
  },
];

/** The cap that a run has reached, in words; null when none has. */
export function runCapReached(spent: Spent, caps: RunCaps): string | null {
  const cap = runCaps.find(({ used, most }) => used(spent) >= most(caps));
  if (cap === undefined) return null;
  return `The run's ${cap.name} cap is reached: ${cap.words(cap.used(spent), cap.most(caps))}.`;
}

/** The part of a cap after whose use a warning is given. */
const warnedPart = 0.8;

/** The caps of a run that come near between two moments, in words. */
export function runCapsNeared(before: Spent, after: Spent, caps: RunCaps): readonly string[] {
  return runCaps.flatMap(({ name, used, most, words }) => {
    const [was, is, limit] = [used(before), used(after), most(caps)];
    if (was >= limit * warnedPart || is < limit * warnedPart) return [];
    return [`80 % of the run's ${name} cap is used: ${words(is, limit)}.`];
  });
}
