import { coversPath } from '#shared/core/paths/path-cover.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import type { Mark } from '#shared/model/mark.ts';
import type { Task } from '#shared/model/task.ts';
import { changedChecks } from './changed-checks.ts';
import type { ChangedCheck, ChangedFile } from './changed-checks.ts';
import { reachesIn, reachText } from './reaches.ts';
import type { Reach } from './reaches.ts';
import { failingTests, weakerTests } from './weaker-tests.ts';
import type { FailingTests, WeakerTests } from './weaker-tests.ts';

/** What of a change is about its own checks. */
export interface ChangeFindings {
  readonly checks: readonly ChangedCheck[];
  readonly tests: readonly WeakerTests[];
  readonly failing: readonly FailingTests[];
  /** Lines that do something by which checks can be passed without the work. */
  readonly reaches: readonly Reach[];
}

/** Looks at a change before it is checked; see {@link changedChecks} and {@link weakerTests}. */
export function findingsOf(
  changes: readonly ChangedFile[],
  commands: readonly string[],
  scripts: ReadonlyMap<string, string>,
): ChangeFindings {
  return {
    checks: changedChecks(changes, commands, scripts),
    tests: weakerTests(changes),
    failing: failingTests(changes),
    reaches: reachesIn(changes),
  };
}

/** What a person is shown of it: the exact names. */
export function marksOfChange({
  checks,
  tests,
  failing,
  reaches,
}: ChangeFindings): readonly Mark[] {
  const marks: Mark[] = [];
  if (checks.length > 0) {
    const text = `The check was changed by this work: ${checkWords(checks)}`;
    marks.push({ kind: 'check_changed', text, paths: checks.map(({ path }) => path) });
  }
  if (tests.length > 0) {
    const text = `Tests expect less than before: ${shortened(tests.map(testWords))}`;
    marks.push({ kind: 'tests_emptied', text, paths: tests.map(({ path }) => path) });
  }
  if (failing.length > 0) {
    const text = `Tests are expected to fail that were not before: ${shortened(failing.map(failingWords))}`;
    marks.push({ kind: 'tests_skipped', text, paths: failing.map(({ path }) => path) });
  }
  if (reaches.length > 0) {
    const text = `This work does what checks can be passed by: ${shortened(reaches.map(reachText))}`;
    marks.push({ kind: 'reaches_out', text, paths: reaches.map(({ path }) => path) });
  }
  return marks;
}

/** Those findings that the task did not ask for: it names the file among those to modify, or as a test file. */
export function unasked(
  { checks, tests, failing }: ChangeFindings,
  task: Pick<Task, 'filesToModify' | 'testFiles'>,
): ChangeFindings {
  const asksFor = (entries: readonly string[], path: string): boolean =>
    entries.some((entry) => coversPath(entry, path));
  const named = [...task.filesToModify, ...task.testFiles];
  return {
    checks: checks.filter(({ path }) => !asksFor(named, path)),
    // A test file that is named is to get tests: that it is to lose some, only the other list can say.
    tests: tests.filter(({ path }) => !asksFor(task.filesToModify, path)),
    failing: failing.filter(({ path }) => !asksFor(task.filesToModify, path)),
    // Honest code does it too: it is shown, and sends nothing back.
    reaches: [],
  };
}

function checkWords(checks: readonly ChangedCheck[]): string {
  return shortened(
    checks.map(({ path, parts }) => {
      const name = pathWords([path]);
      return parts.length === 0 ? name : `${name} (${pathWords(parts)})`;
    }),
  );
}

function testWords({ path, before, after }: WeakerTests): string {
  const name = pathWords([path]);
  if (before === 0) return `${name} (emptied)`;
  return after === null ? `${name} (gone)` : `${name} (${after} of ${before} expectations)`;
}

function failingWords({ path, more }: FailingTests): string {
  const name = pathWords([path]);
  return more === 1 ? name : `${name} (${more})`;
}

/** Names in a sentence: the first ones, and how many more there are. */
export function shortened(words: readonly string[], most = 12): string {
  const more = words.length - most;
  return more > 0 ? `${words.slice(0, most).join(', ')} and ${more} more` : words.join(', ');
}
