import type { SettingField } from './setting-field.ts';

/** Who works on the tasks. */
export const agentFields: readonly SettingField[] = [
  {
    path: ['agents', 'default'],
    label: 'Agent for tasks without an agent label',
    description: 'Works on every task that no label gives to another agent.',
    editor: 'agent',
  },
  {
    path: ['agents', 'by_type'],
    label: 'Agents by label',
    description:
      'A task with the label agent:<type> goes to the agent that is chosen here for the type, else to the agent of that name.',
    empty: 'none',
    editor: 'agent-by-label',
  },
  {
    path: ['agents', 'custom'],
    label: 'Agents of your own',
    description:
      'Programs that are started like the built-in agents; one of the same name replaces a built-in one.',
    empty: 'none',
    editor: 'custom-agents',
  },
];

/** What must pass before work is merged. */
export const checkFields: readonly SettingField[] = [
  {
    path: ['commands', 'test'],
    label: 'Test command',
    description:
      'Must exit with 0 on the tree that would be merged, unless the task names checks of its own.',
    empty: 'no tests',
  },
  {
    path: ['commands', 'build'],
    label: 'Build command',
    description: 'Must exit with 0 before the tests begin.',
    empty: 'no build',
  },
  {
    path: ['commands', 'timeout_minutes'],
    label: 'Time limit of a check',
    description: 'A command that takes longer is ended with all it started; the task is blocked.',
    unit: 'minutes',
  },
  {
    path: ['commands', 'lint'],
    label: 'Lint command',
    description: 'Meant for checking the style of the code, beside build and tests.',
    empty: 'none',
    unused: 'Put it into the build or the test command, for example "npm run lint && npm test".',
  },
];

/** How a run goes about its tasks. */
export const runFields: readonly SettingField[] = [
  {
    path: ['workflow', 'max_parallel_tasks'],
    label: 'Tasks at the same time',
    description: 'So many agents of a run work side by side, each in a worktree of its own.',
    unit: 'tasks',
  },
  {
    path: ['workflow', 'schedule'],
    label: 'Schedule',
    description: 'Says when the next task begins while others are still being worked on.',
    choices: {
      continuous: { label: 'Continuous', hint: 'a free place takes the next ready task' },
      batch: { label: 'Batch', hint: 'all of a batch end before the next one begins' },
    },
  },
  {
    path: ['workflow', 'tdd_enabled'],
    label: 'A task waits for its test task',
    description:
      'A task with a test task begins when that is closed, unless it has the label skip_tests.',
  },
  {
    path: ['workflow', 'mode'],
    label: 'Mode',
    description: 'Says whether tasks are worked on side by side or one after the other.',
    choices: {
      parallel: { label: 'Parallel', hint: 'a worktree for each task' },
      sequential: {
        label: 'Sequential',
        hint: 'not in this version',
        unavailable:
          'It needs the reviewer, which this version does not have: no run starts with it.',
      },
    },
  },
  {
    path: ['workflow', 'review'],
    label: 'Your review',
    description: 'Says when the work waits for you.',
    choices: {
      epic: { label: 'Epic', hint: 'when all of an epic is done' },
      task: {
        label: 'Task',
        hint: 'not in this version',
        unavailable: 'This version cannot wait for you after each task: no run starts with it.',
      },
    },
  },
];

