import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { coversPath } from '#shared/core/paths/path-cover.ts';
import { listForeignFolder, readForeignText } from '#main/system/foreign-file.ts';

/** Larger reports are not read. */
const maximumBytes = 64 * 1024 * 1024;
const maximumEntries = 10_000;

/**
 * Takes away what stands in the place of the report before the check runs, so that no report is read which the
 * check did not write. Nothing outside of the folder is touched: no link is followed.
 */
export async function clearReport(folder: string, report: string): Promise<void> {
  for (const file of await reportFiles(folder, report)) {
    await rm(join(folder, file), { force: true }).catch(() => undefined);
  }
}

/** The texts of the reports that a check wrote: of plain files in its folder. */
export async function reportTexts(folder: string, report: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const file of await reportFiles(folder, report)) {
    const read = await readForeignText(folder, file, { maximumBytes });
    if (read.ok && read.value !== null) texts.push(read.value.text);
  }
  return texts;
}

/** The files that a setting such as `reports/*.xml` means, below the folder, in order of their names. */
async function reportFiles(folder: string, report: string): Promise<readonly string[]> {
  if (report === '') return [];
  const place = posix.dirname(posix.normalize(report));
  const wanted = posix.basename(report);
  const listed = await listForeignFolder(folder, place, { maximumEntries });
  if (!listed.ok || listed.value === null) return [];
  return listed.value.names
    .filter((name) => coversPath(wanted, name))
    .map((name) => posix.join(place, name));
}
