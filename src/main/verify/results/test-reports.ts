import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testReportSchema } from '#shared/core/evidence/test-results.ts';
import type { TestReport } from '#shared/core/evidence/test-results.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode } from '#main/system/private-files.ts';

/** More than the names of all tests that are kept. */
const maximumBytes = 256 * 1024 * 1024;

/** The file beside a check's output that says which tests it ran. */
function testReportFile(outputFile: string): string {
  return `${outputFile.replace(/\.log$/, '')}.tests.json`;
}

/** Keeps which tests a check ran, beside its output. @throws when it cannot be written */
export async function writeTestReport(outputFile: string, report: TestReport): Promise<void> {
  const content = JSON.stringify(report);
  await writeFile(testReportFile(outputFile), content, { mode: privateFileMode });
}

/** Which tests a check ran, from beside its output; null where that was not kept, or cannot be read any more. */
export async function readTestReport(
  folder: string,
  { outputFile }: Pick<Evidence, 'outputFile'>,
): Promise<TestReport | null> {
  const text = await readNamedText(join(folder, testReportFile(outputFile)), maximumBytes);
  if (!text.ok || text.value === null) return null;
  try {
    const read = testReportSchema.safeParse(JSON.parse(text.value));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
