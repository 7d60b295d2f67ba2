import type { Mark } from '#shared/model/mark.ts';
import type { Task } from '#shared/model/task.ts';
import { shortened } from './change-marks.ts';
import { compareTests, ownName } from './compare-tests.ts';
import type { TestReport } from './test-results.ts';

type Asking = Pick<Task, 'title' | 'description' | 'acceptanceCriteria'>;

/** Too short a name would be found in any text. */
const shortestName = 4;

/**
 * What a person is shown of the tests of a check beside those that ran at its base (SPEC section 6.1). A test that
 * the task speaks of by its name may go: `before` null where nothing is known of the base.
 */
export function testMarks(
  before: TestReport | null,
  now: TestReport | null,
  task: Asking,
): readonly Mark[] {
  const { missing, skipped, fewer, isKnown } = compareTests(before, now);
  const gone = missing.filter((id) => !speaksOf(task, id));
  const left = skipped.filter((id) => !speaksOf(task, id));
  const marks: Mark[] = [];
  if (gone.length > 0) {
    const text = `${tests(gone.length)} ran at the base and ${areGone(gone.length)}: ${namesOf(gone)}`;
    marks.push({ kind: 'tests_missing', text, paths: [] });
  }
  if (fewer > 0) {
    const text = `${tests(fewer)} fewer ran than at the base; their names are not known`;
    marks.push({ kind: 'tests_missing', text, paths: [] });
  }
  if (left.length > 0) {
    const text = `${tests(left.length)} ran at the base and ${left.length === 1 ? 'was' : 'were'} left out now: ${namesOf(left)}`;
    marks.push({ kind: 'tests_skipped', text, paths: [] });
  }
  if (!isKnown && before !== null && before.detail !== 'none') {
    const text = 'Which tests ran is not known, though it was at the base';
    marks.push({ kind: 'identities_unknown', text, paths: [] });
  }
  return marks;
}

function tests(count: number): string {
  return count === 1 ? '1 test' : `${count} tests`;
}

function areGone(count: number): string {
  return count === 1 ? 'is gone' : 'are gone';
}

/** Each name once, with how often it is meant. */
function namesOf(ids: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const words = [...counts].map(([id, count]) => {
    const name = id.length > 200 ? `${id.slice(0, 199)}…` : id;
    return count === 1 ? name : `${name} (${count})`;
  });
  return shortened(words, 8);
}

/** Whether the words of a task name a test, so that what becomes of it was asked for. */
function speaksOf({ title, description, acceptanceCriteria }: Asking, id: string): boolean {
  const name = ownName(id);
  if (name.length < shortestName) return false;
  return [title, description, ...acceptanceCriteria.map(({ text }) => text)].some((text) =>
    text.includes(name),
  );
}
