import type { GitClient } from './client.ts';
import { worktreeStatus } from './worktree-status.ts';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A place where the user has a branch checked out. */
export interface Checkout {
  readonly folder: string;
  readonly clean: boolean;
}

/**
 * Where `branchRef` (full name) is checked out, or null. Reads the HEAD files of the worktrees, which
 * is free, and asks git only about a hit.
 */
export async function findCheckout(
  git: GitClient,
  commonDirectory: string,
  branchRef: string,
): Promise<Checkout | null> {
  const wanted = `ref: ${branchRef}`;
  if ((await readHead(commonDirectory)) === wanted) {
    const folder = dirname(commonDirectory);
    return { folder, clean: (await worktreeStatus(git.at(folder))).clean };
  }
  const administrative = join(commonDirectory, 'worktrees');
  for (const name of await readdir(administrative).catch(() => [])) {
    if ((await readHead(join(administrative, name))) !== wanted) continue;
    const link = await readFile(join(administrative, name, 'gitdir'), 'utf8').catch(() => null);
    if (link === null) continue;
    const folder = dirname(link.trim());
    return { folder, clean: (await worktreeStatus(git.at(folder))).clean };
  }
  return null;
}

/** Brings a clean checkout of a branch along after the branch moved (git-read-tree, two trees). */
export async function bringAlong(
  git: GitClient,
  checkout: Checkout,
  before: string,
  after: string,
): Promise<void> {
  await git.at(checkout.folder).run(['read-tree', '-m', '-u', before, after]);
}

async function readHead(gitDirectory: string): Promise<string | null> {
  const text = await readFile(join(gitDirectory, 'HEAD'), 'utf8').catch(() => null);
  return text?.trim() ?? null;
}
