import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeRecoveryCase,
  readOutcome,
  removeRecoveryCase,
  runHost,
  taskCount,
} from '../helpers/recovery.ts';
import type { Outcome, RecoveryCase } from '../helpers/recovery.ts';

/** Fixed, so that a failure can be repeated; another value tries other moments. */
const seed = Number(process.env['SWITCHYARD_TEST_SEED'] ?? 20261120);
const kills = 48;

/** Moments inside the store's, git's, the terminal's and the checks' steps. */
const points = [
  ...['before', 'after'].map((when) => `store.commit.${when}`),
  ...['before', 'after'].map((when) => `store.statement.${when}`),
  ...['before', 'after'].map((when) => `pty.spawn.${when}`),
  ...['before', 'after'].map((when) => `pty.exit.${when}`),
  'check.spawn.before',
  'check.spawn.after',
  'check.exit',
  'landing.pin.before',
  'landing.pin.after',
  'landing.intend.before',
  'landing.intend.after',
  'landing.part.after',
  ...[
    'worktree',
    'checkout',
    'status',
    'add',
    'write-tree',
    'hash-object',
    'update-ref',
    'diff-tree',
    'merge-tree',
    'read-tree',
    'clean',
  ].flatMap((verb) => ['before', 'spawned', 'after'].map((when) => `git.${verb}.${when}`)),
];

/** A small seeded generator (mulberry32), so that the list of moments is the same each time. */
function seededRandom(state: number): () => number {
  let current = state;
  return () => {
    current = (current + 0x6d2b79f5) | 0;
    let mixed = Math.imul(current ^ (current >>> 15), 1 | current);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Each point once, then the busiest ones again; early occurrences, so that each is reached. */
function moments(): readonly string[] {
  const random = seededRandom(seed);
  const busy = new Set(['store.commit', 'store.statement', 'git.update-ref']);
  const chosen: string[] = [];
  for (let index = 0; index < kills; index += 1) {
    const point = points[index] ?? points[Math.floor(random() * points.length)] ?? '';
    const rare = point.startsWith('git.clean.') ? 2 : 4;
    const scarce = /^git\.(?:worktree|clean|merge-tree|read-tree)\./.test(point) ? rare : 6;
    const often = busy.has(point.split('.').slice(0, 2).join('.'));
    const most = point.startsWith('store.statement') ? 400 : often ? 18 : scarce;
    chosen.push(`${point}:${1 + Math.floor(random() * most)}`);
  }
  return chosen;
}

describe('a process that is killed in the middle of a run', () => {
  let reference: Outcome;
  const cases: RecoveryCase[] = [];

  function newCase(): RecoveryCase {
    const made = makeRecoveryCase();
    cases.push(made);
    return made;
  }

  beforeAll(async () => {
    const undisturbed = newCase();
    const traceFile = join(undisturbed.folder, 'trace.json');
    const end = await runHost(undisturbed, { TRACE_TO: traceFile });
    expect(end).toMatchObject({ code: 0, stdout: 'completed\n' });
    const trace: unknown = JSON.parse(readFileSync(traceFile, 'utf8'));
    for (const point of points) expect(trace, point).toHaveProperty([point]);
    reference = readOutcome(undisturbed);
    expect(reference).toMatchObject({ leftovers: [], replayEqual: true, evidenceTrees: [] });
    expect(reference.receipts).toHaveLength(taskCount);
  });

  afterAll(() => cases.forEach(removeRecoveryCase));

  it.each(moments())('loses nothing when it dies at %s and is started again', async (moment) => {
    const recovery = newCase();
    const killed = await runHost(recovery, { CRASH_AT: moment });
    expect(killed.signal).toBe('SIGKILL');
    const end = await runHost(recovery);
    expect(end).toEqual({ code: 0, signal: null, stdout: 'completed\n', stderr: '' });
    const outcome = readOutcome(recovery);
    expect(outcome).toMatchObject({
      tree: reference.tree,
      receipts: reference.receipts,
      commits: reference.commits,
      leftovers: [],
      attemptsWithoutTelemetry: [],
      replayEqual: true,
      checkout: reference.checkout,
      evidenceTrees: [],
    });
    expect(new Set(outcome.telemetryPerAttempt)).toEqual(new Set([1]));
    expect(new Set(outcome.statuses)).toEqual(new Set(['closed']));
    removeRecoveryCase(recovery);
  });
});
