import { setTimeout as sleep } from 'node:timers/promises';
import { join, resolve } from 'node:path';
import { findPipes, releaseReaders } from '#main/system/blocking-pipes.ts';
import { readGitText } from './git-text.ts';

/** A git that has not ended by then may wait for something. */
const firstLookMs = 2_000;
/** Once pipes were found: how often whoever waits there is let go on. */
const releaseMs = 25;
/** Verbs that read files of the worktree, and with them what says how they are to be read. */
const readers: ReadonlySet<string> = new Set([
  'add',
  'check-attr',
  'check-ignore',
  'checkout',
  'checkout-index',
  'clean',
  'diff',
  'diff-files',
  'diff-index',
  'hash-object',
  'ls-files',
  'merge-tree',
  'read-tree',
  'reset',
  'stash',
  'status',
  'switch',
  'update-index',
  'worktree',
]);

/**
 * What `pending` gives, a git with `args` in `folder`. An agent can put a named pipe in the place of `.gitignore` or
 * `.gitattributes`, and git waits there for ever; such a git is let go on, as if the file were empty.
 */
export async function unblocked<Value>(
  pending: Promise<Value>,
  folder: string,
  args: readonly string[],
): Promise<Value> {
  if (!readers.has(args[0] ?? '')) return pending;
  const over = new AbortController();
  void watch(folder, over.signal).catch(() => undefined);
  try {
    return await pending;
  } finally {
    over.abort();
  }
}

/** The pipes that a git in `folder` may wait at: among its own files, and in the folder of its worktree. */
async function pipesBefore(folder: string): Promise<readonly string[]> {
  const ofTree = await findPipes(folder, (name) => name.startsWith('.git'));
  const pointer = await readGitText(join(folder, '.git'));
  const record = /^gitdir: ([^\n]+)\n?$/.exec(pointer ?? '')?.[1];
  const common =
    record === undefined ? join(folder, '.git') : join(resolve(folder, record), '../..');
  const all = (): boolean => true;
  return [
    ...ofTree,
    ...(record === undefined ? [] : await findPipes(resolve(folder, record), all)),
    ...(await findPipes(common, all, 0)),
    ...(await findPipes(join(common, 'info'), all, 0)),
  ];
}

async function watch(folder: string, over: AbortSignal): Promise<void> {
  let pause = firstLookMs;
  let pipes: readonly string[] = [];
  while (!over.aborted) {
    await sleep(pause, undefined, { signal: over, ref: false });
    if (pipes.length === 0) {
      pipes = await pipesBefore(folder);
      // A large repository takes its time; looking is not free either.
      pause = pipes.length === 0 ? pause * 3 : releaseMs;
    }
    await releaseReaders(pipes);
  }
}
