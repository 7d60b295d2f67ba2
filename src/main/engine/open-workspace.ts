import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { catchFailure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import { createAgentRegistry, unknownAgents } from '#main/agents/registry.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { hasIdentity, inspectRepository } from '#main/git/repository.ts';
import type { Repository } from '#main/git/repository.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import { runMarker } from '#main/runs/recover-run.ts';
import type { RunParts } from '#main/runs/run-parts.ts';
import { Store } from '#main/store/store.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { createNodePtyHost } from '#main/terminal/node-pty-host.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';
import { closeDataFolder, closeWorkspaceFolders } from '#main/workspace/private-data.ts';
import { dataFolder, workspaceFolder, workspacePaths } from '#main/workspace/data-folder.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';
import type { Workspace } from './workspace.ts';

/** What the surroundings give: everything that differs between hosts and tests. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Folder with prompts and the demo, shipped with the program. */
  readonly resourcesFolder: string;
  /** Program that starts git in place of this process while it drives a run, where the host has one. */
  readonly gitHelperFile?: string | undefined;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

type ReadConfig = Awaited<ReturnType<typeof readProjectConfig>>;

/** Name for commits where the user has not configured one. */
const fallbackIdentity = { name: 'Switchyard', email: 'switchyard@localhost' };

/**
 * Opens the repository that `folder` lies in as a workspace: the only place where the parts are put
 * together. Refuses, with what to do, what is no repository, a damaged or newer database, and a data
 * folder that cannot be written.
 */
export async function openWorkspace(
  folder: string,
  surroundings: Surroundings,
): Promise<Result<Workspace, Failure>> {
  const opened = await openRepository(folder, surroundings);
  if (!opened.ok) return opened;
  const { repository, git } = opened.value;
  const read = await readProjectConfig(repository.root);
  const { environment, platform, home } = surroundings;
  const appFolder = dataFolder(environment, platform, home);
  const ownFolder = workspaceFolder(appFolder, repository.commonDirectory);
  const wished = withWorktreesFolder(workspacePaths(ownFolder), read.config, repository);
  const prepared = await makeFolders(appFolder, ownFolder, wished, surroundings.logger);
  if (!prepared.ok) return prepared;
  // Git lists worktrees by their real paths, and they are told from the user's by their folder.
  const paths = { ...wished, worktrees: await realpath(wished.worktrees) };
  const { clock, tracer } = surroundings;
  const store = await catchFailure(async () =>
    Store.open(paths.database, paths.backups, clock, tracer),
  );
  if (!store.ok) return store;
  const { config, exists: configExists } = read;
  const found = { repository, config, configExists, paths, store: store.value };
  const parts = assemble(surroundings, found, git);
  return ok(offer(parts, ownFolder, read, surroundings.gitHelperFile));
}

/** The opened parts as a workspace, with the config that they have. */
function offer(
  parts: RunParts,
  folder: string,
  { problems, exists, text }: Omit<ReadConfig, 'config'>,
  helperFile: Surroundings['gitHelperFile'],
): Workspace {
  return {
    ...parts,
    forRun(runId) {
      const marker = { [runMarker]: runId };
      const runGit = { helperFile, temporaryFolder: parts.paths.temporary };
      const marked = { ...parts, environment: { ...parts.environment, ...marker } };
      return { ...marked, ...gitParts(marked, parts.git.with(marker, runGit)) };
    },
    folder,
    configProblems: [...problems, ...unknownAgents(parts.config.agents, parts.agents)],
    configRevision: createHash('sha256').update(`${exists} ${text}`).digest('hex'),
    async withFreshConfig() {
      const read = await readProjectConfig(parts.repository.root);
      const agents = createAgentRegistry(read.config.agents);
      const fresh = { ...parts, config: read.config, configExists: read.exists, agents };
      return offer(fresh, folder, read, helperFile);
    },
    async close() {
      await parts.ptyHost.dispose();
      await parts.git.close();
      parts.store.close();
    },
  };
}

async function openRepository(
  folder: string,
  surroundings: Surroundings,
): Promise<Result<{ repository: Repository; git: GitClient }, Failure>> {
  const { tracer } = surroundings;
  const environment = childEnvironment(surroundings.environment, {});
  const plain = createGitClient(folder, { environment, tracer });
  const repository = await inspectRepository(plain);
  if (!repository.ok) return repository;
  const { root } = repository.value;
  const known = await hasIdentity(plain);
  const identity = known ? {} : { fallbackIdentity };
  const mergeAttributesFile = join(surroundings.resourcesFolder, 'git/merge-attributes');
  const git = createGitClient(root, { environment, tracer, mergeAttributesFile, ...identity });
  return ok({ repository: repository.value, git });
}

/** `git.worktrees_dir` may name another disk; a relative path counts from the repository. */
function withWorktreesFolder(
  paths: WorkspacePaths,
  config: ProjectConfig,
  repository: Repository,
): WorkspacePaths {
  const { worktrees_dir: folder } = config.git;
  if (folder === undefined) return paths;
  return { ...paths, worktrees: join(resolveFrom(repository.root, folder), 'switchyard') };
}

function resolveFrom(root: string, folder: string): string {
  return folder.startsWith('/') || /^[A-Za-z]:/.test(folder) ? folder : join(root, folder);
}

async function makeFolders(
  appFolder: string,
  ownFolder: string,
  paths: WorkspacePaths,
  logger: Logger,
): Promise<Result<void, Failure>> {
  const { database: _database, ...folders } = paths;
  const closed = await closeDataFolder(appFolder, logger);
  return closed.ok ? closeWorkspaceFolders(ownFolder, Object.values(folders), logger) : closed;
}

function assemble(
  surroundings: Surroundings,
  found: Pick<RunParts, 'repository' | 'config' | 'configExists' | 'paths' | 'store'>,
  git: GitClient,
): RunParts {
  const { clock, tracer } = surroundings;
  const parts = {
    ...surroundings,
    ...found,
    mutex: new KeyedMutex(),
    ptyHost: createNodePtyHost({ clock, tracer }),
    agents: createAgentRegistry(found.config.agents),
  };
  return { ...parts, ...gitParts(parts, git) };
}

function gitParts(
  { paths, mutex, ids }: Pick<RunParts, 'paths' | 'mutex' | 'ids'>,
  git: GitClient,
): Pick<RunParts, 'git' | 'pool'> {
  const { worktrees: worktreesFolder, temporary: temporaryFolder } = paths;
  return { git, pool: new WorktreePool({ git, worktreesFolder, temporaryFolder, mutex, ids }) };
}
