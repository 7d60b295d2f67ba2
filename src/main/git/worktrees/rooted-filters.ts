import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Setting } from './private-config.ts';

const isFilter = /^filter\.[^\n]+\.(?:clean|smudge|process)$/;

/**
 * Filters that name a program by its path in the checkout (`./tools/strip.sh`), with that path made whole. Git would
 * run such a program out of the folder that it works in, and so what an agent has put there.
 */
export async function rootedFilters(
  settings: readonly Setting[],
  root: string,
): Promise<readonly string[]> {
  const last = new Map(settings.map((one) => [one.key, one]));
  const rooted: string[] = [];
  for (const { key, value } of last.values()) {
    if (!isFilter.test(key)) continue;
    const command = await rootedCommand(value, root);
    if (command !== value) rooted.push(`${key}=${command}`);
  }
  return rooted;
}

const fileSettings = ['core.excludesfile', 'core.attributesfile'];

/**
 * Files of rules (`core.excludesFile`, `core.attributesFile`) that are named by their path in the checkout, with that
 * path made whole: git would look for them in the folder that it works in.
 */
export function rootedFiles(settings: readonly Setting[], root: string): readonly Setting[] {
  return fileSettings.flatMap((key) => {
    const last = settings.findLast((one) => one.key === key);
    const isWhole = last === undefined || last.value === '' || /^[/~%]/.test(last.value);
    return isWhole ? [] : [{ ...last, value: join(root, last.value) }];
  });
}

/** A command with the program or the files that it names by their path in `root` named by their whole paths. */
export async function rootedCommand(command: string, root: string): Promise<string> {
  const pieces = command.split(/(\s+)/);
  const whole = pieces.map(async (piece, index) => {
    const isWord = index % 2 === 0 && /^[\w./@+-]+$/.test(piece) && !piece.startsWith('-');
    if (!isWord || isAbsolute(piece)) return piece;
    // The first word without a slash is looked for on the PATH.
    if (index === 0 && !piece.includes('/')) return piece;
    const path = join(root, piece);
    const found = await stat(path).catch(() => null);
    return found?.isFile() === true ? `'${path.replaceAll("'", String.raw`'\''`)}'` : piece;
  });
  return (await Promise.all(whole)).join('');
}
