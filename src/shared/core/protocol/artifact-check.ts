import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { roles } from './roles.ts';
import type { Owed } from './roles.ts';

/** What is known of an attempt that has left its work. */
type Left = Pick<Attempt, 'role' | 'report' | 'changes'>;

/**
 * What the attempt's role owes and did not leave (SPEC section 5.6), one sentence each: a change, the
 * expected test files, the acceptance criteria that the agent itself says are not met.
 * @param isPresent whether a path exists in the attempt's tree
 * @param ignored paths that the attempt has made and that git ignores
 */
export function missingArtifacts(
  task: Pick<Task, 'acceptanceCriteria' | 'testFiles'>,
  attempt: Left,
  isPresent: (path: string) => boolean,
  ignored: readonly string[] = [],
): readonly string[] {
  return roles[attempt.role].owes.flatMap((owed) => {
    if (owed !== 'diff') return missing(owed, task, attempt, isPresent) ?? [];
    return missingChange(attempt, ignored) ?? [];
  });
}

/** An agent whose work git ignores has changed something, and must know why nothing came of it. */
function missingChange({ changes }: Left, ignored: readonly string[]): string | null {
  const { modified = [], created = [], deleted = [] } = changes ?? {};
  if (modified.length + created.length + deleted.length > 0) return null;
  if (ignored.length === 0) return 'The attempt changed no file.';
  const shown = ignored.slice(0, mostNamed).join(', ');
  const more = ignored.length > mostNamed ? ', …' : '';
  return `The attempt changed no file that git takes: your work is in ${shown}${more}, which .gitignore leaves out.`;
}

/** More paths than these say nothing more. */
const mostNamed = 5;

function missing(
  owed: Exclude<Owed, 'diff'>,
  task: Pick<Task, 'acceptanceCriteria' | 'testFiles'>,
  { report }: Left,
  isPresent: (path: string) => boolean,
): string | null {
  switch (owed) {
    case 'test_files': {
      const absent = task.testFiles.filter((path) => !isPresent(path));
      return absent.length === 0 ? null : `Missing test files: ${absent.join(', ')}.`;
    }
    case 'criteria':
      return openCriteria(task, report?.criteriaMet ?? null);
    default:
      return assertNever(owed, 'what a role owes');
  }
}

/** The criteria that the agent says are not met; for one that says nothing of them the checks alone decide. */
function openCriteria(
  { acceptanceCriteria }: Pick<Task, 'acceptanceCriteria'>,
  met: readonly number[] | null,
): string | null {
  if (met === null) return null;
  const open = acceptanceCriteria
    .map((_, index) => index + 1)
    .filter((number) => !met.includes(number));
  if (open.length === 0) return null;
  const list = open.map((number) => `#${number}`).join(', ');
  return `The agent reports acceptance criteria as not met: ${list}.`;
}
