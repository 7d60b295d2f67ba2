import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { itemText, refName } from '#shared/core/guard/words.ts';
import type { ForeignItem } from '#shared/model/foreign-change.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { lockCheckout } from '#main/git/locked-checkout.ts';
import { absent, updateRefs } from '#main/git/refs.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import type { FileVersions, StoredFile } from './kept-values.ts';
import { readWatchedFile } from './read-repository.ts';
import type { GuardedRepository } from './watched-places.ts';

interface PutBackParts {
  readonly git: GitClient;
  readonly repository: GuardedRepository;
  /** Files of the change as they were kept. */
  readonly files: FileVersions;
}

/** To what it was before the change, or again to what the change made of it. */
export type Direction = 'back' | 'again';

/** The order in which items are put back: a branch is there before a checkout shows it, and gone only after. */
export function inOrder(items: readonly ForeignItem[], direction: Direction): readonly number[] {
  const rank = (item: ForeignItem): number => {
    if (item.kind === 'ref') return (direction === 'back' ? item.from : item.to) === null ? 2 : 0;
    return item.kind === 'head' ? 1 : 3;
  };
  return items
    .map((item, index) => ({ index, rank: rank(item) }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
}

/**
 * Puts one thing back to what it was, or again to what it was changed to: only if it still is what it was seen as
 * then. What it was until now stays kept.
 * @returns why it could not be done; null when it was
 */
export async function putItem(
  parts: PutBackParts,
  item: ForeignItem,
  direction: Direction,
): Promise<Failure | null> {
  try {
    switch (item.kind) {
      case 'ref':
        return await putRef(parts, item, direction);
      case 'head':
        return await putHead(parts, item, direction);
      case 'stash':
        return await putStash(parts, item, direction);
      case 'file':
        return await putFile(parts, item, direction);
      default:
        return assertNever(item, 'foreign item');
    }
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const { message, action } = error.failure;
    return failure('not-put-back', `Not put back: ${itemText(item)}. ${message}`, action);
  }
}

/** Where something is to go, and where it has to be now. */
function wayOf<Value>(
  { from, to }: { readonly from: Value; readonly to: Value },
  direction: Direction,
): { readonly target: Value; readonly expected: Value } {
  return direction === 'back' ? { target: from, expected: to } : { target: to, expected: from };
}

async function putRef(
  { git, repository }: PutBackParts,
  item: Extract<ForeignItem, { kind: 'ref' }>,
  direction: Direction,
): Promise<Failure | null> {
  const { ref } = item;
  const { target, expected } = wayOf(item, direction);
  // Somebody else has done it: with plain git, or with `switchyard repair`.
  if ((await placeOf(git, ref)) === target) return null;
  const move = target === null || expected === null ? null : { before: expected, after: target };
  const checkout = await findCheckout(git, repository.commonDirectory, ref, move);
  const obstacle = checkout === null ? null : obstacleOf(ref, checkout, target);
  if (obstacle !== null) return obstacle;
  const update = { ref, target: target ?? absent, expected: expected ?? absent };
  const reason = 'put back by the guard';
  if (checkout === null || move === null) {
    return (await updateRefs(git, [update], reason)) ? null : changedSince(item);
  }
  const locked = await lockCheckout(git, checkout);
  if (locked === null) return cannotLock(ref, checkout);
  try {
    if (!(await updateRefs(git, [update], reason))) return changedSince(item);
    try {
      await locked.bringAlong(move);
      return null;
    } catch (error) {
      // The branch must not stand elsewhere than its files show.
      await updateRefs(git, [{ ref, target: move.before, expected: move.after }], 'taken back');
      throw error;
    }
  } finally {
    await locked.release();
  }
}

/** The object that a ref stands at; null when it is not there. */
async function placeOf(git: GitClient, ref: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', ref];
  const { exitCode, stdout } = await git.run(args, { allowedExitCodes: [1, 128] });
  return exitCode === 0 ? stdout.trim() : null;
}

function cannotLock(ref: string, { folder }: Checkout): Failure {
  return failure(
    'not-put-back',
    `The ${refName(ref)} was not put back: a git command is under way in ${folder}, which shows it.`,
    'Wait for it to end, then try again.',
  );
}

function obstacleOf(
  ref: string,
  { folder, clean, problem }: Checkout,
  target: string | null,
): Failure | null {
  if (target === null) {
    return failure(
      'not-put-back',
      `The ${refName(ref)} is checked out in ${folder}: it cannot go.`,
      `Switch to another branch there, then try again.`,
    );
  }
  if (clean) return null;
  return failure(
    'not-put-back',
    `The ${refName(ref)} is checked out in ${folder} with ${problem ?? 'changes'}.`,
    'Commit or stash them there, then try again.',
  );
}

async function putHead(
  { git }: PutBackParts,
  item: Extract<ForeignItem, { kind: 'head' }>,
  direction: Direction,
): Promise<Failure | null> {
  const { target, expected } = wayOf(item, direction);
  if (target === null || expected === null) return changedSince(item);
  const there = git.at(item.folder);
  if ((await headOf(there)) !== expected) return changedSince(item);
  const branch = /^ref: refs\/heads\/(.+)$/.exec(target)?.[1];
  const where = branch === undefined ? ['--detach', target] : ['--no-guess', branch];
  // Git itself refuses to overwrite what is in no commit.
  await there.run(['switch', '--quiet', '--no-recurse-submodules', ...where]);
  return null;
}

async function headOf(git: GitClient): Promise<string> {
  const branch = await git.run(['symbolic-ref', '--quiet', 'HEAD'], { allowedExitCodes: [1] });
  if (branch.exitCode === 0) return `ref: ${branch.stdout.trim()}`;
  return git.text(['rev-parse', '--verify', 'HEAD']);
}

async function putStash(
  { git, repository }: PutBackParts,
  item: Extract<ForeignItem, { kind: 'stash' }>,
  direction: Direction,
): Promise<Failure | null> {
  const there = git.at(repository.root);
  const place = (await stashCommits(there)).indexOf(item.commit);
  const isWanted = (item.change === 'lost') === (direction === 'back');
  if (isWanted === (place !== -1)) return changedSince(item);
  await there.run(
    isWanted
      ? ['stash', 'store', '--message', item.title, item.commit]
      : ['stash', 'drop', '--quiet', `stash@{${place}}`],
  );
  return null;
}

/** The commits of the stash, newest first. */
async function stashCommits(git: GitClient): Promise<readonly string[]> {
  const args = ['rev-parse', '--verify', '--quiet', 'refs/stash'];
  const { exitCode } = await git.run(args, { allowedExitCodes: [1] });
  if (exitCode !== 0) return [];
  return (await git.text(['log', '-g', '--format=%H', 'refs/stash', '--'])).split('\n');
}

async function putFile(
  { files }: PutBackParts,
  item: Extract<ForeignItem, { kind: 'file' }>,
  direction: Direction,
): Promise<Failure | null> {
  const { path } = item;
  const versions = files.get(path);
  if (versions === undefined) {
    return failure(
      'not-put-back',
      `What ${path} was is not kept any more.`,
      'Change it by hand; `switchyard guard` shows the lines that came and went.',
    );
  }
  const { expected } = wayOf(item, direction);
  if ((await readWatchedFile(path)).content !== expected) return changedSince(item);
  return writeFile(path, direction === 'back' ? versions.before : versions.after);
}

async function writeFile(path: string, file: StoredFile): Promise<Failure | null> {
  switch (file.kind) {
    case 'absent':
      await rm(path, { force: true });
      return null;
    case 'link':
      await rm(path, { force: true });
      await symlink(file.target, path);
      return null;
    case 'file': {
      await mkdir(dirname(path), { recursive: true });
      const written = await writeFileAtomically(path, file.bytes, { mode: file.mode });
      return written.ok ? null : written.error;
    }
    default:
      return assertNever(file, 'kept file');
  }
}

function changedSince(item: ForeignItem): Failure {
  return failure(
    'changed-since',
    `Not put back: it has changed again since. It was seen that ${itemText(item)}.`,
    'It stays as it is now. What it was is kept; docs/guard.md says where.',
  );
}