/** What ends a task or a run that does not get on. */
export const limitFields: readonly SettingField[] = [
  {
    path: ['workflow', 'redispatch_limit'],
    label: 'Further attempts',
    description:
      'A task whose work was not accepted is tried again so often, then blocked; rate limits and interruptions do not count.',
    unit: 'attempts',
  },
  {
    path: ['workflow', 'debug', 'no_progress'],
    label: 'Same failure',
    description: 'A task is blocked when the same failure comes on the same tree so often.',
    unit: 'times',
  },
  {
    path: ['workflow', 'max_cycles'],
    label: 'Attempts that end a run',
    description: 'A run ends when one of its tasks was begun so often: it goes round in circles.',
    unit: 'attempts',
  },
  {
    path: ['workflow', 'limits', 'silent_minutes'],
    label: 'Tell me when an agent is silent for',
    description: 'After so long without output the inbox says so.',
    unit: 'minutes',
  },
  {
    path: ['workflow', 'limits', 'kill_silent_minutes'],
    label: 'End an agent that is silent for',
    description: 'After so long without output it is ended; leave it empty for never.',
    unit: 'minutes',
    empty: 'never',
  },
  {
    path: ['workflow', 'limits', 'task_tokens'],
    label: 'Most tokens for a task',
    description: 'A task that has used so many is not tried again.',
    unit: 'tokens',
  },
  {
    path: ['workflow', 'limits', 'run_tokens'],
    label: 'Most tokens for a run',
    description: 'Nothing new starts in a run that has used so many; you are told at 80 %.',
    unit: 'tokens',
  },
  {
    path: ['workflow', 'limits', 'run_cost_usd'],
    label: 'Most money for a run',
    description: 'Nothing new starts in a run that has cost so much; you are told at 80 %.',
    unit: 'USD',
  },
  {
    path: ['workflow', 'debug', 'max_attempts'],
    label: 'Attempts at debugging',
    description: 'Meant to limit how often a debugger takes up a task that failed.',
    unit: 'attempts',
    unused: 'There is no debugger yet: a task that failed is tried again by its agent.',
  },
  {
    path: ['workflow', 'debug', 'loop_iterations'],
    label: 'Rounds of debugging',
    description: 'Meant to limit the rounds of one attempt of the debugger.',
    unit: 'rounds',
    unused: 'There is no debugger yet: a task that failed is tried again by its agent.',
  },
];

/** What agents find where they work. */
export const worktreeFields: readonly SettingField[] = [
  {
    path: ['worktree', 'copy'],
    label: 'Ignored files to copy',
    description:
      'A new worktree gets the files that these patterns find in your checkout and that git ignores.',
    entry: 'pattern',
    empty: 'none',
  },
  {
    path: ['worktree', 'clone'],
    label: 'Ignored folders to clone',
    description:
      'A new worktree gets these folders, such as installed packages, sharing the disk space where it can.',
    entry: 'folder',
    empty: 'none',
  },
  {
    path: ['worktree', 'setup'],
    label: 'Setup command',
    description:
      'Runs in the worktree before each attempt, for 30 minutes at most; when it fails, the task is blocked.',
    empty: 'none',
  },
  {
    path: ['git', 'worktrees_dir'],
    label: 'Folder of the worktrees',
    description:
      'Where worktrees are made, for example on another disk; a relative path counts from the repository.',
    empty: 'in the data folder',
    takesEffect: 'It counts from the next start of Switchyard.',
  },
];

const pushes = 'Nothing is pushed while "Push" is manual.';
const switchedOff = 'Nothing is pushed while "Push epic branches" is off.';
const noBatches = 'Only runs with the schedule "Batch" push then, and the schedule is another one.';

/** Where work comes from and goes to. */
export const gitFields: readonly SettingField[] = [
  {
    path: ['base_branch'],
    label: 'Branch that epics start from',
    description: 'An epic keeps the branch that it was made with.',
  },
  {
    path: ['git', 'pull_before_epic'],
    label: 'Fetch before an epic starts',
    description:
      'Fetches the base branch from origin, and starts from there if yours is behind; your own branch is not moved.',
  },
  {
    path: ['git', 'push'],
    label: 'Push',
    description: 'When the epic branch is pushed to origin.',
    choices: {
      manual: { label: 'Manual', hint: 'never by the app' },
      task: { label: 'Task', hint: 'after each merge' },
      batch: { label: 'Batch', hint: 'after each batch of a run' },
      epic: { label: 'Epic', hint: 'at the end of a run' },
    },
    idle({ git, workflow }) {
      if (git.push !== 'manual' && !git.push_epic_branch) return switchedOff;
      return git.push === 'batch' && workflow.schedule !== 'batch' ? noBatches : null;
    },
  },
  {
    path: ['git', 'push_epic_branch'],
    label: 'Push epic branches',
    description: 'Off: they are not pushed after all, whatever "Push" says.',
    idle: ({ git }) => (git.push === 'manual' ? pushes : null),
  },
  {
    path: ['git', 'cleanup_remote_branches'],
    label: 'Delete merged branches of the remote',
    description: 'Meant to delete what was pushed for an epic when that is merged.',
    unused: 'Delete them with git: git push origin --delete epic/<id>.',
  },
  {
    path: ['git', 'branch_prefix'],
    label: 'Prefix of plan branches',
    description: 'Meant for the names of branches of plans.',
    unused: 'There are no plans yet: epics have branches epic/<id>.',
  },
];

/** The file itself. */
export const fileFields: readonly SettingField[] = [
  {
    path: ['version'],
    label: 'Version of the format',
    description: 'There is one format of the file so far.',
  },
];
