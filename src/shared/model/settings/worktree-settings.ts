import { z } from 'zod';
import { setting } from './setting-text.ts';

/** Lock files that say by themselves how they are installed. */
export const knownLockFiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
  'uv.lock',
  'poetry.lock',
  'Pipfile.lock',
  'Gemfile.lock',
  'composer.lock',
] as const;

/** What agents find where they work, besides the files in git. */
export const worktreeSettings = z.strictObject({
  copy: setting(
    {
      label: 'Ignored files to copy',
      description:
        'A new worktree gets the files that these patterns find in your checkout and that git ignores.',
      page: 'Patterns of files to copy from your checkout.',
      comment: 'ignored files to copy',
      entry: 'pattern',
      empty: 'none',
    },
    z.array(z.string()).default(['.env*']),
  ),
  clone: setting(
    {
      label: 'Ignored folders to clone',
      description:
        'A new worktree gets these folders, such as installed packages, sharing the disk space where it can.',
      page: 'Folders to copy, sharing the disk space where the file system can.',
      comment: 'dependency folders to clone',
      entry: 'folder',
      empty: 'none',
    },
    z.array(z.string()).default(['node_modules']),
  ),
  setup: setting(
    {
      label: 'Setup command',
      description:
        'Runs in the worktree before each attempt, for 30 minutes at most; when it fails, the task is blocked.',
      page: 'Shell command run before each attempt, for 30 minutes at most. When it fails, the task is blocked.',
      comment: 'shell command to run before each attempt',
      empty: 'none',
    },
    z.string().default(''),
  ),
  setup_inputs: setting(
    {
      label: 'Files that decide the setup',
      description:
        'When a change touches one of them, such as a lock file, dependencies are set up again for its checks.',
      page: 'Files that decide what is installed, such as lock files. Where the work changes one, the setup command runs again for its checks; without one, the install of that lock file (`npm ci`, `pnpm install`, `yarn install`, `uv sync`, …).',
      comment: 'when the work changes one, dependencies are set up again for its checks',
      entry: 'file',
      empty: 'none',
    },
    z.array(z.string()).default([...knownLockFiles]),
  ),
  teardown: setting(
    {
      label: 'Teardown command',
      description: 'Runs when a worktree is given back, such as to stop what the setup started.',
      page: 'Shell command run when a worktree is given back, also when its folder is gone: stop here what the setup started.',
      comment: 'shell command to run when a worktree is given back',
      empty: 'none',
    },
    z.string().default(''),
  ),
});
