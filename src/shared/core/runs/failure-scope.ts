import type { Failure } from '#shared/lib/failure.ts';

/** Whose trouble a failure is: every attempt of the run would meet it, or this one task does. */
export type FailureScope = 'run' | 'task';

/**
 * What no attempt could go on with: something that the whole computer or the whole repository is short of. All
 * else that goes wrong while a task is worked on is that task's alone, as long as the repository and the folder
 * of the records are in order, which is asked then.
 */
const runCodes: ReadonlySet<string> = new Set([
  // The disk.
  'disk-full',
  'git-disk-full',
  // The records.
  'database-locked',
  'database-not-writable',
  'database-io-failed',
  'database-damaged',
  'database-failed',
  'database-out-of-memory',
  // Git itself.
  'git-git-missing',
  'git-starter-lost-often',
  // The repository's own folder, and the app's.
  'repository-missing',
  'repository-not-writable',
  'repository-unreadable',
  'data-folder-not-writable',
  // The person's dependencies, which no attempt can have as they are.
  'dependencies-lead-back',
  // What the computer has only so much of.
  'too-many-files',
  'out-of-memory',
  'too-many-processes',
  // This process is about to end.
  'program-closed',
]);

/** Whose trouble a failure is, by its code alone; one that nobody knows is one task's. */
export function scopeOf({ code }: Pick<Failure, 'code'>): FailureScope {
  return runCodes.has(code) ? 'run' : 'task';
}
