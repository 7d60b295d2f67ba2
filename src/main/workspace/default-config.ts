import { stringify } from 'yaml';
import { settingTextAt } from '#shared/core/project-config/setting-texts.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';

/** What `init` found out about a repository; empty commands are left to the user. */
export interface DetectedProject {
  readonly testCommand: string;
  readonly buildCommand: string;
  readonly baseBranch: string;
  /** What dependencies come from, as far as it was found; the defaults where left out. */
  readonly dependencies?: DetectedDependencies;
}

/** Where the dependencies of a repository come from. */
export interface DetectedDependencies {
  /** Folders of installed packages that the checkout has. */
  readonly clone: readonly string[];
  /** Lock files. */
  readonly inputs: readonly string[];
  /** Installs them where the checkout has no such folder, or has one that cannot be cloned. */
  readonly setup: string;
  /** The Python environment of the checkout; null where it has none. */
  readonly environment: string | null;
  /** What a person has to set, because it could not be found out; null for nothing. */
  readonly notice: string | null;
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

/** The comment behind a key, as its setting has it; also that nothing reads it yet, as the page says of it. */
function comment(key: string): string {
  const { comment: text, unused } = settingTextAt(key.split('.'));
  const words = [
    ...(unused === undefined ? [] : ['(later)']),
    ...(text === undefined ? [] : [text]),
  ];
  return words.length === 0 ? '' : ` # ${words.join(' ')}`;
}

/**
 * The commented `.switchyard/project.yaml` that `init` writes: every key with its default and the
 * detected commands. It parses back to the same values without a problem (SPEC section 12).
 */
export function defaultProjectConfigText(detected: DetectedProject): string {
  const config = projectConfigSchema.parse({});
  const { workflow, commands, agents, git } = config;
  return `# Settings of this repository for Switchyard. Every key may be left out; these are the defaults.
version: ${config.version}

# Branch that epics start from. Their work lands on epic/<id>, and nowhere else.
base_branch: ${inline(detected.baseBranch)}

workflow:
  mode: ${workflow.mode}${comment('workflow.mode')}
  schedule: ${workflow.schedule}${comment('workflow.schedule')}
  max_parallel_tasks: ${workflow.max_parallel_tasks}
  tdd_enabled: ${workflow.tdd_enabled}${comment('workflow.tdd_enabled')}
  review: ${workflow.review}${comment('workflow.review')}
  max_cycles: ${workflow.max_cycles}${comment('workflow.max_cycles')}
  redispatch_limit: ${workflow.redispatch_limit}${comment('workflow.redispatch_limit')}
  debug:
    max_attempts: ${workflow.debug.max_attempts}${comment('workflow.debug.max_attempts')}
    loop_iterations: ${workflow.debug.loop_iterations}${comment('workflow.debug.loop_iterations')}
    no_progress: ${workflow.debug.no_progress}${comment('workflow.debug.no_progress')}
  limits:
    silent_minutes: ${workflow.limits.silent_minutes}${comment('workflow.limits.silent_minutes')}
    kill_silent_minutes: ${inline(workflow.limits.kill_silent_minutes)}${comment('workflow.limits.kill_silent_minutes')}
    task_tokens: ${workflow.limits.task_tokens}
    run_tokens: ${workflow.limits.run_tokens}
    run_cost_usd: ${workflow.limits.run_cost_usd}

# Shell commands that must exit 0 before a task is done, unless the task names its own.
commands:
  build: ${inline(detected.buildCommand)}
  test: ${inline(detected.testCommand)}
  lint: ${inline(commands.lint)}${comment('commands.lint')}
  timeout_minutes: ${commands.timeout_minutes}

${checkingText(config, detected)}
agents:
  default: ${agents.default}
  by_type: ${inline(agents.by_type)}${comment('agents.by_type')}
  custom: ${inline(agents.custom)}${comment('agents.custom')}

git:
  push: ${git.push}${comment('git.push')}
  push_epic_branch: ${git.push_epic_branch}
  cleanup_remote_branches: ${git.cleanup_remote_branches}${comment('git.cleanup_remote_branches')}
  pull_before_epic: ${git.pull_before_epic}
  branch_prefix: ${git.branch_prefix}${comment('git.branch_prefix')}
`;
}

/** How checks are run, and what they and agents find beside the files in git. */
function checkingText(
  { verify, worktree }: ProjectConfig,
  { dependencies }: DetectedProject,
): string {
  const { clone = worktree.clone, setup = '', inputs = worktree.setup_inputs } = dependencies ?? {};
  return `# How checks are run, and what of them is believed.
verify:
  room: ${verify.room}${comment('verify.room')}
  protect: ${verify.protect}${comment('verify.protect')}
  report: ${inline(verify.report)}${comment('verify.report')}
  flaky_retries: ${verify.flaky_retries}${comment('verify.flaky_retries')}
  keep: ${inline(verify.keep)}${comment('verify.keep')}
  network: ${inline(verify.network)}${comment('verify.network')}
  baseline: ${verify.baseline}${comment('verify.baseline')}

# What a new worktree gets besides the files in git.
worktree:
  copy: ${inline(worktree.copy)}${comment('worktree.copy')}
  clone: ${inline(clone)}${comment('worktree.clone')}
  setup: ${inline(setup)}${comment('worktree.setup')}
  setup_inputs: ${inline(inputs)}${comment('worktree.setup_inputs')}
  teardown: ${inline(worktree.teardown)}${comment('worktree.teardown')}
`;
}
