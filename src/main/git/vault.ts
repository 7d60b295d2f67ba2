import { isoTime } from '#shared/lib/clock.ts';
import type { GitClient } from './client.ts';
import { absent, listRefs, refNames, updateRefs } from './refs.ts';

/** A snapshot as the vault's refs describe it. */
export interface KeptSnapshot {
  readonly ref: string;
  readonly commit: string;
  /** First parent: what the snapshot was made from. */
  readonly parent: string | null;
  readonly number: number;
  readonly subject: string;
  /** UTC ISO time. */
  readonly createdAt: string;
}

const format = [
  '%(refname)',
  '%(objectname)',
  '%(parent)',
  '%(creatordate:unix)',
  '%(subject)',
].join('%00');

/** The snapshots of a task, oldest first, also of one that is gone (SPEC section 7.3). */
export async function listSnapshots(
  git: GitClient,
  taskId: string,
): Promise<readonly KeptSnapshot[]> {
  const prefix = refNames.vaultPrefix(taskId);
  return parseSnapshots(await git.text(['for-each-ref', `--format=${format}`, prefix]), prefix);
}

/** Reads a line of null-separated fields for each ref; what is not `<prefix><number>` is left out. */
export function parseSnapshots(output: string, prefix: string): readonly KeptSnapshot[] {
  return output
    .split('\n')
    .map((line) => {
      const [ref = '', commit = '', parents = '', seconds = '', subject = ''] = line.split('\0');
      return {
        ref,
        commit,
        parent: parents.split(' ')[0] || null,
        number: numberAfter(ref, prefix),
        subject,
        createdAt: isoTime(Number(seconds) * 1000),
      };
    })
    .filter(({ number }) => number > 0)
    .toSorted((a, b) => a.number - b.number);
}

/** The snapshot's number; 0 when the ref is none of a snapshot. */
function numberAfter(ref: string, prefix: string): number {
  const rest = ref.startsWith(prefix) ? ref.slice(prefix.length) : '';
  return /^[1-9]\d*$/.test(rest) ? Number(rest) : 0;
}

/**
 * Makes a new branch `restored/<task>-<n>`, with the next free number, that stands at `commit`. Nothing
 * is checked out and no branch is moved: it is made only if it is not there.
 * @returns its short name
 */
export async function restoreAsBranch(
  git: GitClient,
  taskId: string,
  commit: string,
): Promise<string> {
  const prefix = `refs/heads/restored/${taskId}-`;
  for (let tries = 0; tries < 5; tries += 1) {
    const taken = (await listRefs(git, 'refs/heads/restored/')).map(({ ref }) =>
      numberAfter(ref, prefix),
    );
    const branch = `restored/${taskId}-${Math.max(0, ...taken) + 1}`;
    const update = { ref: `refs/heads/${branch}`, target: commit, expected: absent };
    if (await updateRefs(git, [update], `restored a snapshot of ${taskId}`)) return branch;
  }
  throw new Error(`Branches of ${taskId} kept appearing while a snapshot was restored.`);
}
