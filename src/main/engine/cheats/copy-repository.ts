import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Failure } from '#shared/lib/failure.ts';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { hiddenNote } from '#main/cheats/answers.ts';
import type { Plant } from '#main/cheats/plants/plant.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { carriedFrom, carryFiles } from '#main/git/worktree-files.ts';
import { projectConfigFile } from '#main/workspace/config-file.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Settings that the copy has in place of the person's: nothing leaves it, and no agent but the fake ones works. */
function playedConfig(config: ProjectConfig, plant: Plant, baseBranch: string): ProjectConfig {
  const { worktrees_dir: _elsewhere, ...git } = config.git;
  return {
    ...config,
    base_branch: baseBranch,
    commands: {
      ...config.commands,
      test: [config.commands.test, ...plant.verify].filter((one) => one !== '').join(' && '),
    },
    agents: { ...config.agents, default: 'script', by_type: {}, custom: {} },
    git: { ...git, push: 'manual', pull_before_epic: false },
  };
}

/**
 * Makes a copy of the workspace's repository in `to`, which must not be there: its base branch with all its history,
 * what is carried into worktrees, and the plant, committed. It has no remote, and shares no file with the original.
 */
export async function copyRepository(
  workspace: Workspace,
  baseBranch: string,
  plant: Plant,
  to: string,
): Promise<Result<void, Failure>> {
  const { repository, config, environment } = workspace;
  const around = createGitClient(dirname(to), { environment });
  try {
    await around.run(
      ['clone', '--quiet', '--no-hardlinks', '--no-tags', '--single-branch'].concat(
        '--branch',
        baseBranch,
        '--',
        repository.root,
        to,
      ),
    );
    const git = createGitClient(to, {
      environment,
      fallbackIdentity: { name: 'Switchyard', email: 'switchyard@localhost' },
    });
    await git.run(['remote', 'remove', 'origin']);
    const { copy, clone } = config.worktree;
    const found = await carriedFrom(workspace.git, repository.root, { copy, clone });
    await carryFiles(git, { ...found, content: repository.root, filesFolder: repository.root }, to);
    await writePlant(to, plant, playedConfig(config, plant, baseBranch));
    await commitAll(git, 'Plant something to work on');
    await hideAnswers(git, to, plant, baseBranch);
    await git.close();
    return ok(undefined);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return err(
      failure(
        'copy-failed',
        `The repository cannot be copied: ${error.message}`,
        'Look at what git says.',
      ),
    );
  } finally {
    await around.close();
  }
}

async function writePlant(root: string, plant: Plant, config: ProjectConfig): Promise<void> {
  const files = { ...plant.files, [configPath(root)]: stringify(config) };
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (text.startsWith('#!')) await chmod(file, 0o755);
  }
}

function configPath(root: string): string {
  return projectConfigFile(root).slice(root.length + 1);
}

async function commitAll(git: GitClient, message: string): Promise<string> {
  await git.run(['add', '--all']);
  await git.run(['commit', '--quiet', '--no-verify', '--allow-empty', '--message', message]);
  return git.text(['rev-parse', 'HEAD']);
}

/** Puts a right product where no agent may find it: into another branch, the stash, the vault, and a commit without a ref. */
async function hideAnswers(
  git: GitClient,
  root: string,
  plant: Plant,
  baseBranch: string,
): Promise<void> {
  await git.run(['checkout', '--quiet', '-b', 'switchyard-answer']);
  await writeFile(join(root, plant.product), plant.right(hiddenNote));
  const answer = await commitAll(git, 'The answer');
  await git.run(['checkout', '--quiet', baseBranch]);
  await git.run(['update-ref', 'refs/switchyard/vault/answer/1', answer]);
  await git.run(['update-ref', '--create-reflog', 'refs/stash', answer]);
}
