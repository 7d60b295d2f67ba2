import { z } from 'zod';
import { setting } from './setting-text.ts';

const noDebugger = 'There is no debugger yet: a task that failed is tried again by its agent.';

const debugSettings = z.strictObject({
  max_attempts: setting(
    {
      label: 'Attempts at debugging',
      description: 'Meant to limit how often a debugger takes up a task that failed.',
      page: 'Attempts of the debug loop.',
      unit: 'attempts',
      unused: noDebugger,
    },
    z.int().min(0).default(3),
  ),
  loop_iterations: setting(
    {
      label: 'Rounds of debugging',
      description: 'Meant to limit the rounds of one attempt of the debugger.',
      page: 'Iterations of the debug loop.',
      unit: 'rounds',
      unused: noDebugger,
    },
    z.int().min(1).default(10),
  ),
  no_progress: setting(
    {
      label: 'Same failure',
      description: 'A task is blocked when the same failure comes on the same tree so often.',
      page: 'The same failure on the same tree this many times blocks the task.',
      comment: 'the same failure of the same tree this often blocks the task',
      unit: 'times',
    },
    z.int().min(1).default(3),
  ),
});

const limitSettings = z.strictObject({
  silent_minutes: setting(
    {
      label: 'Tell me when an agent is silent for',
      description: 'After so long without output the inbox says so.',
      page: 'Minutes without output after which an agent is reported as silent.',
      comment: 'without output: a notice',
      unit: 'minutes',
    },
    z.number().positive().default(15),
  ),
  kill_silent_minutes: setting(
    {
      label: 'End an agent that is silent for',
      description: 'After so long without output it is ended; leave it empty for never.',
      page: 'Minutes without output after which it is ended. `null`: never.',
      comment: 'without output: the agent is ended; null: never',
      unit: 'minutes',
      empty: 'never',
    },
    z.number().positive().nullable().default(null),
  ),
  task_tokens: setting(
    {
      label: 'Most tokens for a task',
      description: 'A task that has used so many is not tried again, but blocked.',
      page: 'Tokens of one task, since you opened it last, after which it is blocked.',
      unit: 'tokens',
    },
    z.int().positive().default(2_000_000),
  ),
  run_tokens: setting(
    {
      label: 'Most tokens for a run',
      description:
        'In a run that has used so many nothing new starts, and the rest is skipped; you are told at 80 %.',
      page: 'Tokens of a run after which nothing new starts: what runs may finish, the rest is skipped. You are told at 80 %.',
      unit: 'tokens',
    },
    z.int().positive().default(20_000_000),
  ),
  run_cost_usd: setting(
    {
      label: 'Most money for a run',
      description:
        'In a run that has cost so much nothing new starts, and the rest is skipped; you are told at 80 %.',
      page: 'The same for US dollars.',
      unit: 'USD',
    },
    z.number().positive().default(50),
  ),
});

/** How a run goes about its tasks, and what ends a task or a run that does not get on. */
export const workflowSettings = z.strictObject({
  mode: setting(
    {
      label: 'Mode',
      description: 'Says whether tasks are worked on side by side or one after the other.',
      page: '`parallel`: a worktree per task. `sequential` is refused when a run starts: it needs the reviewer, which comes later.',
      comment:
        'parallel: a worktree per task | sequential (later): one task at a time, with a reviewer',
      choices: {
        parallel: { label: 'Parallel', hint: 'a worktree for each task' },
        sequential: {
          label: 'Sequential',
          hint: 'not in this version',
          unavailable:
            'It needs the reviewer, which this version does not have: no run starts with it.',
          needs: 'the reviewer',
        },
      },
    },
    z.enum(['parallel', 'sequential']).default('parallel'),
  ),
  schedule: setting(
    {
      label: 'Schedule',
      description: 'Says when the next task begins while others are still being worked on.',
      page: '`continuous`: a free slot takes the next task that is ready. `batch`: a batch starts together, and the next one starts when all of it has ended.',
      comment: 'continuous: a free slot takes the next task | batch: one layer after another',
      choices: {
        continuous: { label: 'Continuous', hint: 'a free place takes the next ready task' },
        batch: { label: 'Batch', hint: 'all of a batch end before the next one begins' },
      },
    },
    z.enum(['continuous', 'batch']).default('continuous'),
  ),
  max_parallel_tasks: setting(
    {
      label: 'Tasks at the same time',
      description: 'So many agents of a run work side by side, each in a worktree of its own.',
      page: 'Tasks at a time, 1 to 64.',
      unit: 'tasks',
    },
    z.int().min(1).max(64).default(3),
  ),
  tdd_enabled: setting(
    {
      label: 'A task waits for its test task',
      description:
        'A task with a test task begins when that is closed, unless it has the label skip_tests.',
      page: 'A task with a test task (`test_task_id`) waits until that is closed, unless it has the label `skip_tests`.',
      comment: 'tasks wait for their test task',
    },
    z.boolean().default(false),
  ),
  review: setting(
    {
      label: 'Your review',
      description: 'Says when the work waits for you.',
      page: '`epic`: you review when the epic is done. `task` is refused when a run starts: it comes with the review view.',
      comment: 'epic: you review when the epic is done | task (later): each task waits for you',
      choices: {
        epic: { label: 'Epic', hint: 'when all of an epic is done' },
        task: {
          label: 'Task',
          hint: 'not in this version',
          unavailable: 'This version cannot wait for you after each task: no run starts with it.',
          needs: 'the review view',
        },
      },
    },
    z.enum(['epic', 'task']).default('epic'),
  ),
  max_cycles: setting(
    {
      label: 'Rounds of a task',
      description:
        'A task that went round so often is blocked, and its run goes on; rate limits and interruptions do not count.',
      page: 'Attempts at one task, since you opened it last and over all runs, after which it is blocked as going round in circles; its run goes on. Rate limits and interruptions do not count.',
      comment: 'a task that was attempted this often is blocked; the run goes on',
      unit: 'attempts',
    },
    z.int().min(1).default(50),
  ),
  redispatch_limit: setting(
    {
      label: 'Further attempts',
      description:
        'A task whose work was not accepted is tried again so often, then blocked; rate limits and interruptions do not count.',
      page: 'Further attempts after one that was not accepted; then the task is blocked. Rate limits, interruptions and the one repetition after a conflict do not count.',
      comment: 'further attempts after one that was not accepted',
      unit: 'attempts',
    },
    z.int().min(0).default(3),
  ),
  debug: debugSettings.prefault({}),
  limits: limitSettings.prefault({}),
});
