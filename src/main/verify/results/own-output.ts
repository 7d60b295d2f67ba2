import { createHash } from 'node:crypto';
import type { Evidence } from '#shared/model/evidence.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';

/** No more of an output is read: what comes behind it has no names of tests, and a longer one has no digest. */
export const longestDigested = 256 * 1024 ** 2;

/** Pieces of the usual 64 KiB take four times as long. */
const pieceBytes = 256 * 1024;

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
  // One that was digested was not as long as this.
  if ((await file.stat()).size > longestDigested) return false;
  const hash = createHash('sha256');
  const pieces: AsyncIterable<Buffer> = file.createReadStream({
    autoClose: false,
    highWaterMark: pieceBytes,
  });
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex') === written;
}
