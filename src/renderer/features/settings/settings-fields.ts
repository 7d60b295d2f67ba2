import { settingTextAt } from '#shared/core/project-config/setting-texts.ts';
import { idlePush, idlePushEpicBranch } from './idle-settings.ts';
import type { SettingField, SettingSection } from './setting-field.ts';

/** A setting by its key in the file, with what is said of it there. */
function field(key: string, more: Pick<SettingField, 'editor' | 'idle'> = {}): SettingField {
  const path = key.split('.');
  return { path, ...settingTextAt(path), ...more };
}

/** The whole form: each setting of the schema stands in it once, which a test makes sure of. */
export const settingSections: readonly SettingSection[] = [
  {
    id: 'agents',
    title: 'Agents',
    fields: [
      field('agents.default', { editor: 'agent' }),
      field('agents.by_type', { editor: 'agent-by-label' }),
      field('agents.custom', { editor: 'custom-agents' }),
    ],
  },
  {
    id: 'checks',
    title: 'Checks',
    fields: [
      field('commands.test'),
      field('commands.build'),
      field('commands.timeout_minutes'),
      field('verify.protect'),
      field('verify.report'),
      field('verify.flaky_retries'),
      field('commands.lint'),
      field('verify.room'),
      field('verify.keep'),
      field('verify.network'),
      field('verify.baseline'),
    ],
  },
  {
    id: 'runs',
    title: 'Runs',
    fields: [
      field('workflow.max_parallel_tasks'),
      field('workflow.schedule'),
      field('workflow.tdd_enabled'),
      field('workflow.mode'),
      field('workflow.review'),
    ],
  },
  {
    id: 'limits',
    title: 'Limits',
    fields: [
      field('workflow.redispatch_limit'),
      field('workflow.debug.no_progress'),
      field('workflow.max_cycles'),
      field('workflow.limits.silent_minutes'),
      field('workflow.limits.kill_silent_minutes'),
      field('workflow.limits.task_tokens'),
      field('workflow.limits.run_tokens'),
      field('workflow.limits.run_cost_usd'),
      field('workflow.debug.max_attempts'),
      field('workflow.debug.loop_iterations'),
    ],
  },
  {
    id: 'worktrees',
    title: 'Worktrees',
    fields: [
      field('worktree.copy'),
      field('worktree.clone'),
      field('worktree.setup'),
      field('worktree.setup_inputs'),
      field('worktree.teardown'),
      field('git.worktrees_dir'),
    ],
  },
  {
    id: 'git',
    title: 'Git',
    fields: [
      field('base_branch'),
      field('git.pull_before_epic'),
      field('git.push', { idle: idlePush }),
      field('git.push_epic_branch', { idle: idlePushEpicBranch }),
      field('git.cleanup_remote_branches'),
      field('git.branch_prefix'),
    ],
  },
  { id: 'file', title: 'File', fields: [field('version')] },
];

/** The sections with the settings that a search finds, in label, sentence, key or title; empty ones are left out. */
export function searchSettings(query: string): readonly SettingSection[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = (text: string): boolean => words.every((word) => text.includes(word));
  return settingSections.flatMap((section) => {
    const fields = section.fields.filter(({ path, label, description, unused = '' }) =>
      hits([section.title, label, description, path.join('.'), unused].join(' ').toLowerCase()),
    );
    return fields.length === 0 ? [] : [{ ...section, fields }];
  });
}
