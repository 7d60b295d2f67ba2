import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { realpath } from 'node:fs/promises';
import type { FileArea } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { readGitText, worktreeRecords } from '#main/git/git-text.ts';
import { entriesOf } from '#main/system/file-stamps.ts';

/** Submodules whose configuration and hooks are looked at. */
const mostModules = 200;

/** Files of the person's home that decide what package managers and shells do: below a worktree, too. */
const toolFiles: readonly string[] = `
  .npmrc .yarnrc .yarnrc.yml .config/pnpm/rc .bunfig.toml
  .config/pip/pip.conf .pip/pip.conf .pydistutils.cfg .config/uv/uv.toml .cargo/config.toml
  .cargo/config .config/go/env .gradle/gradle.properties .gradle/init.gradle .m2/settings.xml
  .gemrc .bundle/config .profile .bashrc .bash_profile
  .bash_login .zshrc .zshenv .zprofile .config/fish/config.fish
  .ssh/config .ssh/authorized_keys .netrc
`
  .trim()
  .split(/\s+/);

/** A checkout of the person's. */
export interface WatchedCheckout {
  readonly folder: string;
  /** Where git keeps its HEAD and index. */
  readonly gitDirectory: string;
}

/** Where all that lies that decides what git does for the person. */
export interface WatchedPlaces {
  /** Single files, by absolute path, whether they are there or not. */
  readonly files: ReadonlyMap<string, FileArea>;
  /** Folders of which every file counts. */
  readonly folders: ReadonlyMap<string, FileArea>;
}

/** A repository, as far as it is looked for places. */
export interface GuardedRepository {
  readonly root: string;
  readonly commonDirectory: string;
}

/**
 * Finds the files that decide what git does in a repository: its configuration with all that includes and is
 * included, the person's own, hooks wherever they lie, and what is in `info`. Of a configuration that git cannot
 * read only the usual places are known.
 */
export async function findPlaces(
  git: GitClient,
  { root, commonDirectory }: GuardedRepository,
  checkouts: readonly WatchedCheckout[],
  environment: NodeJS.ProcessEnv,
): Promise<WatchedPlaces> {
  const settings = await settingsOf(git, root);
  const files = new Map<string, FileArea>();
  const folders = new Map<string, FileArea>();
  const home = environment['HOME'] ?? homedir();
  const own = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  const inRoot = (path: string): string => placeOf(path, root, home);
  const configs = [
    join(commonDirectory, 'config'),
    join(commonDirectory, 'config.worktree'),
    ...checkouts.map(({ gitDirectory }) => join(gitDirectory, 'config.worktree')),
    environment['GIT_CONFIG_GLOBAL'] ?? join(home, '.gitconfig'),
    join(own, 'git/config'),
    ...settings.files.map(inRoot),
  ];
  for (const path of configs) await addFile(files, path, 'config');
  for (const name of ['attributes', 'ignore']) await addFile(files, join(own, 'git', name), 'info');
  for (const name of toolFiles) await addFile(files, join(home, name), 'tools');
  for (const path of settings.named) await addFile(files, inRoot(path), 'info');
  for (const name of ['objects/info/alternates', 'shallow']) {
    files.set(join(commonDirectory, name), 'info');
  }
  const gitDirectories = new Set([
    commonDirectory,
    ...checkouts.map(({ gitDirectory }) => gitDirectory),
  ]);
  for (const directory of gitDirectories) folders.set(join(directory, 'info'), 'info');
  folders.set(join(commonDirectory, 'hooks'), 'hook');
  if (settings.hooks !== null) folders.set(inRoot(settings.hooks), 'hook');
  for (const { name } of entriesOf(join(commonDirectory, 'modules'), mostModules)) {
    const module = join(commonDirectory, 'modules', name);
    files.set(join(module, 'config'), 'config');
    folders.set(join(module, 'hooks'), 'hook');
  }
  return { files, folders };
}

/** A link is watched, and so is the file that it leads to. */
async function addFile(files: Map<string, FileArea>, path: string, area: FileArea): Promise<void> {
  files.set(path, area);
  const real = await realpath(path).catch(() => path);
  if (real !== path) files.set(real, area);
}

interface Settings {
  /** Files that have settings, as git names them. */
  readonly files: readonly string[];
  /** Files that settings name: attributes and what is to be ignored. */
  readonly named: readonly string[];
  /** The folder of hooks, where it is another one than git's own. */
  readonly hooks: string | null;
}

async function settingsOf(git: GitClient, root: string): Promise<Settings> {
  const files = new Set<string>();
  const values = new Map<string, string>();
  let output: string;
  try {
    const there = git.at(root);
    output = (await there.run(['config', '--list', '--show-origin', '-z'])).stdout;
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return { files: [], named: [], hooks: null };
  }
  const fields = output.split('\0');
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [origin = '', entry = ''] = fields.slice(index, index + 2);
    if (!origin.startsWith('file:')) continue;
    files.add(origin.slice('file:'.length));
    const cut = entry.indexOf('\n');
    if (cut !== -1) values.set(entry.slice(0, cut), entry.slice(cut + 1));
  }
  const named = ['core.attributesfile', 'core.excludesfile'].flatMap(
    (name) => values.get(name) ?? [],
  );
  return { files: [...files], named, hooks: values.get('core.hookspath') ?? null };
}

function placeOf(path: string, root: string, home: string): string {
  if (path.startsWith('~/')) return join(home, path.slice(2));
  return isAbsolute(path) ? path : resolve(root, path);
}

/**
 * The checkouts of a repository that are not ours: the one that it was opened in, the main one, and those of
 * `git worktree`. `ownFolders` are those with worktrees of the app.
 */
export async function findCheckouts(
  { root, commonDirectory }: GuardedRepository,
  ownFolders: readonly string[],
): Promise<readonly WatchedCheckout[]> {
  const checkouts: WatchedCheckout[] = [
    { folder: dirname(commonDirectory), gitDirectory: commonDirectory },
  ];
  for (const gitDirectory of await worktreeRecords(commonDirectory)) {
    const link = (await readGitText(join(gitDirectory, 'gitdir')))?.trim();
    const folder = link === undefined ? gitDirectory : dirname(resolve(gitDirectory, link));
    if (ownFolders.some((own) => folder === own || folder.startsWith(`${own}/`))) continue;
    checkouts.push({ folder, gitDirectory });
  }
  // One whose git folder lies elsewhere is known by its root alone.
  const isKnown = checkouts.some(({ folder }) => folder === root);
  return isKnown ? checkouts : checkouts.with(0, { folder: root, gitDirectory: commonDirectory });
}
