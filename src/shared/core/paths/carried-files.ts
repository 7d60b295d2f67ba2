import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** What a fresh worktree gets from the user's checkout beside what git tracks (SPEC section 7.2). */
export interface CarriedFiles {
  /** Patterns of ignored files to copy, e.g. `.env*`, relative to the root. */
  readonly copy: readonly string[];
  /** Folders to clone copy-on-write where the file system can, e.g. `node_modules`. */
  readonly clone: readonly string[];
}

/** Says which pattern or folder would reach outside the repository; null when none does. */
export function carriedFilesProblem({ copy, clone }: CarriedFiles): Failure | null {
  const bad = [...copy, ...clone].find(
    (entry) => isAbsolute(entry) || entry.split(/[\\/]/).includes('..'),
  );
  if (bad === undefined) return null;
  return failure(
    'path-outside-repository',
    `The worktree setting "${bad}" reaches outside the repository.`,
    'Use paths below the repository in worktree.copy and worktree.clone.',
  );
}

function isAbsolute(path: string): boolean {
  return /^[\\/]|^[A-Za-z]:[\\/]/.test(path);
}
