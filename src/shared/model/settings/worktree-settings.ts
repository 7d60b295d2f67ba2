import { z } from 'zod';
import { setting } from './setting-text.ts';

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
});
