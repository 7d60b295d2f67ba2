import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GitClient } from './client.ts';
import { changedEntries, treeOf } from './commits.ts';
import { GitError } from './git-error.ts';
import type { Question } from './resident-git.ts';

/*
 * Git names an object by its content, and looks whether that is so when it fetches, not when it reads. Whoever can write
 * into the repository can put other content under a name before git does, and git keeps what it finds there.
 */

/** Something that a commit adds, and whose content is not what its name says. */
export interface FalseObject {
  readonly object: string;
  /** What has it in the commit; `.` for the commit itself and all of its files. */
  readonly path: string;
}

/** What is read at once by the git that stays, in bytes; what is longer is read by one of its own. */
const mostAtOnce = 2 * 1024 ** 2;
/** No content can contain this, so it marks the end. */
const mark = randomUUID();
/** As other questions are asked, so that one git answers them all. */
const sizes = ['cat-file', '--batch-check=%(objecttype) %(objectsize) %(objectname)'];
const contents = ['cat-file', '--batch'];
const bytes = { encoding: 'latin1' } as const;

/**
 * What `commit` adds over `onto` and what is not there as its name says: the commit, its changed folders and files. All
 * are read and named again here.
 */
export async function falseObjects(
  git: GitClient,
  onto: string,
  commit: string,
): Promise<readonly FalseObject[]> {
  const whole = await treeIn(git, commit);
  if (whole === null) return [{ object: commit, path: '.' }];
  // Before it is asked what differs: one that is false may differ in nothing.
  if ((await wrongOf(git, [whole])).length > 0) return [{ object: whole, path: '.' }];
  const changed = await changedEntries(git, onto, commit);
  const paths = new Map(
    changed
      .filter(({ status, isRepository }) => status !== 'deleted' && !isRepository)
      .map(({ object, path }) => [object, path]),
  );
  const wanted = await look(git, [...paths.keys()]);
  const wrong = new Set<string>();
  const unsure: string[] = [];
  let some: string[] = [];
  let sum = 0;
  for (const { name, size } of wanted) {
    if (size === null || size > mostAtOnce) unsure.push(name);
    else {
      if (sum + size > mostAtOnce) {
        for (const one of await wrongOf(git, some)) wrong.add(one);
        [some, sum] = [[], 0];
      }
      some.push(name);
      sum += size;
    }
  }
  for (const one of await wrongOf(git, some)) wrong.add(one);
  for (const one of unsure) if (await isRefused(git, one)) wrong.add(one);
  return [...wrong].map((object) => ({ object, path: paths.get(object) ?? '.' }));
}

/** What to say of one, and what a person can do. */
export function falseObjectText({ object }: FalseObject): string {
  const file = `objects/${object.slice(0, 2)}/${object.slice(2)}`;
  return `git has other content under its name ${object.slice(0, 12)}; look with "git fsck", remove ${file} from the repository's git folder, and run it again`;
}

interface Found {
  readonly name: string;
  /** In bytes; null where it cannot be read. */
  readonly size: number | null;
}

/** The tree that a commit names; null where the commit itself is not what its name says. */
async function treeIn(git: GitClient, commit: string): Promise<string | null> {
  const said = await answer(git, contents, [commit], bytes).catch(noAnswer);
  const isRight = namesIn(said).get(commit) ?? !(await isRefused(git, commit));
  if (!isRight) return null;
  return /^tree (\w+)$/m.exec(said)?.[1] ?? treeOf(git, commit);
}

/** How large objects are. */
async function look(git: GitClient, names: readonly string[]): Promise<readonly Found[]> {
  const input = names.map((name) => `${name}\n`).join('');
  const said =
    (await answer(git, sizes, names).catch(noAnswer)) ||
    (await git.text(sizes, { input }).catch(noAnswer));
  const lines = said.split('\n');
  return names.map((name, index) => {
    const [, size = ''] = (lines[index] ?? '').split(' ');
    return { name, size: /^\d+$/.test(size) ? Number(size) : null };
  });
}

/** Those of these objects whose content has another name. */
async function wrongOf(git: GitClient, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const isRight = namesIn(await answer(git, contents, names, bytes).catch(noAnswer));
  const wrong: string[] = [];
  for (const name of names) {
    // A git that stays may have ended at one of them; then each is asked for by itself.
    const isWrong = isRight.has(name) ? isRight.get(name) === false : await isRefused(git, name);
    if (isWrong) wrong.push(name);
  }
  return wrong;
}

/** Reads `<name> <type> <size>\n<content>\n…`, each byte as one letter; whether each name is that of its content. */
function namesIn(output: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  let at = 0;
  for (;;) {
    const end = output.indexOf('\n', at);
    const [name = '', type = '', size = ''] = output.slice(at, end === -1 ? at : end).split(' ');
    if (!/^\d+$/.test(size)) return found;
    const content = output.slice(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    const hash = createHash(name.length === 64 ? 'sha256' : 'sha1');
    hash.update(`${type} ${content.length}\0`).update(content, 'latin1');
    found.set(name, hash.digest('hex') === name);
  }
}

/**
 * Whether git itself finds that an object is not what its name says; files are read piece by piece.
 * @throws {GitError} when it is not there at all
 */
async function isRefused(git: GitClient, name: string): Promise<boolean> {
  const args = ['rev-list', '--objects', '--no-walk', '--verify-objects', '--stdin'];
  for (let tries = 1; ; tries += 1) {
    try {
      await git.run(args, { input: `${name}\n` });
      return false;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (isFalse.test(error.stderr)) return true;
      if (tries === mostTries) throw error;
      // The person's git may just be packing it.
      await sleep(laterMs);
    }
  }
}

const mostTries = 3;
const laterMs = 100;

/** Git's words for an object that is there. */
const isFalse =
  /corrupt|mismatch|unable to (?:unpack|parse)|garbage|inflate|is empty|invalid object type/i;

/** What the git that stays says to these names. */
async function answer(
  git: GitClient,
  args: readonly string[],
  names: readonly string[],
  more: Pick<Question, 'encoding'> = {},
): Promise<string> {
  const end = `${mark} missing\n`;
  const said = await git.ask(args, {
    text: [...names, mark, ''].join('\n'),
    isAnswered: (output) => output.endsWith(end),
    ...more,
  });
  return said.slice(0, -end.length);
}

function noAnswer(error: unknown): string {
  if (error instanceof GitError) return '';
  throw error;
}
