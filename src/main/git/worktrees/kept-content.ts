import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedText } from '#main/system/foreign-file.ts';
import { ownHistoryOf } from './keep-history.ts';
import { hasFilledSubmodules } from './submodules.ts';
import type { TreeFolder } from './tree-folder.ts';

/** Shows that a worktree's content is in a commit that a ref keeps; only the pool makes one. */
export class KeptContent {
  readonly worktree: string;
  readonly keptIn: string;
  // A private member makes the type nominal: an object literal is no proof.
  readonly #made = true;

  constructor(worktree: string, keptIn: string) {
    this.worktree = worktree;
    this.keptIn = keptIn;
  }

  /** Whether it is a proof for the worktree of this name. */
  isFor(worktree: string): boolean {
    return this.#made && this.worktree === worktree;
  }
}
export type SafetyProof = KeptContent;

const noteSchema = z.object({ look: z.string(), history: z.string(), keptIn: z.string() });
const file = 'kept.json';
const longest = 64 * 1024 * 1024;

/** What git sees that differs from the app's index, ignored or not; a folder of which all is new is named once. */
export async function lookAt({ git }: TreeFolder): Promise<string> {
  const args = ['ls-files', '--modified', '--others', '--directory', '--no-empty-directory'];
  return (await git.run(args, { settings: ['core.quotePath=true'] })).stdout;
}

async function seen(tree: TreeFolder): Promise<{ look: string; history: string }> {
  const [look, history] = await Promise.all([lookAt(tree), ownHistoryOf(tree)]);
  return { look, history: JSON.stringify(history) };
}

/** Notes that all that the folder has now is in a commit that a ref keeps, or was seen and is not to be kept. */
export async function noteKept(tree: TreeFolder, keptIn: string): Promise<void> {
  const draft = join(tree.notes, `${file}.new`);
  await writeFile(draft, JSON.stringify({ ...(await seen(tree)), keptIn }));
  await rename(draft, join(tree.notes, file));
}

/** Where the content of the folder is kept, if it is exactly what {@link noteKept} has seen; else null. */
export async function keptSince(
  tree: TreeFolder,
): Promise<{ readonly keptIn: string; readonly isBare: boolean } | null> {
  const read = await readNamedText(join(tree.notes, file), longest);
  if (!read.ok || read.value === null) return null;
  const known = noteSchema.safeParse(parsed(read.value));
  // What lies in a submodule is seen by nobody but who looks into it.
  if (!known.success || (await hasFilledSubmodules(tree))) return null;
  const { look, history } = await seen(tree);
  if (known.data.look !== look || known.data.history !== history) return null;
  return { keptIn: known.data.keptIn, isBare: look === '' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
