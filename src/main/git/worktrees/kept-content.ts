import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedText } from '#main/system/foreign-file.ts';
import { lookAt } from './look-at.ts';
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

async function seen(tree: TreeFolder, known?: string): Promise<{ look: string; history: string }> {
  const [look, history] = await Promise.all([known ?? lookAt(tree), ownHistoryOf(tree)]);
  return { look, history: JSON.stringify(history) };
}

/** Notes that all that the folder has now is in a commit that a ref keeps, or was seen and is not to be kept; `look` is what was just seen. */
export async function noteKept(tree: TreeFolder, keptIn: string, look?: string): Promise<void> {
  const draft = join(tree.notes, `${file}.new`);
  await writeFile(draft, JSON.stringify({ ...(await seen(tree, look)), keptIn }));
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
