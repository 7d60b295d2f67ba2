import { lstat, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyForeignFile } from '#main/system/copy-into.ts';
import { alternatesText } from './alternates.ts';
import { isCaseBlind } from './letter-case.ts';
import { configLine } from './private-config.ts';
import type { Borrowed, BorrowedRef } from './borrowed-repository.ts';
import { removeTree } from './remove-tree.ts';

/** What the git of an agent, or of a check, is to see in a folder of files. */
export interface PrivateView {
  /** Commit that the files are of. */
  readonly commit: string;
  /** Full name of the branch that is checked out; null for none. */
  readonly branch: string | null;
  readonly refs: readonly BorrowedRef[];
}

/** Where a private git directory grows until it is complete. */
function draftOf(folder: string): string {
  return `${folder}.git-new`;
}

/**
 * Gives the folder a new git directory of its own: it borrows the objects of the person's repository and shares
 * nothing else with it. What stood there goes, and is not looked into; a link is not followed. The index is a copy
 * of the app's, so that a first status is quick.
 */
export async function writePrivateGit(
  folder: string,
  indexFile: string,
  borrowed: Borrowed,
  view: PrivateView,
): Promise<void> {
  await draftPrivateGit(folder, borrowed, view);
  await putPrivateGit(folder, indexFile);
}

/** The first half of {@link writePrivateGit}, which may be done while the files are still being made. */
export async function draftPrivateGit(
  folder: string,
  borrowed: Borrowed,
  view: PrivateView,
): Promise<void> {
  const draft = draftOf(folder);
  await removeTree(draft);
  for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
    await mkdir(join(draft, name), { recursive: true });
  }
  const ignoresCase = String(await isCaseBlind(folder));
  const files: readonly (readonly [name: string, text: string])[] = [
    ['HEAD', view.branch === null ? `${view.commit}\n` : `ref: ${view.branch}\n`],
    ['config', `${borrowed.config}${configLine('core.ignorecase', ignoresCase)}`],
    ['objects/info/alternates', alternatesText(borrowed.objects)],
    ['packed-refs', packedRefs(view)],
    ['description', 'Borrows the objects of another repository.\n'],
  ];
  await Promise.all([
    ...files.map(async ([name, text]) => {
      await writeFile(join(draft, name), text);
    }),
    ...Object.entries(borrowed.files).map(async ([name, path]) => {
      if (path !== null) await copyForeignFile(path, join(draft, name));
    }),
  ]);
  const remote = view.refs.find(({ name }) => name.startsWith('refs/remotes/origin/'));
  if (remote !== undefined) {
    await mkdir(join(draft, 'refs/remotes/origin'), { recursive: true });
    await writeFile(join(draft, 'refs/remotes/origin/HEAD'), `ref: ${remote.name}\n`);
  }
}

/** The second half of {@link writePrivateGit}: with the index of files that are there now, in the place of what stands there. */
export async function putPrivateGit(folder: string, indexFile: string): Promise<void> {
  const draft = draftOf(folder);
  await copyForeignFile(indexFile, join(draft, 'index'));
  await removePrivateGit(folder);
  await rename(draft, join(folder, '.git'));
}

/** Removes whatever stands as `.git` in the folder. */
export async function removePrivateGit(folder: string): Promise<void> {
  const place = join(folder, '.git');
  const found = await lstat(place).catch(() => null);
  if (found === null) return;
  await removeTree(place);
}

/** The refs of the view in git's own format; the branch that is checked out stands at the commit. */
export function packedRefs({ commit, branch, refs }: PrivateView): string {
  const all = new Map(refs.map((one) => [one.name, one]));
  if (branch !== null) all.set(branch, { name: branch, target: commit, peeled: null });
  const names = [...all.keys()].toSorted(byBytes);
  const lines = names.flatMap((name) => {
    const ref = all.get(name);
    if (ref === undefined) return [];
    const line = `${ref.target} ${name}\n`;
    return ref.peeled === null ? [line] : [line, `^${ref.peeled}\n`];
  });
  return `# pack-refs with: peeled fully-peeled sorted \n${lines.join('')}`;
}

function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
