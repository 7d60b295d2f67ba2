import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate } from 'node:timers/promises';
import { ResultsReader, readReportFile } from '#shared/core/evidence/read-output.ts';
import type { TestReport } from '#shared/core/evidence/test-results.ts';
import { countsIn, verdictWith } from '#shared/core/evidence/verdict.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { longestDigested } from './own-output.ts';
import { reportTexts } from './report-files.ts';
import { writeTestReport } from './test-reports.ts';

export interface ResultsRequest {
  /** Where the check ran. */
  readonly folder: string;
  /** Absolute path of its complete output. */
  readonly outputFile: string;
  /** The setting `verify.report`. */
  readonly report: string;
  /** What its exit code alone says. */
  readonly verdict: Evidence['verdict'];
}

/** Others have their turn after each such piece, which takes a few milliseconds. */
const pieceBytes = 64 * 1024;

/**
 * Reads what the runners of a check said, from the report that it wrote or else from what it printed, keeps the
 * names of the tests beside the output, and gives the verdict that follows. Results are read here, from outside: nothing
 * of the folder where the check ran is executed.
 */
export async function readResults(
  request: ResultsRequest,
): Promise<Pick<Evidence, 'verdict' | 'tests' | 'digests'>> {
  const { outputFile, verdict } = request;
  if (verdict === 'could_not_run' || verdict === 'interrupted') {
    return { verdict, tests: null, digests: null };
  }
  const printed = await readPrinted(request);
  const report = (await writtenReport(request)) ?? printed.report;
  const tests = report === null ? null : await writeTestReport(outputFile, report);
  const digests = { output: printed.digest, tests };
  return { verdict: verdictWith(verdict, report), tests: countsIn(report), digests };
}

async function writtenReport({ folder, report }: ResultsRequest): Promise<TestReport | null> {
  const read = (await reportTexts(folder, report)).map((text) => readReportFile(text, folder));
  const known = read.filter((one) => one !== null);
  return known.length === 0 ? null : together(known);
}

/** Several files with results, as where each package writes its own. */
function together(reports: readonly TestReport[]): TestReport | null {
  const [first] = reports;
  if (first === undefined || reports.length === 1) return first ?? null;
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const one of reports) {
    counts.passed += one.counts?.passed ?? 0;
    counts.failed += one.counts?.failed ?? 0;
    counts.skipped += one.counts?.skipped ?? 0;
  }
  return {
    ...first,
    runners: [...new Set(reports.flatMap(({ runners }) => runners))],
    counts,
    detail: reports.every(({ detail }) => detail === 'tests') ? 'tests' : 'none',
    tests: reports.flatMap(({ tests }) => tests),
  };
}

interface Printed {
  readonly report: TestReport | null;
  /** SHA-256 of all of it; null where it is not read to its end. */
  readonly digest: string | null;
}

async function readPrinted({ folder, outputFile }: ResultsRequest): Promise<Printed> {
  const opened = await openForeignFile(dirname(outputFile), basename(outputFile));
  if (!opened.ok || opened.value === null) return { report: null, digest: null };
  await using file = opened.value;
  const { size } = await file.stat();
  const hash = createHash('sha256');
  if (size === 0) return { report: null, digest: hash.digest('hex') };
  const reader = new ResultsReader(folder);
  const decoder = new StringDecoder('utf8');
  const pieces: AsyncIterable<Buffer> = file.createReadStream({
    highWaterMark: pieceBytes,
    end: Math.min(size, longestDigested) - 1,
    autoClose: false,
  });
  for await (const piece of pieces) {
    hash.update(piece);
    reader.take(decoder.write(piece));
    await setImmediate();
  }
  reader.take(decoder.end());
  const report = reader.end();
  if (size <= longestDigested) return { report, digest: hash.digest('hex') };
  return { report: report && { ...report, detail: 'none', tests: [] }, digest: null };
}
