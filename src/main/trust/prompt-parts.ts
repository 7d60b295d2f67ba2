import type { TrustPart } from '#shared/model/trust.ts';
import { listForeignFolder, readForeignFile } from '#main/system/foreign-file.ts';
import { makePart } from './make-part.ts';

/** Folder of a repository's own prompts, `/` separated. */
export const promptFolder = '.switchyard/prompts';
/** Longer ones are no prompts; such a file is refused where it would be used. */
const sizeLimit = 256 * 1024;
const fileLimit = 200;
const depthLimit = 8;

/**
 * The repository's own prompts, as they are in the checkout: whatever a template is read from, so links that stay
 * inside are followed. What cannot be read is refused where it would be used.
 */
export async function promptParts(root: string): Promise<readonly TrustPart[]> {
  const parts: TrustPart[] = [];
  await collect(root, promptFolder, parts);
  return parts;
}

async function collect(root: string, path: string, parts: TrustPart[], depth = 0): Promise<void> {
  const limits = { maximumEntries: fileLimit, links: 'inside' } as const;
  const listed = await listForeignFolder(root, path, limits);
  if (listed.ok && listed.value !== null) {
    if (depth > depthLimit) return;
    for (const name of listed.value.names) await collect(root, `${path}/${name}`, parts, depth + 1);
    return;
  }
  const read = await readForeignFile(root, path, { maximumBytes: sizeLimit, links: 'inside' });
  if (!read.ok || read.value === null || parts.length >= fileLimit) return;
  parts.push(promptPart(path, read.value.bytes.toString('utf8')));
}

/** The part of a prompt file with this text. */
export function promptPart(name: string, text: string): TrustPart {
  return makePart({ kind: 'prompt', name, place: null, text: text.replace(/^\uFEFF/, '') });
}
