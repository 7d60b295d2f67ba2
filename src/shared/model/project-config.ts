import { z } from 'zod';

const commandLine = z.string();

/**
 * How an agent that the config names itself is started (SPEC section 5.1, `custom`). `command` is a
 * program and its arguments, never a shell line; `{prompt}`, `{prompt_file}`, `{report_file}`,
 * `{task_id}` and `{worktree}` in an argument are replaced.
 */
export const customAgentSchema = z.strictObject({
  command: z.array(z.string().min(1)).min(1),
  version: z.array(z.string().min(1)).optional(),
  /** How it gets the prompt when no argument carries it. */
  prompt: z.enum(['argument', 'stdin', 'file']).default('argument'),
  env: z.record(z.string(), z.string()).default({}),
  /** Output format whose token, cost and rate-limit fields are read. */
  output: z.enum(['plain', 'claude', 'codex', 'gemini', 'opencode']).default('plain'),
});
export type CustomAgent = z.infer<typeof customAgentSchema>;

/** `.switchyard/project.yaml` (SPEC section 12), with the default of every key. */
export const projectConfigSchema = z.strictObject({
  version: z.literal(1).default(1),
  base_branch: z.string().min(1).default('main'),
  workflow: z
    .strictObject({
      mode: z.enum(['parallel', 'sequential']).default('parallel'),
      schedule: z.enum(['continuous', 'batch']).default('continuous'),
      max_parallel_tasks: z.int().min(1).max(64).default(3),
      tdd_enabled: z.boolean().default(false),
      review: z.enum(['epic', 'task']).default('epic'),
      max_cycles: z.int().min(1).default(50),
      redispatch_limit: z.int().min(0).default(3),
      debug: z
        .strictObject({
          max_attempts: z.int().min(0).default(3),
          loop_iterations: z.int().min(1).default(10),
          no_progress: z.int().min(1).default(3),
        })
        .prefault({}),
      limits: z
        .strictObject({
          silent_minutes: z.number().positive().default(15),
          kill_silent_minutes: z.number().positive().nullable().default(null),
          task_tokens: z.int().positive().default(2_000_000),
          run_tokens: z.int().positive().default(20_000_000),
          run_cost_usd: z.number().positive().default(50),
        })
        .prefault({}),
    })
    .prefault({}),
  commands: z
    .strictObject({
      build: commandLine.default(''),
      test: commandLine.default('npm test'),
      lint: commandLine.default(''),
      /** Minutes after which a verification command is ended. */
      timeout_minutes: z.number().positive().default(10),
    })
    .prefault({}),
  worktree: z
    .strictObject({
      copy: z.array(z.string()).default(['.env*']),
      clone: z.array(z.string()).default(['node_modules']),
      setup: commandLine.default(''),
    })
    .prefault({}),
  agents: z
    .strictObject({
      default: z.string().min(1).default('claude'),
      by_type: z.record(z.string(), z.string()).default({}),
      custom: z.record(z.string(), customAgentSchema).default({}),
    })
    .prefault({}),
  git: z
    .strictObject({
      push: z.enum(['manual', 'task', 'batch', 'epic']).default('manual'),
      push_epic_branch: z.boolean().default(true),
      cleanup_remote_branches: z.boolean().default(true),
      pull_before_epic: z.boolean().default(true),
      branch_prefix: z.string().min(1).default('feat'),
      worktrees_dir: z.string().optional(),
    })
    .prefault({}),
});
export type ProjectConfig = z.infer<typeof projectConfigSchema>;
