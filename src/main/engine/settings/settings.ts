import { stringify } from 'yaml';
import type { AgentInfo, WorkspaceConfig } from '#shared/contract/settings.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { detectAgent } from '#main/agents/detect.ts';
import { createAgentRegistry, unknownAgents } from '#main/agents/registry.ts';
import { changeConfigText } from '#main/workspace/change-config.ts';
import type { ConfigChange } from '#main/workspace/change-config.ts';
import {
  projectConfigFile,
  readConfiguredSettings,
  readProjectConfig,
} from '#main/workspace/config-file.ts';
import type { ReadConfig } from '#main/workspace/config-file.ts';
import { writeProjectConfig } from '#main/workspace/write-config.ts';
import { worktreesInside } from '#main/workspace/worktrees-place.ts';
import { missingBranch } from './base-branch.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { ownConfigChange } from './own-changes.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Path of the file that the settings are in. */
export function settingsFile({ repository }: Pick<Workspace, 'repository'>): string {
  return projectConfigFile(repository.root);
}

/** The config as its file says it right now, with the text. */
export async function readSettings({
  repository,
}: Pick<Workspace, 'repository'>): Promise<WorkspaceConfig> {
  const read = await readProjectConfig(repository.root);
  const { agents } = read.config;
  return {
    ...read,
    problems: [...read.problems, ...unknownAgents(agents, createAgentRegistry(agents))],
    configured: settingsInFile(read),
    locked: lockOf(read),
  };
}

/** The settings of the file, each with what is wrong with it, also where only the disk can say it. */
function settingsInFile({ text, file, problems }: ReadConfig): WorkspaceConfig['configured'] {
  return readConfiguredSettings(text, file).map(({ key, problem }) => {
    const found = problems.find(({ message }) => message.startsWith(`${key} is `));
    return { key, problem: problem ?? found?.message ?? null };
  });
}

function lockOf({ problems, text, file }: ReadConfig): Failure | null {
  const unreadable = problems.find(({ code }) => code === 'config-unreadable');
  if (unreadable !== undefined) return unreadable;
  const unchanged = changeConfigText(text, file, []);
  return unchanged.ok ? null : unchanged.error;
}

/**
 * Sets values in the config file, keeping its comments, all of them or none; a missing file is made. What
 * starts from now on uses the new config, a run under way keeps its own.
 */
export async function changeSettings(
  open: Pick<OpenWorkspace, 'workspace' | 'rereadConfig'>,
  changes: readonly ConfigChange[],
): Promise<Result<WorkspaceConfig, Failure>> {
  const { workspace } = open;
  return workspace.mutex.run('config', async () => {
    const before = await readSettings(workspace);
    if (before.locked !== null) return err(before.locked);
    const { file } = before;
    const text = before.exists ? before.text : freshText(workspace);
    const changed = changeConfigText(text, file, changes);
    if (!changed.ok) return changed;
    const missing = await missingBase(workspace, before.config.base_branch, changes);
    if (missing !== null) return err(missing);
    const misplaced = await misplacedWorktrees(workspace, changes);
    if (misplaced !== null) return err(misplaced);
    const written = await writeProjectConfig(workspace.repository.root, changed.value);
    if (!written.ok) return written;
    await ownConfigChange(
      workspace,
      changes.map(({ path }) => path),
    );
    await open.rereadConfig();
    return ok(await readSettings(workspace));
  });
}

/** A base branch that is changed must exist. One that stays as it is does not stop other changes. */
async function missingBase(
  workspace: Workspace,
  before: string,
  changes: readonly ConfigChange[],
): Promise<Failure | null> {
  const change = changes.findLast(({ path }) => path.join('.') === 'base_branch');
  // Taken out, it has its default.
  const wanted = change?.value === null ? projectConfigSchema.parse({}).base_branch : change?.value;
  if (typeof wanted !== 'string' || wanted === before) return null;
  return missingBranch(workspace, wanted);
}

/** Worktrees do not go into the repository, wherever a link leads. */
async function misplacedWorktrees(
  { repository }: Workspace,
  changes: readonly ConfigChange[],
): Promise<Failure | null> {
  const change = changes.findLast(({ path }) => path.join('.') === 'git.worktrees_dir');
  if (typeof change?.value !== 'string') return null;
  const wrong = await worktreesInside(repository.root, change.value);
  return wrong === null ? null : failure('config-wrong-value', wrong, 'Nothing was changed.');
}

/** Without a file epics start from the likeliest branch that there is: that shall stay as it is. */
function freshText({ repository: { likelyBase: branch } }: Workspace): string {
  const comment =
    '# Settings of this repository for Switchyard. What is left out has its default.\n';
  return comment + stringify({ version: 1, ...(branch === null ? {} : { base_branch: branch }) });
}

/** Every agent that may be chosen, and whether it is on this machine; all are asked at once. */
export async function listAgents({
  agents,
  environment,
  askFolder,
}: Pick<Workspace, 'agents' | 'environment' | 'askFolder'>): Promise<readonly AgentInfo[]> {
  return Promise.all(
    agents.types.map(async (type) => {
      const adapter = agents.resolve(type);
      if (!adapter.ok) return { type, program: null, version: null, problem: adapter.error };
      const found = await detectAgent(adapter.value, environment, askFolder);
      if (!found.ok) return { type, program: null, version: null, problem: found.error };
      const { program, version } = found.value;
      return { type, program, version, problem: null };
    }),
  );
}
