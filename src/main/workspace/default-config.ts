import { stringify } from 'yaml';
import { projectConfigSchema } from '#shared/model/project-config.ts';

/** What `init` found out about a repository; empty commands are left to the user. */
export interface DetectedProject {
  readonly testCommand: string;
  readonly buildCommand: string;
  readonly baseBranch: string;
}

/** One value as it stands after `key: `, on one line and always read back as the same. */
function inline(value: unknown): string {
  return stringify(value, {
    collectionStyle: 'flow',
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    flowCollectionPadding: false,
    lineWidth: 0,
  }).trimEnd();
}

/**
 * The commented `.switchyard/project.yaml` that `init` writes: every key with its default and the
 * detected commands. It parses back to the same values without a problem (SPEC section 12).
 */
export function defaultProjectConfigText(detected: DetectedProject): string {
  const config = projectConfigSchema.parse({});
  const { workflow, commands, worktree, agents, git } = config;
  return `# Settings of this repository for Switchyard. Every key may be left out; these are the defaults.
version: ${config.version}

# Branch that epics start from and are merged into.
base_branch: ${inline(detected.baseBranch)}

workflow:
  mode: ${workflow.mode} # parallel: a worktree per task | sequential: one task at a time, with a reviewer
  schedule: ${workflow.schedule} # continuous: a free slot takes the next task | batch: one layer after another
  max_parallel_tasks: ${workflow.max_parallel_tasks}
  tdd_enabled: ${workflow.tdd_enabled} # tasks wait for their test task
  review: ${workflow.review} # epic: you review when the epic is done | task: each task waits for you
  max_cycles: ${workflow.max_cycles} # attempts at a task that goes round in circles, before it is blocked
  redispatch_limit: ${workflow.redispatch_limit} # further attempts after one that was not accepted
  debug:
    max_attempts: ${workflow.debug.max_attempts}
    loop_iterations: ${workflow.debug.loop_iterations}
    no_progress: ${workflow.debug.no_progress} # the same failure of the same tree this often stops the task
  limits:
    silent_minutes: ${workflow.limits.silent_minutes} # without output: a notice
    kill_silent_minutes: ${inline(workflow.limits.kill_silent_minutes)} # without output: the agent is ended; null: never
    task_tokens: ${workflow.limits.task_tokens}
    run_tokens: ${workflow.limits.run_tokens}
    run_cost_usd: ${workflow.limits.run_cost_usd}

# Shell commands that must exit 0 before a task is done, unless the task names its own.
commands:
  build: ${inline(detected.buildCommand)}
  test: ${inline(detected.testCommand)}
  lint: ${inline(commands.lint)}
  timeout_minutes: ${commands.timeout_minutes}

# What a new worktree gets besides the files in git.
worktree:
  copy: ${inline(worktree.copy)} # ignored files to copy
  clone: ${inline(worktree.clone)} # dependency folders to clone
  setup: ${inline(worktree.setup)} # shell command to run once

agents:
  default: ${agents.default}
  by_type: ${inline(agents.by_type)} # label agent:<type> → agent, for example {test: claude}
  custom: ${inline(agents.custom)} # name → {command: [program, "{prompt}"]}

git:
  push: ${git.push} # manual | task | batch | epic
  push_epic_branch: ${git.push_epic_branch}
  cleanup_remote_branches: ${git.cleanup_remote_branches}
  pull_before_epic: ${git.pull_before_epic}
  branch_prefix: ${git.branch_prefix}
`;
}
