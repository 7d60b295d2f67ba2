import { createHash } from 'node:crypto';
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

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Keeps which tests a check ran, beside its output.
 * @returns the digest of the file
 * @throws when it cannot be written
 */
export async function writeTestReport(outputFile: string, report: TestReport): Promise<string> {
  const content = JSON.stringify(report);
  await writeFile(testReportFile(outputFile), content, { mode: privateFileMode });
  return digestOf(content);
}

type Kept = Pick<Evidence, 'outputFile' | 'digests'>;

/**
 * Which tests a check ran, from beside its output; null where that was not kept, cannot be read any more, or is not what
 * was written: agents and checks can write there as well.
 */
export async function readTestReport(folder: string, evidence: Kept): Promise<TestReport | null> {
  const text = await readOwn(folder, evidence);
  if (text === null) return null;
  try {
    const read = testReportSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Whether the names of a check's tests are there as they were written, as far as its record can say. */
export async function hasOwnTests(folder: string, evidence: Kept): Promise<boolean> {
  const written = evidence.digests?.tests ?? null;
  return written === null || (await readOwn(folder, evidence)) !== null;
}

async function readOwn(folder: string, { outputFile, digests }: Kept): Promise<string | null> {
  // What is there now was put there by somebody else.
  if (digests !== null && digests.tests === null) return null;
  const text = await readNamedText(join(folder, testReportFile(outputFile)), maximumBytes);
  if (!text.ok || text.value === null) return null;
  return digests === null || digestOf(text.value) === digests.tests ? text.value : null;
}
