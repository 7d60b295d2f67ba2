import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { readNamedText } from '#main/system/foreign-file.ts';
import { findEntries } from '#main/system/find-entries.ts';
import { gitNames, readGitText } from '#main/git/git-text.ts';

/** What an agent's git says of itself, read as data: nothing of it is obeyed, and it may be wrong. */
export interface OwnHistory {
  /** Commit that it has checked out; null when it has none, or no git directory of its own. */
  readonly head: string | null;
  /** Commits that its refs, its stash and its worktrees stand at, but for those that it was made with. */
  readonly tips: readonly string[];
}

const none: OwnHistory = { head: null, tips: [] };
const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** More refs than these are no work of an agent. */
const mostRefs = 2_000;
const packedBytes = 32 * 1024 * 1024;

/** Reads the git directory in `folder`; `made` is the text of the packed refs that it was made with. */
export async function readOwnHistory(folder: string, made: string): Promise<OwnHistory> {
  const at = join(folder, '.git');
  const found = await lstat(at).catch(() => null);
  // A pointer or a link leads to a repository that is not this one's.
  if (found?.isDirectory() !== true) return none;
  const { head, refs } = await readRepositoryRefs(at, made);
  const others = await Promise.all([readStash(at), readWorktrees(at)]);
  const madeWith = new Set(packedLines(made).map(([target]) => target));
  const tips = [...refs.values(), ...others.flat(), head ?? '']
    .filter((tip) => objectName.test(tip))
    .filter((tip) => !madeWith.has(tip));
  return { head, tips: [...new Set(tips)] };
}

/** The refs of a git directory that somebody else has written, and the commit that it has checked out, as data. */
export async function readRepositoryRefs(
  at: string,
  made = '',
): Promise<{ readonly head: string | null; readonly refs: ReadonlyMap<string, string> }> {
  const refs = await readRefs(at, made);
  const text = ((await readGitText(join(at, 'HEAD'))) ?? '').trim();
  const head = text.startsWith('ref: ') ? refs.get(text.slice('ref: '.length)) : text;
  return { head: head !== undefined && objectName.test(head) ? head : null, refs };
}

async function readRefs(at: string, made: string): Promise<ReadonlyMap<string, string>> {
  const packed = await readNamedText(join(at, 'packed-refs'), packedBytes);
  const text = packed.ok ? (packed.value ?? '') : made;
  const refs = new Map(packedLines(text).map(([target, name]) => [name, target]));
  const loose = await findEntries(join(at, 'refs'), (entry) => entry.isFile());
  for (const inner of loose.slice(0, mostRefs)) {
    const target = (await readGitText(join(at, 'refs', inner)))?.trim() ?? '';
    if (objectName.test(target)) refs.set(`refs/${inner}`, target);
  }
  return refs;
}

function packedLines(text: string): readonly (readonly [target: string, name: string])[] {
  return text
    .split('\n')
    .filter((line) => /^[0-9a-f]+ refs\//.test(line))
    .map((line) => {
      const cut = line.indexOf(' ');
      return [line.slice(0, cut), line.slice(cut + 1)] as const;
    });
}

/** All that was put on the stash: its ref has only the last. */
async function readStash(at: string): Promise<readonly string[]> {
  const log = (await readGitText(join(at, 'logs/refs/stash'))) ?? '';
  return log.split('\n').map((line) => line.split(' ')[1] ?? '');
}

/** What worktrees that the agent has made stand at. */
async function readWorktrees(at: string): Promise<readonly string[]> {
  const heads: string[] = [];
  for (const name of await gitNames(join(at, 'worktrees'))) {
    heads.push(((await readGitText(join(at, 'worktrees', name, 'HEAD'))) ?? '').trim());
  }
  return heads;
}
