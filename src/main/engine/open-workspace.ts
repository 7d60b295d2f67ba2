import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withoutMasks } from '#shared/core/secrets/masked-values.ts';
import { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';
import { safeConfig } from '#shared/core/trust/config-parts.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { within } from '#main/system/within.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { RunOrigin } from '#shared/model/run.ts';
import { builtInAdapters, createAgentRegistry, unknownAgents } from '#main/agents/registry.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { hasIdentity, inspectRepository } from '#main/git/repository.ts';
import type { Repository } from '#main/git/repository.ts';
import { BorrowedRepository } from '#main/git/worktrees/borrowed-repository.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import { Guard } from '#main/guard/guard.ts';
import { isOwnMove, OwnTips } from '#main/landing/epic-tips.ts';
import { agentsBetween, snapshotsOf } from '#main/landing/ran-between.ts';
import { Store } from '#main/store/store.ts';
import { lookingEnvironment } from '#main/system/looking-environment.ts';
import { findKeeper } from '#main/system/keeper.ts';
import type { Keeper } from '#main/system/keeper.ts';
import type { ProgramStarter } from '#main/system/starting/program-starter.ts';
import { createOutputReader } from '#main/reading/output-reader.ts';
import { createSourceRegistry } from '#main/sources/registry.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import { createNodePtyHost } from '#main/terminal/node-pty-host.ts';
import { lookingVariables } from '#main/trust/git-parts.ts';
import { configApplies } from '#main/trust/trust-desk.ts';
import type { TrustLook } from '#main/trust/trust-desk.ts';
import type { WorkerHere } from '#main/work/local-worker.ts';
import { LocalWorker } from '#main/work/local-worker.ts';
import { RoomPool } from '#main/work/rooms/room-pool.ts';
import { learnEnvFiles } from '#main/workspace/env-files.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';
import type { ReadConfig } from '#main/workspace/config-file.ts';
import { closeDataFolder, closeWorkspaceFolders } from '#main/workspace/private-data.ts';
import { dataFolder, workspaceFolder, workspacePaths } from '#main/workspace/data-folder.ts';
import type { WorkspacePaths } from '#main/workspace/data-folder.ts';
import { worktreesFolder } from '#main/workspace/worktrees-place.ts';
import { runMarker } from '#main/system/run-marker.ts';
import { compareWithReceipts } from '#main/engine/host/compare-with-receipts.ts';
import { lockKeeping } from '#main/engine/host/lock-keeping.ts';
import { RepositoryNotices } from '#main/engine/host/repository-notices.ts';
import { settleLeftWork } from '#main/engine/host/settle-left-work.ts';
import { agreementFile, openTrustDesk, trustFoldersFile } from './trust/open-trust-desk.ts';
import type { OpenTrust } from './trust/open-trust-desk.ts';
import type { EngineParts, Workspace } from './workspace.ts';

/** What the surroundings give: everything that differs between hosts and tests. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Folder with prompts and the demo, shipped with the program. */
  readonly resourcesFolder: string;
  /** What starts git; left out, this process does. */
  readonly starter?: ProgramStarter | undefined;
  /** Where tasks may come from; those that come with the app, where none are configured. */
  readonly sources?: SourceRegistry | undefined;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly tracer: Tracer;
}

/** What depends on what of the config applies now. */
type ConfiguredParts = Pick<
  EngineParts,
  | 'git'
  | 'pool'
  | 'guard'
  | 'rooms'
  | 'worker'
  | 'landing'
  | 'taskFiles'
  | 'config'
  | 'configExists'
  | 'agents'
  | 'askFolder'
>;

type Rooms = Pick<EngineParts, 'git' | 'pool' | 'rooms' | 'guard' | 'landing' | 'taskFiles'> & {
  readonly worker: WorkerHere;
};

