import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GitClient } from './client.ts';

/**
 * Why there is no working tree in a folder of git, and what helps: it may be intended, be set by accident (some tools
 * do that), or lie next to the worktrees that are meant.
 */
export async function noWorkingTree(
  git: GitClient,
  commonDirectory: string,
  isBare: boolean,
): Promise<Failure> {
  const { folder } = git;
  const around = dirname(commonDirectory);
  if (!isBare) {
    return failure(
      'bare-repository',
      `${folder} is inside of git's own folder: it has no working tree.`,
      `Open ${basename(commonDirectory) === '.git' ? around : 'the working tree that it belongs to'}.`,
    );
  }
  if (basename(commonDirectory) === '.git' && (await hasIndex(commonDirectory))) {
    return failure(
      'bare-repository',
      `git takes ${around} for a bare repository, because core.bare is true in ${join(commonDirectory, 'config')}; its files say that it is none.`,
      'A tool has set that by accident. Take it back: git config core.bare false',
    );
  }
  const worktrees = await worktreesOf(git);
  if (worktrees.length > 0) {
    return failure(
      'bare-repository',
      `${folder} is a bare repository: it has no working tree of its own.`,
      `Open one of its worktrees: ${worktrees.slice(0, mostNamed).join(', ')}${worktrees.length > mostNamed ? ', …' : ''}`,
    );
  }
  return failure(
    'bare-repository',
    `${folder} is a bare repository: it has no working tree.`,
    'Clone it, and open the clone; or make a worktree of it (git worktree add) and open that.',
  );
}

const mostNamed = 4;

/** Only a working tree has one. */
async function hasIndex(commonDirectory: string): Promise<boolean> {
  return stat(join(commonDirectory, 'index')).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function worktreesOf(git: GitClient): Promise<readonly string[]> {
  const { stdout } = await git.run(['worktree', 'list', '--porcelain', '-z']);
  return stdout
    .split('\0\0')
    .map((record) => record.split('\0').filter((line) => line !== ''))
    .filter((lines) => !lines.some((line) => line === 'bare' || line.startsWith('prunable')))
    .flatMap((lines) => lines.filter((line) => line.startsWith('worktree ')))
    .map((line) => line.slice('worktree '.length));
}
