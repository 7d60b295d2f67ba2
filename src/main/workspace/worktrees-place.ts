import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** The folder of the worktrees that `git.worktrees_dir` names; a relative path counts from the repository. */
export function worktreesFolder(root: string, named: string): string {
  const folder = named.startsWith('/') || /^[A-Za-z]:/.test(named) ? named : join(root, named);
  return join(folder, 'switchyard');
}

/**
 * What is wrong with `git.worktrees_dir`, in the words of every other setting; null when it can be used. It lies
 * outside of the repository (SPEC section 15), also where links lead to it.
 */
export async function worktreesInside(root: string, named: string): Promise<string | null> {
  const inner = relative(await realPlace(root), await realPlace(worktreesFolder(root, named)));
  const isOutside = inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner);
  if (isOutside) return null;
  const shown = JSON.stringify(named).slice(0, 80);
  return `git.worktrees_dir is ${shown}; expected a folder outside of the repository.`;
}

/** Where a path leads to, links resolved as far as it is there. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await realPlace(above), basename(path));
  }
}
