import { createHash } from 'node:crypto';
import type { Evidence } from '#shared/model/evidence.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';

/**
 * Whether the complete output of a check is what it printed, as far as its record can say; one that is gone is nothing
 * else.
 */
export async function hasOwnOutput(
  folder: string,
  { outputFile, digests }: Pick<Evidence, 'outputFile' | 'digests'>,
): Promise<boolean> {
  const written = digests?.output ?? null;
  if (written === null) return true;
  const opened = await openForeignFile(folder, outputFile);
  if (!opened.ok || opened.value === null) return true;
  await using file = opened.value;
  const hash = createHash('sha256');
  const pieces: AsyncIterable<Buffer> = file.createReadStream({ autoClose: false });
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex') === written;
}
