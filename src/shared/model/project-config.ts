import { z } from 'zod';
import { agentSettings } from './settings/agent-settings.ts';
import { commandSettings } from './settings/command-settings.ts';
import { gitSettings } from './settings/git-settings.ts';
import { setting } from './settings/setting-text.ts';
import { verifySettings } from './settings/verify-settings.ts';
import { workflowSettings } from './settings/workflow-settings.ts';
import { worktreeSettings } from './settings/worktree-settings.ts';

/**
 * `.switchyard/project.yaml` (SPEC section 12), with the default of every key and what there is to say of it: the form,
 * the page of the documentation and the file that `init` writes are made from this.
 */
export const projectConfigSchema = z.strictObject({
  version: setting(
    {
      label: 'Version of the format',
      description: 'There is one format of the file so far.',
      page: 'Version of this format.',
    },
    z.literal(1).default(1),
  ),
  base_branch: setting(
    {
      label: 'Branch that epics start from',
      description: 'An epic keeps the branch that it was made with.',
      page: 'Branch that epics start from. An epic remembers the one it was made with, or gets another by `switchyard edit <epic> --base-branch`; where its branch is not there when its first task runs, this one is taken. Without a config file, it is the branch you are on.',
    },
    z.string().min(1).default('main'),
  ),
  workflow: workflowSettings.prefault({}),
  commands: commandSettings.prefault({}),
  verify: verifySettings.prefault({}),
  worktree: worktreeSettings.prefault({}),
  agents: agentSettings.prefault({}),
  git: gitSettings.prefault({}),
});
export type ProjectConfig = z.infer<typeof projectConfigSchema>;