/** What stays the same as long as a workspace is open, whatever its config says. */
interface Foundation extends OpenTrust, Omit<EngineParts, keyof ConfiguredParts> {
  /** The app's own folder for this workspace. */
  readonly folder: string;
  /** Git as the person has set it up, for work in a repository that they trust. */
  readonly git: GitClient;
  /** Gits that only look, by what keeps them from starting programs. */
  readonly lookingGits: Map<string, GitClient>;
  /** Where the worktrees were put last. */
  readonly places: { worktrees: string };
}

/** How long what belongs to a workspace may take to end with it. */
const closePatienceMs = 10_000;

/** Name for commits where the user has not configured one. */
const fallbackIdentity = { name: 'Switchyard', email: 'switchyard@localhost' };
const builtInAgents: ReadonlySet<string> = new Set(builtInAdapters.map(({ type }) => type));

/**
 * Opens the repository that `folder` lies in as a workspace: the only place where the parts are put
 * together. Refuses, with what to do, what is no repository, a damaged or newer database, and a data
 * folder that cannot be written.
 */
export async function openWorkspace(
  folder: string,
  surroundings: Surroundings,
): Promise<Result<Workspace, Failure>> {
  const secrets = new SecretKeeper();
  secrets.learnEnvironment(surroundings.environment);
  const notices = new RepositoryNotices(surroundings);
  const opened = await openRepository(folder, surroundings, secrets.mask, notices);
  if (!opened.ok) return opened;
  const { repository, git, lookingGit } = opened.value;
  const { environment, platform, home, clock, tracer } = surroundings;
  const appFolder = dataFolder(environment, platform, home);
  const ownFolder = workspaceFolder(appFolder, repository.commonDirectory);
  const paths = workspacePaths(ownFolder);
  const made = await makeFolders(appFolder, ownFolder, paths, surroundings.logger);
  if (!made.ok) return made;
  const store = await catchFailure(async () =>
    Store.open(paths.database, paths.backups, clock, tracer, secrets.mask),
  );
  if (!store.ok) return store;
  notices.follow(store.value);
  const known = { appFolder, ownFolder, repository, store: store.value, clock };
  // Looked for when something is started, not whenever a workspace is opened.
  const keeper = (): Keeper | null => findKeeper(surroundings.resourcesFolder);
  const places = { worktrees: paths.worktrees };
  const assembled = await catchFailure(async () =>
    assemble({
      ...surroundings,
      secrets,
      ...openTrustDesk({ ...known, git: lookingGit, places }),
      places,
      repository,
      git,
      paths,
      folder: ownFolder,
      store: store.value,
      mutex: new KeyedMutex(),
      ownTips: new OwnTips(),
      keeper,
      sources: surroundings.sources ?? createSourceRegistry(),
      ptyHost: createNodePtyHost({ clock, tracer, keeper }),
      outputReader: createOutputReader(),
      lookingGits: new Map(),
    }),
  );
  if (assembled.ok) {
    await settleLeftWork(assembled.value);
    await compareWithReceipts(assembled.value, notices);
  } else store.value.close();
  return assembled;
}

/**
 * The workspace with its config as it is now. This is the one place that decides what of a repository takes
 * effect: until the person trusts it, the config is a safe one, git starts none of the repository's programs, and
 * nothing is looked for or asked inside of the repository. All that uses a workspace gets that, and nothing else.
 */
