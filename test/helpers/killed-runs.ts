import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeRecoveryCase,
  readOutcome,
  removeRecoveryCase,
  runHost,
  taskCount,
} from './recovery.ts';
import type { Outcome, RecoveryCase } from './recovery.ts';

/** Fixed, so that a failure can be repeated; another value tries other moments. */
const seed = Number(process.env['SWITCHYARD_TEST_SEED'] ?? 20261120);

/** Gits that only look: one moment of each will do, for nothing of theirs is half done. */
const looking =
  /^git\.(?:version|rev-parse|symbolic-ref|config|ls-tree|for-each-ref|remote|var|status|diff-tree|cat-file|ls-files|merge-base|resident)\./;
/** These are reached most, and are tried at further moments. */
const busy = ['store.commit.before', 'store.commit.after', 'store.statement.after'];
const busyAgain = ['git.update-ref.before', 'git.update-ref.spawned', 'git.update-ref.after'];
/** Steps of the product that a run without them would not be tried at. */
const expected = [
  'store.commit store.statement pty.spawn pty.exit check.spawn',
  'landing.intend landing.lock landing.part landing.sync landing.along landing.receipt',
  'git.update-index git.update-ref git.hash-object git.write-tree git.read-tree git.merge-tree',
].flatMap((some) => some.split(' '));

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

/**
 * Every point that a run has reached, at one of its times, and the busiest again; not at the last of them, which
 * another order of the tasks may not reach.
 */
function momentsOf(trace: Readonly<Record<string, number>>): readonly string[] {
  const random = seededRandom(seed);
  const names = Object.keys(trace).toSorted();
  const verbs = Map.groupBy(
    names.filter((name) => looking.test(name)),
    (name) => name.split('.').slice(0, 2).join('.'),
  );
  const looks = [...verbs.values()].map((ofVerb) => ofVerb[Math.floor(random() * ofVerb.length)]);
  const tried = [
    ...names.filter((name) => !looking.test(name)),
    ...looks.filter((name) => name !== undefined),
    ...busy,
    ...busyAgain,
  ];
  return tried.map((name) => {
    const most = Math.max(1, Math.floor((trace[name] ?? 1) * 0.6));
    return `${name}:${1 + Math.floor(random() * most)}`;
  });
}

/** The undisturbed run that all others must come to the same end as. */
async function undisturbed(template: RecoveryCase): Promise<{
  readonly reference: Outcome;
  readonly trace: Readonly<Record<string, number>>;
}> {
  const one = copyOf(template);
  const traceFile = join(one.folder, 'trace.json');
  const end = await runHost(one, { TRACE_TO: traceFile });
  expect(end).toMatchObject({ code: 0, stdout: 'completed\n' });
  const trace: unknown = JSON.parse(readFileSync(traceFile, 'utf8'));
  const counts = Object.entries(trace ?? {}).map(([name, count]) => [name, Number(count)] as const);
  const reference = readOutcome(one);
  removeRecoveryCase(one);
  return { reference, trace: Object.fromEntries(counts) };
}

/** The same repository and items in a folder of its own, before anything has run there. */
function copyOf(template: RecoveryCase): RecoveryCase {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-recovery-'));
  cpSync(template.folder, folder, { recursive: true });
  const [repository, data, items] = ['repository', 'data', 'items.json'].map((name) =>
    join(folder, name),
  );
  return { folder, repository: repository ?? '', data: data ?? '', items: items ?? '' };
}

/** Tests that kill a run, at every `of`-th of all moments, and resume it. */
export async function describeKilledRuns(part: number, of: number): Promise<void> {
  const template = makeRecoveryCase();
  const { reference, trace } = await undisturbed(template);
  const moments = momentsOf(trace).filter((_moment, index) => index % of === part);

  describe('a process that is killed in the middle of a run', () => {
    const cases: RecoveryCase[] = [template];
    afterAll(() => cases.forEach(removeRecoveryCase));

    beforeAll(() => {
      expect(reference).toMatchObject({ leftovers: [], replayEqual: true, evidenceTrees: [] });
      expect(reference.receipts).toHaveLength(taskCount);
      const names = Object.keys(trace);
      for (const step of expected)
        expect(
          names.some((one) => one.startsWith(step)),
          step,
        ).toBe(true);
    });

    it.each(moments)('loses nothing when it dies at %s and is started again', async (moment) => {
      const recovery = copyOf(template);
      cases.push(recovery);
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
}
