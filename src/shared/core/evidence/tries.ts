import type { Evidence, Verdict } from '#shared/model/evidence.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { TestReport } from './test-results.ts';

type Try = Pick<Evidence, 'command' | 'tree' | 'environment' | 'room' | 'verdict' | 'marks'>;

/** Verdicts of a check that came to its end and did not pass. */
const notPassed: ReadonlySet<Verdict> = new Set(['failed', 'timeout', 'nothing_collected']);

function isSameCheck(one: Try, other: Try): boolean {
  return (
    one.command === other.command &&
    one.tree === other.tree &&
    one.environment === other.environment &&
    one.room === other.room
  );
}

/** A long command without its middle, on one line. */
function shortCommand(command: string): string {
  const line = command.trim().replaceAll(/\s+/g, ' ');
  return line.length <= 80 ? line : `${line.slice(0, 50)}…${line.slice(-25)}`;
}

/** Whether a try passed, also where it is one of a check that is flaky by now. */
function hasPassed({ verdict, exitCode }: Pick<Evidence, 'verdict' | 'exitCode'>): boolean {
  return verdict === 'passed' || (verdict === 'flaky' && exitCode === 0);
}

/**
 * A check together with the earlier tries of the same command on the same tree in the same environment: one that
 * passed and failed there is flaky, whichever came last (SPEC section 6.1). All tries stay as they were.
 */
export function withTries<One extends Try & Pick<Evidence, 'exitCode'>>(
  fresh: One,
  earlier: readonly (Try & Pick<Evidence, 'exitCode'>)[],
): One {
  const tries = earlier.filter((one) => isSameCheck(one, fresh) && one.verdict !== 'interrupted');
  if (fresh.verdict !== 'passed' && !notPassed.has(fresh.verdict)) return fresh;
  const passed = [...tries, fresh].filter(hasPassed).length;
  const failed = [...tries, fresh].filter(
    (one) => !hasPassed(one) && (one.verdict === 'flaky' || notPassed.has(one.verdict)),
  ).length;
  if (passed === 0 || failed === 0) return fresh;
  const mark: Mark = {
    kind: 'flaky',
    text: `"${shortCommand(fresh.command)}" passed and failed on the same tree: ${passed} of ${passed + failed} tries passed`,
    paths: [],
  };
  const others = fresh.marks.filter(({ kind }) => kind !== 'flaky');
  return { ...fresh, verdict: 'flaky', marks: [...others, mark] };
}

/**
 * A check that passed, though one of the same command failed on the same tree in an earlier run: a person has begun
 * again since, maybe after putting right what it needs from outside. It stays passed, and the mark says so.
 */
export function withFormerTries<One extends Try>(fresh: One, former: readonly Try[]): One {
  if (fresh.verdict !== 'passed') return fresh;
  const failed = former.some((one) => isSameCheck(one, fresh) && notPassed.has(one.verdict));
  if (!failed) return fresh;
  const mark: Mark = {
    kind: 'flaky',
    text: `"${shortCommand(fresh.command)}" failed on the same tree in an earlier run`,
    paths: [],
  };
  return { ...fresh, marks: [...fresh.marks, mark] };
}

/** The last try of each command, in the order of the commands. */
export function lastTries<One extends Pick<Evidence, 'command'>>(
  tries: readonly One[],
): readonly One[] {
  return [...new Map(tries.map((one) => [one.command, one])).values()];
}

/** Tests that passed in one of the tries and failed in another; null where their names are not known. */
export function flakyTests(tries: readonly (TestReport | null)[]): ReadonlySet<string> | null {
  const passed = new Set<string>();
  const failed = new Set<string>();
  for (const one of tries) {
    if (one === null || one.detail !== 'tests') return null;
    for (const { id, status } of one.tests) {
      if (status === 'passed') passed.add(id);
      if (status === 'failed') failed.add(id);
    }
  }
  return new Set([...failed].filter((id) => passed.has(id)));
}

/** Whether only tests are flaky that were so before an agent had worked: nobody has to wait for them. */
export function wasFlakyBefore(
  now: readonly (TestReport | null)[],
  atTheBase: readonly (TestReport | null)[],
): boolean {
  const is = flakyTests(now);
  const was = flakyTests(atTheBase);
  return is !== null && was !== null && is.size > 0 && [...is].every((id) => was.has(id));
}