async function assemble(foundation: Foundation): Promise<Result<Workspace, Failure>> {
  const { repository, trustDesk, environment, folder, ptyHost, store } = foundation;
  const read = await readProjectConfig(repository.root);
  await learnEnvFiles(foundation.secrets, repository.root);
  const configInFile = { config: read.config, exists: read.exists };
  const trust = await trustDesk.look(configInFile);
  const applies = configApplies(trust);
  const config = applies ? read.config : safeConfig(read.config, builtInAgents);
  const paths = await makeWorktreesFolder(foundation, config);
  if (!paths.ok) return paths;
  foundation.places.worktrees = paths.value.worktrees;
  const base = {
    ...foundation,
    config,
    configExists: read.exists,
    paths: paths.value,
    agents: createAgentRegistry(config.agents),
    environment: applies ? environment : lookingEnvironment(environment, repository.root),
    askFolder: applies ? repository.root : folder,
  };
  const parts = withRooms(base, applies ? foundation.git : await lookingGit(foundation), false);
  const { agents } = read.config;
  return ok({
    ...parts,
    async forRun(runId, origin = null) {
      const own = origin === null ? parts : await partsOf(foundation, parts, origin);
      const marker = { [runMarker]: runId };
      const temporaryFolder = own.paths.temporary;
      const marked = { ...own, environment: { ...own.environment, ...marker } };
      return withRooms(marked, own.git.with(marker, { temporaryFolder }), true);
    },
    trust,
    configInFile,
    configProblems: [...read.problems, ...unknownAgents(agents, createAgentRegistry(agents))],
    configRevision: revisionOf(read, trust),
    async withFreshConfig() {
      const fresh = await assemble(foundation);
      if (fresh.ok) return fresh.value;
      // Its folder for worktrees cannot be made: what is open stays as it is, and says so.
      return { ...this, configProblems: [...this.configProblems, fresh.error] };
    },
    async close() {
      await within(closePatienceMs, ptyHost.dispose());
      await within(closePatienceMs, foundation.outputReader.dispose());
      await within(closePatienceMs, foundation.git.close());
      store.close();
    },
  });
}

/**
 * The parts of a run as it was started: in the checkout that it was started in, where that is still there, and
 * with the config of then. One that this version does not understand any more is the config of now; so is a secret.
 */
async function partsOf<Parts extends EngineParts>(
  foundation: Foundation,
  parts: Parts,
  { root, config: stored }: RunOrigin,
): Promise<Parts> {
  const read = projectConfigSchema.safeParse(withoutMasks(stored, parts.config));
  const config = read.success ? read.data : parts.config;
  const isThere = existsSync(join(root, '.git'));
  const repository = isThere ? { ...parts.repository, root } : parts.repository;
  const paths = await makeWorktreesFolder({ ...foundation, repository }, config);
  return {
    ...parts,
    config,
    repository,
    agents: createAgentRegistry(config.agents),
    git: isThere ? parts.git.at(root) : parts.git,
    ...(paths.ok ? { paths: paths.value } : {}),
  };
}

/** Another one whenever the file, or what of it applies, is another. */
function revisionOf({ exists, text }: ReadConfig, trust: TrustLook): string {
  const applies = String(configApplies(trust));
  return createHash('sha256').update(`${exists} ${applies} ${text}`).digest('hex');
}

interface OpenedRepository {
  readonly repository: Repository;
  readonly git: GitClient;
  readonly lookingGit: GitClient;
}

async function openRepository(
  folder: string,
  surroundings: Surroundings,
  mask: Mask,
  notices: RepositoryNotices,
): Promise<Result<OpenedRepository, Failure>> {
  const { tracer, environment, starter } = surroundings;
  const safe = lookingEnvironment(environment, folder);
  const looking = {
    environment: safe,
    gitVariables: lookingVariables([], safe),
    tracer,
    starter,
    mask,
  };
  const plain = createGitClient(folder, looking);
  const repository = await inspectRepository(plain);
  if (!repository.ok) return repository;
  const { root } = repository.value;
  const known = await hasIdentity(plain);
  const identity = known ? {} : { fallbackIdentity };
  const { platform, home } = surroundings;
  const { commonDirectory } = repository.value;
  const own = workspaceFolder(dataFolder(environment, platform, home), commonDirectory);
  const mergeAttributesFile = join(surroundings.resourcesFolder, 'git/merge-attributes');
  const git = createGitClient(root, {
    environment,
    tracer,
    starter,
    mask,
    mergeAttributesFile,
    locks: lockKeeping(repository.value, own, surroundings.ids, notices),
    ...identity,
  });
  const lookingGit = createGitClient(root, looking);
  return ok({ repository: repository.value, git, lookingGit });
}

