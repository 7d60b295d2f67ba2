import { z } from 'zod';
import { setting } from './setting-text.ts';

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

/** Who works on the tasks. */
export const agentSettings = z.strictObject({
  default: setting(
    {
      label: 'Agent for tasks without an agent label',
      description: 'Works on every task that no label gives to another agent.',
      page: 'Agent of a task without a label: a built-in one or one of `custom`.',
    },
    z.string().min(1).default('claude'),
  ),
  by_type: setting(
    {
      label: 'Agents by label',
      description:
        'A task with the label agent:<type> goes to the agent that is chosen here for the type, else to the agent of that name.',
      page: 'Agent for the label `agent:<type>`, for example `{test: codex}`.',
      comment: 'label agent:<type> → agent, for example {test: claude}',
      empty: 'none',
    },
    z.record(z.string(), z.string()).default({}),
  ),
  custom: setting(
    {
      label: 'Agents of your own',
      description:
        'Programs that are started like the built-in agents; one of the same name replaces a built-in one.',
      page: 'Agents of your own, by name: see [agents](agents.md#an-agent-of-your-own) for their keys.',
      comment: 'name → {command: [program, "{prompt}"]}',
      empty: 'none',
    },
    z.record(z.string(), customAgentSchema).default({}),
  ),
});
