import { z } from 'zod';
import { setting } from './setting-text.ts';

/** Where work goes to. */
export const gitSettings = z.strictObject({
  push: setting(
    {
      label: 'Push',
      description: 'When the epic branch is pushed to origin.',
      page: 'When the epic branch is pushed to `origin`: `manual` (never), `task` (after each merge), `batch` (after each batch of `schedule: batch`) or `epic` (at the end of a run). A failure is a notice, never a stop.',
      comment: 'manual | task | batch | epic',
      choices: {
        manual: { label: 'Manual', hint: 'never by the app' },
        task: { label: 'Task', hint: 'after each merge' },
        batch: { label: 'Batch', hint: 'after each batch of a run' },
        epic: { label: 'Epic', hint: 'at the end of a run' },
      },
    },
    z.enum(['manual', 'task', 'batch', 'epic']).default('manual'),
  ),
  push_epic_branch: setting(
    {
      label: 'Push epic branches',
      description: 'Off: they are not pushed after all, whatever "Push" says.',
      page: '`false`: it is not pushed after all, whatever `push` says.',
    },
    z.boolean().default(true),
  ),
  cleanup_remote_branches: setting(
    {
      label: 'Delete merged branches of the remote',
      description: 'Meant to delete what was pushed for an epic when that is merged.',
      page: 'Deletes what was pushed for an epic when that is merged. Until then: `git push origin --delete epic/<id>`.',
      unused: 'Delete them with git: git push origin --delete epic/<id>.',
    },
    z.boolean().default(true),
  ),
  pull_before_epic: setting(
    {
      label: 'Fetch before an epic starts',
      description:
        'Fetches the base branch from origin, and starts from there if yours is behind; your own branch is not moved.',
      page: "Fetch the base branch from `origin` before an epic starts, and start from the remote's tip if yours is behind it. Your own branch is not moved.",
    },
    z.boolean().default(true),
  ),
  branch_prefix: setting(
    {
      label: 'Prefix of plan branches',
      description: 'Meant for the names of branches of plans.',
      page: 'Prefix of plan branches.',
      unused: 'There are no plans yet: epics have branches epic/<id>.',
    },
    z.string().min(1).default('feat'),
  ),
  worktrees_dir: setting(
    {
      label: 'Folder of the worktrees',
      description:
        'Where worktrees are made, outside of the repository, for example on another disk; a relative path counts from the repository.',
      page: 'Folder for the worktrees, outside of the repository, for example on another disk; a relative one counts from the root of the repository. Default: in the [data folder](data.md).',
      empty: 'in the data folder',
      takesEffect: 'It counts from the next start of Switchyard.',
    },
    z.string().optional(),
  ),
});
