import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';

/**
 * What the attempt's role owes and did not leave (SPEC section 5.6), one sentence each: a change, the
 * expected test files, the acceptance criteria that the agent itself says are not met.
 * @param presentFiles whether a path exists in the attempt's tree
 */
export function missingArtifacts(
  task: Pick<Task, 'acceptanceCriteria' | 'testFiles'>,
  attempt: Pick<Attempt, 'role' | 'report' | 'changes'>,
  presentFiles: (path: string) => boolean,
): readonly string[] {
  const problems: string[] = [];
  const { changes, report } = attempt;
  const count =
    changes === null
      ? 0
      : changes.modified.length + changes.created.length + changes.deleted.length;
  if (count === 0) problems.push('The attempt changed no file.');
  const absentTests = task.testFiles.filter((path) => !presentFiles(path));
  if (absentTests.length > 0) problems.push(`Missing test files: ${absentTests.join(', ')}.`);
  const met = report?.criteriaMet;
  if (met !== null && met !== undefined) {
    const open = task.acceptanceCriteria
      .map((_, index) => index + 1)
      .filter((number) => !met.includes(number));
    if (open.length > 0) {
      const list = open.map((number) => `#${number}`).join(', ');
      problems.push(`The agent reports acceptance criteria as not met: ${list}.`);
    }
  }
  return problems;
}
