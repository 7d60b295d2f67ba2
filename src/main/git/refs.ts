import { dirname, join } from 'node:path';
import { syncFolder } from '#main/system/atomic-write.ts';
import { GitError } from './git-error.ts';
import type { GitClient } from './client.ts';

/** Means "does not exist" in a {@link RefUpdate}; never passed to git, whose zeros depend on the hash. */
export const absent = 'absent';

/** One change of a ref; it happens only if the ref still stands at `expected`. */
export interface RefUpdate {
  /** Full name, e.g. `refs/heads/epic/auth-7f3`. */
  readonly ref: string;
  /** New object, or {@link absent} to delete; the expected one only asks that it stands there. */
  readonly target: string;
  /** Object it must stand at now, {@link absent} for "must not exist", null for "whatever". */
  readonly expected: string | null;
}

/** Names of the refs of this program (SPEC section 7). */
export const refNames = {
  epicBranches: 'refs/heads/epic/',
  epicBranch: (epicId: string): string => `refs/heads/epic/${epicId}`,
  taskBranch: (taskId: string): string => `refs/heads/agent/${taskId}`,
  vault: (taskId: string, number: number): string => `refs/switchyard/vault/${taskId}/${number}`,
  vaultPrefix: (taskId: string): string => `refs/switchyard/vault/${taskId}/`,
  archive: (taskId: string): string => `refs/switchyard/archive/${taskId}`,
  /** What the person's refs were before and after a change that is not the app's own. */
  guard: (changeId: string): string => `refs/switchyard/guard/${changeId}/`,
  /** What a landing is about to move a branch to, while it is checked. */
  intent: (landingId: string): string => `refs/switchyard/intent/${landingId}`,
  intents: 'refs/switchyard/intent/',
  /** Where an epic branch stood when work landed on it last. */
  landedTip: (epicId: string): string => `refs/switchyard/held/epic/${epicId}`,
  /** Commit that an attempt's worktree was made from, and whose objects its git borrows. */
  pin: (attemptId: string): string => `refs/switchyard/pins/${attemptId}`,
  pins: 'refs/switchyard/pins/',
} as const;

/**
 * Applies all updates or none (git-update-ref, `--stdin`). Returns false, with nothing changed, when
 * a ref no longer stands where it was expected.
 * @throws {GitError} for every other refusal
 */
export async function updateRefs(
  git: GitClient,
  updates: readonly RefUpdate[],
  reason: string,
): Promise<boolean> {
  const input = updates.map(instruction).join('');
  try {
    const asked = await askForUpdate(git, input);
    if (!asked) await updateOnce(git, updates, input, reason);
    return true;
  } catch (error) {
    if (error instanceof GitError && error.kind === 'ref-moved') return false;
    throw error;
  }
}

/** One transaction by a git of its own; of one whose starter was lost, the refs themselves say whether it happened. */
async function updateOnce(
  git: GitClient,
  updates: readonly RefUpdate[],
  input: string,
  reason: string,
): Promise<void> {
  // In one piece: of a transaction that was cut short nothing happens.
  const whole = `start\0${input}commit\0`;
  for (;;) {
    try {
      await git.run(['update-ref', '-m', reason, '--stdin', '-z'], { input: whole });
      return;
    } catch (error) {
      if (!(error instanceof GitError) || error.kind !== 'starter-lost') throw error;
      if (await haveHappened(git, updates)) return;
    }
  }
}

async function haveHappened(git: GitClient, updates: readonly RefUpdate[]): Promise<boolean> {
  for (const { ref, target } of updates) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', ref];
    const { exitCode, stdout } = await git.run(args, { allowedExitCodes: [1, 128] });
    if ((exitCode === 0 ? stdout.trim() : absent) !== target) return false;
  }
  return true;
}

/**
 * One transaction of a git that stays; false when it is to be tried with a git of its own, which waits
 * for locks. Every update names what it expects, or goes with one that does, so that trying again what
 * may have been done is refused like any other ref that has moved.
 * @throws {GitError} when a ref does not stand where it was expected
 */
async function askForUpdate(git: GitClient, input: string): Promise<boolean> {
  const done = 'start: ok\ncommit: ok\n';
  try {
    await git.ask(['update-ref', '-m', 'switchyard', '--stdin', '-z'], {
      text: `start\0${input}commit\0`,
      isAnswered: (output) => output === done,
    });
    return true;
  } catch (error) {
    if (error instanceof GitError && error.kind !== 'ref-moved') return false;
    throw error;
  }
}

/** One line of `update-ref --stdin -z`. */
function instruction({ ref, target, expected }: RefUpdate): string {
  // An empty object means "must not exist" here.
  if (target === expected) return `verify ${ref}\0${target === absent ? '' : target}\0`;
  if (target === absent) return `delete ${ref}\0${expected ?? ''}\0`;
  if (expected === absent) return `create ${ref}\0${target}\0`;
  return `update ${ref}\0${target}\0${expected ?? ''}\0`;
}

/**
 * Waits until the new place of a ref is on the disk: git has written the file, and this the name of it, so that
 * what is recorded next, maybe on another disk, never comes before.
 */
export async function syncRef(commonDirectory: string, ref: string): Promise<void> {
  await syncFolder(dirname(join(commonDirectory, ref)));
}

/** The commit a revision names, or null when there is none. */
export async function resolveCommit(git: GitClient, revision: string): Promise<string | null> {
  const { exitCode, stdout } = await git.run(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    { allowedExitCodes: [1, 128] },
  );
  return exitCode === 0 ? stdout.trim() : null;
}

/** The full id of the tree that a commit has, or that this is; null when there is none. */
export async function resolveTree(git: GitClient, revision: string): Promise<string | null> {
  const { exitCode, stdout } = await git.run(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{tree}`],
    { allowedExitCodes: [1, 128] },
  );
  return exitCode === 0 ? stdout.trim() : null;
}

/** Whether `ancestor` is `descendant` or one of its ancestors. */
export async function isAncestor(
  git: GitClient,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const { exitCode } = await git.run(['merge-base', '--is-ancestor', ancestor, descendant], {
    allowedExitCodes: [1],
  });
  return exitCode === 0;
}

/** Whether any ref, or any below `prefix`, holds the commit. */
export async function isReferenced(
  git: GitClient,
  commit: string,
  prefix?: string,
): Promise<boolean> {
  const patterns = prefix === undefined ? [] : [prefix];
  const args = ['for-each-ref', '--count=1', '--contains', commit, ...patterns];
  return (await git.text(args)) !== '';
}

/** All refs below `prefix` (`refs/switchyard/` …) with the object each stands at. */
export async function listRefs(
  git: GitClient,
  prefix: string,
): Promise<readonly { readonly ref: string; readonly target: string }[]> {
  const listing = await git.text(['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      target: line.slice(0, line.indexOf(' ')),
      ref: line.slice(line.indexOf(' ') + 1),
    }));
}

/** The tips of all branches below `prefix`, each with its message. */
export async function listTips(
  git: GitClient,
  prefix: string,
): Promise<readonly { readonly ref: string; readonly commit: string; readonly message: string }[]> {
  const format = '--format=%(refname)%00%(objectname)%00%(contents)%00';
  const fields = (await git.text(['for-each-ref', format, prefix])).split('\0');
  const tips = [];
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const [ref = '', commit = '', message = ''] = fields.slice(index, index + 3);
    tips.push({ ref: ref.trim(), commit, message });
  }
  return tips;
}
