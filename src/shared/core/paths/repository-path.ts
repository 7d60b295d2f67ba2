import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TaskSpec } from '#shared/model/task.ts';

/** Stands for the whole repository where a task names `.`. */
export const wholeRepository = './';

/**
 * A path as git writes it, from one as a person writes it: from the root of the repository, `/` between
 * its parts, no `.`, no `..` and no empty part; a `/` at its end stays, because it says "folder". An error
 * is why the path names nothing inside of the repository, to be read after it. Only the text is judged.
 */
export function normalPath(text: string): Result<string, string> {
  if (text.trim() === '') return err('is empty');
  if (text.includes('\0')) return err('contains a NUL character');
  // Git knows no other separator, and Windows cannot check out a name that holds this one.
  const path = text.replaceAll('\\', '/');
  if (path.startsWith('/') || isDrive(path)) return err('is an absolute path');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return err('leads out of the repository with ".."');
  }
  // What was in front of them is gone now, as in `./C:`.
  if (isDrive(parts[0] ?? '')) return err('is an absolute path');
  if (parts.length === 1 && parts[0]?.trim() === '') return err('is empty');
  if (parts[0]?.toLowerCase() === '.git') return err("is inside of git's own folder");
  if (parts.length === 0) return ok(wholeRepository);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path);
  return ok(`${parts.join('/')}${isFolder ? '/' : ''}`);
}

function isDrive(path: string): boolean {
  return /^[A-Za-z]:/.test(path);
}

/** The fields of a task that name paths. */
type PathFields = Pick<TaskSpec, 'filesToModify' | 'testFiles'>;

const pathFields = ['filesToModify', 'testFiles'] as const satisfies readonly (keyof PathFields)[];

/** The same fields of a task with each path as git writes it, once; a failure names one that cannot be. */
export function withNormalPaths<Fields extends Partial<PathFields>>(
  fields: Fields,
): Result<Fields, Failure> {
  const normal: Partial<PathFields> = {};
  for (const field of pathFields) {
    const paths = new Set<string>();
    for (const text of fields[field] ?? []) {
      const path = normalPath(text);
      if (!path.ok) return err(pathFailure(text, path.error));
      paths.add(path.value);
    }
    if (fields[field] !== undefined) normal[field] = [...paths];
  }
  return ok({ ...fields, ...normal });
}

function pathFailure(text: string, problem: string): Failure {
  return failure(
    'path-outside',
    `The path ${JSON.stringify(text)} ${problem}.`,
    'Write paths relative to the root of the repository.',
  );
}
