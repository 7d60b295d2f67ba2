import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { isDeadOwnLock, ownLockText } from '#main/git/dead-locks.ts';
import { writing } from '#main/git/file-errors.ts';
import { copyForeignFile } from '#main/system/copy-into.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { GitError } from '#main/git/git-error.ts';
import type { BorrowedRepository } from './borrowed-repository.ts';
import { alternatesText } from './alternates.ts';
import { removeTree } from './remove-tree.ts';

/** Where commits are to come from. */
export interface ForeignObjects {
  /** Where they are to come to. */
  readonly repository: BorrowedRepository;
  /** The folder of objects that somebody else has written. */
  readonly objects: string;
  /** A folder of the app's own for what carries them over. */
  readonly carrier: string;
}

/** What came over, and what keeps it from `git repack -ad` until refs do. */
export interface Imported {
  /** Those of the commits that the repository has now. */
  readonly commits: ReadonlySet<string>;
  /** To be called once refs keep what is to stay. */
  readonly release: () => Promise<void>;
}

/**
 * Brings commits that another git has made into the repository, with all that they need, by a pack that is checked
 * object by object. The other's settings and hooks are not read: a repository of the app's own that borrows its
 * objects gives them.
 */
export async function importCommits(
  git: GitClient,
  commits: readonly string[],
  { repository, objects, carrier }: ForeignObjects,
): Promise<Imported> {
  const known = new Set(await commitsIn(git, commits));
  const missing = commits.filter((commit) => !known.has(commit));
  const locks: string[] = [];
  const release = async (): Promise<void> => {
    for (const lock of locks) await rm(lock, { force: true });
  };
  if (missing.length === 0) return { commits: known, release };
  try {
    await writing(carrier, () => makeCarrier(repository, carrier, objects, missing));
    const names = missing.map((_commit, index) => `refs/heads/${index}`);
    const { objects: stores } = await repository.read();
    const into = { carrier, store: stores.at(-1) ?? '', locks };
    await dropDeadLocks(into.store);
    if (!(await fetchFrom(git, names, into))) {
      // One that is broken must not keep the others from being kept.
      for (const name of names) await fetchFrom(git, [name], into);
    }
    return { commits: new Set([...known, ...(await commitsIn(git, missing))]), release };
  } catch (error) {
    await release();
    throw error;
  } finally {
    await removeTree(carrier);
  }
}

/** Those of the names that are commits of the repository. */
async function commitsIn(git: GitClient, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join('');
  const { stdout } = await git.run(['cat-file', '--batch-check'], { input });
  return stdout
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, kind]) => kind === 'commit')
    .map(([name = '']) => name);
}

/** A repository of ours, for a moment, that has these commits as branches and borrows their objects. */
export async function makeCarrier(
  repository: BorrowedRepository,
  carrier: string,
  objects: string,
  commits: readonly string[],
): Promise<void> {
  const { format, files, ...own } = await repository.read();
  await removeTree(carrier);
  for (const name of ['objects/info', 'refs/heads']) {
    await mkdir(join(carrier, name), { recursive: true });
  }
  const extended = `repositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = ${format}\n`;
  const plain = 'repositoryformatversion = 0\n\tbare = true\n';
  await writeFile(join(carrier, 'HEAD'), 'ref: refs/heads/0\n');
  await writeFile(join(carrier, 'config'), `[core]\n\t${format === 'sha1' ? plain : extended}`);
  await writeFile(
    join(carrier, 'objects/info/alternates'),
    alternatesText([...own.objects, objects]),
  );
  const shallow = files['shallow'] ?? null;
  if (shallow !== null) await copyForeignFile(shallow, join(carrier, 'shallow'));
  for (const [index, commit] of commits.entries()) {
    await writeFile(join(carrier, 'refs/heads', String(index)), `${commit}\n`);
  }
}

/**
 * False when git refused: something is missing, or no object is what its name says. The pack that came is kept by a
 * lock as git has them, which is added to `locks`.
 */
async function fetchFrom(
  git: GitClient,
  names: readonly string[],
  { carrier, store, locks }: { carrier: string; store: string; locks: string[] },
): Promise<boolean> {
  const packs = join(store, 'pack');
  const before = new Set(await namesIn(packs));
  try {
    // Its own `--keep` crashes together with the checks (git 2.39).
    await git.run(['fetch-pack', '--quiet', '--no-progress', carrier, ...names], {
      settings: ['fetch.fsckObjects=true', 'transfer.fsckObjects=true'],
    });
    for (const name of await namesIn(packs)) {
      if (before.has(name) || !name.endsWith('.pack')) continue;
      const lock = join(packs, name.replace(/pack$/, 'keep'));
      if (await makeLock(lock)) locks.push(lock);
    }
    return true;
  } catch (error) {
    if (!(error instanceof GitError) || error.kind === 'disk-full') throw error;
    return false;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** False where somebody keeps the pack already. */
async function makeLock(file: string): Promise<boolean> {
  return writeFile(file, ownLockText(ownIdentity()), { flag: 'wx' }).then(
    () => true,
    () => false,
  );
}

/** Takes away what a process of this program has left that was killed. */
async function dropDeadLocks(store: string): Promise<void> {
  const packs = join(store, 'pack');
  for (const name of await namesIn(packs)) {
    const file = join(packs, name);
    if (name.endsWith('.keep') && (await isDeadOwnLock(file))) await rm(file, { force: true });
  }
}