/** A git with which none of the repository's own settings starts a program, and no remote is reached. */
async function lookingGit(foundation: Foundation): Promise<GitClient> {
  const { environment, repository, trustParts, lookingGits, git } = foundation;
  const { PATH } = lookingEnvironment(environment, repository.root);
  const gitVariables = lookingVariables(await trustParts.settings(), environment);
  const key = JSON.stringify([PATH, gitVariables]);
  const known = lookingGits.get(key);
  if (known !== undefined) return known;
  const made = git.with(PATH === undefined ? {} : { PATH }, { gitVariables });
  lookingGits.set(key, made);
  return made;
}

/** `git.worktrees_dir` may name another disk; one inside of the repository was refused with the config. */
async function makeWorktreesFolder(
  { paths, repository, folder, logger }: Foundation,
  config: ProjectConfig,
): Promise<Result<WorkspacePaths, Failure>> {
  const { worktrees_dir: folderName } = config.git;
  const isElsewhere = folderName !== undefined;
  const worktrees = isElsewhere ? worktreesFolder(repository.root, folderName) : paths.worktrees;
  // On the same disk, where a folder can be cloned without a copy of its content.
  const beside = join(worktrees, '..', `switchyard-${basename(folder)}`);
  const rooms = isElsewhere ? join(beside, 'rooms') : paths.rooms;
  const dependencies = isElsewhere ? join(beside, 'dependencies') : paths.dependencies;
  const made = await closeWorkspaceFolders(folder, [worktrees, rooms, dependencies], logger);
  if (!made.ok) return made;
  // Git lists worktrees by their real paths, and their folder distinguishes them from the user's.
  return ok({
    ...paths,
    worktrees: await realpath(worktrees),
    rooms: await realpath(rooms),
    dependencies,
  });
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

/** The parts with this git, and for each room that works with it what it needs of them. */
function withRooms<
  Parts extends Omit<
    EngineParts,
    'git' | 'pool' | 'rooms' | 'guard' | 'worker' | 'landing' | 'taskFiles'
  >,
>(parts: Parts, git: GitClient, isOfRun: boolean): Parts & Rooms {
  const { paths, mutex, ids, repository } = parts;
  const borrowed = new BorrowedRepository(git, repository.commonDirectory);
  const treesFolder = paths.trees;
  const pool = new WorktreePool({
    git,
    worktreesFolder: paths.worktrees,
    treesFolder,
    mutex,
    ids,
    report: (text) => parts.logger.warn(text),
  });
  const rooms = new RoomPool({ git, borrowed, treesFolder, roomsFolder: paths.rooms });
  const guard = new Guard({
    ...parts,
    git,
    ownFolders: [paths.worktrees, paths.rooms],
    agreementFiles: agreementFiles(paths),
    keptFolder: paths.guard,
    temporaryFolder: paths.temporary,
    isOfRun,
    isOwnMove: (ref, from, to) => isOwnMove(parts, ref, from, to),
    isOwnFile: (path) => isTaskFile(parts.store, path),
    knownChanges: () => parts.store.all('foreignChanges'),
    ranBetween: (from, to) => agentsBetween(parts.store, from, to),
    snapshotsOf: (runId) => snapshotsOf(parts.store, runId),
  });
  const withGit = { ...parts, git, pool, rooms, guard };
  const worker = new LocalWorker(withGit);
  return { ...withGit, worker, landing: { ...withGit, worker }, taskFiles: withGit };
}

/** Whether tasks came from a file, which the app then keeps the same as them. */
function isTaskFile(store: Store, path: string): boolean {
  return store.all('tasks').some(({ source }) => source?.file === path);
}

/** Where what the person has agreed to is remembered: for this workspace, and for folders. */
function agreementFiles({ database }: WorkspacePaths): readonly string[] {
  const ownFolder = dirname(database);
  return [agreementFile(ownFolder), trustFoldersFile(join(ownFolder, '../..'))];
}
