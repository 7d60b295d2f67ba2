import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { ChangedFiles } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { coversPath } from '#shared/core/paths/path-cover.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';

/** Files that every task may write: its own documentation and the append-only notes (SPEC section 5.5). */
const alwaysAllowed = [/^docs\//, /^\.switchyard\/(DECISIONS|KNOWLEDGE)\.md$/];

/** Endings of files that are neither code nor tests. */
const notCode = /\.(md|mdx|txt|rst|adoc)$/i;

/**
 * Code and test files that the attempt changed although the task names others (SPEC section 6.2);
 * null when the task names none, or all changes are inside.
 */
export function scopeViolation(
  task: Pick<Task, 'id' | 'filesToModify' | 'testFiles'>,
  changes: ChangedFiles,
): Failure | null {
  const allowed = [...task.filesToModify, ...task.testFiles];
  if (allowed.length === 0) return null;
  const modified = [...changes.modified, ...changes.created, ...changes.deleted];
  const unauthorised = modified.filter(
    (path) =>
      !notCode.test(path) &&
      !alwaysAllowed.some((pattern) => pattern.test(path)) &&
      !allowed.some((entry) => coversPath(entry, path)),
  );
  if (unauthorised.length === 0) return null;
  return failure(
    'unauthorised-files',
    `Files outside the task's scope were changed. Allowed: ${pathWords(allowed)}. Modified: ${pathWords(modified)}. Unauthorised: ${pathWords(unauthorised)}.${caseHint(allowed, unauthorised)}`,
    'Leave those files as they are, or name them in the task.',
  );
}

/** Names are compared letter by letter, as git does: what differs in nothing else is said. */
function caseHint(allowed: readonly string[], unauthorised: readonly string[]): string {
  const lower = allowed.map((entry) => entry.toLowerCase());
  const path = unauthorised.find((one) =>
    lower.some((entry) => coversPath(entry, one.toLowerCase())),
  );
  return path === undefined ? '' : ` Upper and lower case differ in ${pathWords([path])}.`;
}
