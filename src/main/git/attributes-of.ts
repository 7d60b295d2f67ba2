import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateFolderMode } from '#main/system/private-files.ts';
import type { GitClient } from './client.ts';
import { commitChanges } from './commits.ts';
import { GitError } from './git-error.ts';
import { rootedCommand } from './worktrees/rooted-filters.ts';

/** A file that says how paths beside and below it are treated. */
interface AttributesFile {
  readonly path: string;
  readonly object: string;
}

interface Known {
  readonly commit: string;
  readonly files: readonly AttributesFile[];
}

/** By git folder: the files of the last commit that was asked for. */
const lastKnown = new Map<string, Known>();
/** By folder that git works in. */
const gitFolders = new Map<string, string>();

/**
 * Does `work` with a git for which the attributes of a commit apply, beside those of the repository's own
 * `info/attributes`: what stands in a checkout, committed or not, has no say. Git reads them from files: it gets a
 * folder that has nothing else.
 */
export async function withAttributesOf<Value>(
  git: GitClient,
  commit: string,
  work: (git: GitClient) => Promise<Value>,
): Promise<Value> {
  const gitDirectory = await gitFolderOf(git);
  const files = await attributesFiles(git, gitDirectory, commit);
  const settings = await rootedDrivers(git);
  const workTree = await emptyFolder(git);
  const pinned = git.inTree({ gitDirectory, workTree, indexFile: `${workTree}.index`, settings });
  try {
    if (files.length > 0) await writeFiles(pinned, files);
    return await work(pinned);
  } finally {
    for (const left of [workTree, `${workTree}.index`]) {
      await rm(left, { recursive: true, force: true }).catch(() => {
        // It is taken away with all that is temporary.
      });
    }
  }
}

async function gitFolderOf(git: GitClient): Promise<string> {
  const known = gitFolders.get(git.folder);
  if (known !== undefined) return known;
  const found = await git.text(['rev-parse', '--path-format=absolute', '--git-common-dir']);
  gitFolders.set(git.folder, found);
  return found;
}

async function emptyFolder(git: GitClient): Promise<string> {
  const folder = git.temporaryFile();
  if (folder === null) return mkdtemp(join(tmpdir(), 'switchyard-attributes-'));
  await mkdir(folder, { recursive: true, mode: privateFolderMode });
  return folder;
}

/** The attribute files of a commit; those of the last one, where none of them differs. */
async function attributesFiles(
  git: GitClient,
  gitDirectory: string,
  commit: string,
): Promise<readonly AttributesFile[]> {
  const known = lastKnown.get(gitDirectory);
  if (known !== undefined && (await hasSameFiles(git, known.commit, commit))) {
    lastKnown.set(gitDirectory, { ...known, commit });
    return known.files;
  }
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const files = stdout.split('\0').flatMap((line) => {
    const [, mode, object, path] =
      /^(\d+) blob ([0-9a-f]+)\t((?:[^]*\/)?\.gitattributes)$/.exec(line) ?? [];
    // Git follows no link of this name.
    return path === undefined || object === undefined || mode === '120000'
      ? []
      : [{ path, object }];
  });
  lastKnown.set(gitDirectory, { commit, files });
  return files;
}

const isAttributesFile = /(?:^|\/)\.gitattributes$/;

async function hasSameFiles(git: GitClient, before: string, after: string): Promise<boolean> {
  if (before === after) return true;
  try {
    const changes = await commitChanges(git, before, after);
    return changes.every(({ path }) => !isAttributesFile.test(path));
  } catch (error) {
    // The commit of before may have been cleaned away.
    if (error instanceof GitError && error.exitCode === 128) return false;
    throw error;
  }
}

async function writeFiles(git: GitClient, files: readonly AttributesFile[]): Promise<void> {
  const records = files.map(({ path, object }) => `100644 ${object}\t${path}\0`);
  await git.run(['update-index', '-z', '--index-info'], { input: records.join('') });
  await git.run(['checkout-index', '--all', '--force', '--quiet']);
}

/** After this long git is asked for its drivers again, in ms. */
const driversMs = 20_000;
const lastDrivers = new Map<
  string,
  { readonly settings: readonly string[]; readonly until: number }
>();

/** The person's merge drivers that name a program by its path in the checkout, with that path made whole. */
async function rootedDrivers(git: GitClient): Promise<readonly string[]> {
  const known = lastDrivers.get(git.folder);
  if (known !== undefined && performance.now() < known.until) return known.settings;
  const settings = await findRootedDrivers(git);
  lastDrivers.set(git.folder, { settings, until: performance.now() + driversMs });
  return settings;
}

async function findRootedDrivers(git: GitClient): Promise<readonly string[]> {
  const args = ['config', '-z', '--get-regexp', String.raw`^merge\..*\.driver$`];
  const { stdout } = await git.run(args, { allowedExitCodes: [1] });
  const settings: string[] = [];
  for (const entry of stdout.split('\0')) {
    const cut = entry.indexOf('\n');
    if (cut === -1) continue;
    const [key, value] = [entry.slice(0, cut), entry.slice(cut + 1)];
    const whole = await rootedCommand(value, git.folder);
    if (whole !== value) settings.push(`${key}=${whole}`);
  }
  return settings;
}
