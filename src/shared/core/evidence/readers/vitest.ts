import { countsOf, totalOf } from '#shared/core/evidence/test-results.ts';
import type {
  Counts,
  RunnerResults,
  TestResult,
  TestStatus,
} from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named, numbered } from './line-reader.ts';

const statuses: Readonly<Record<string, TestStatus>> = {
  '✓': 'passed',
  '×': 'failed',
  '❯': 'failed',
  '↓': 'skipped',
  '□': 'skipped',
};

const file = /^ [✓×❯↓] {1,4}(.{1,500}) \((\d{1,9}) tests?((?: \| \d{1,9} [a-z ]{1,20}){0,6})\)/u;
const test = /^ ([✓×❯↓□]) {1,4}(.{1,1000}?)(?: \d{1,9}ms)?(?: \[.{1,200}\])?$/u;

/** vitest with its reporters "default" (numbers by file) and "verbose" (every test). */
export class VitestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #files: TestResult[] = [];
  #counts: Counts | null = null;
  /** Files that could not even be loaded, where no test counts. */
  #failedFiles = 0;
  #isVitest = false;
  /** Whether the lines are what a test printed, which ends with an empty one. */
  #isPrinted = false;

  line = (line: string): void => {
    if (/^ (?:RUN|DEV) {1,4}v\d/.test(line)) this.#isVitest = true;
    if (/^std(?:out|err) \| /.test(line)) this.#isPrinted = true;
    else if (line === '') this.#isPrinted = false;
    if (!this.#isVitest || this.#isPrinted) return;
    if (line.startsWith('No test files found')) this.#counts ??= countsOf([]);
    if (/^ {0,4}Test Files {2}/.test(line)) this.#failedFiles = numbered(line).get('failed') ?? 0;
    if (/^ {0,8}Tests {2}/.test(line)) this.#count(line);
    const [, name, total = '', parts = ''] = file.exec(line) ?? [];
    if (name !== undefined) this.#addFile(name, Number(total), parts);
    else this.#addTest(line);
  };

  #count(line: string): void {
    const numbers = numbered(line);
    const expected = numbers.get('expected fail') ?? 0;
    const left = (numbers.get('skipped') ?? 0) + (numbers.get('todo') ?? 0) + expected;
    const before = this.#counts ?? countsOf([]);
    const hasNone = line.includes('no tests');
    this.#counts = {
      passed: before.passed + (numbers.get('passed') ?? 0),
      failed: before.failed + (hasNone ? this.#failedFiles : (numbers.get('failed') ?? 0)),
      skipped: before.skipped + left,
    };
  }

  #addFile(name: string, total: number, parts: string): void {
    const numbers = numbered(parts);
    const failed = numbers.get('failed') ?? 0;
    const skipped = (numbers.get('skipped') ?? 0) + (numbers.get('todo') ?? 0);
    const id = name.trim().replaceAll(/ {1,500}/g, ' ');
    const add = (status: TestStatus, times: number): void => {
      for (let index = 0; index < Math.min(times, 100_000); index += 1) {
        this.#files.push({ id, status });
      }
    };
    add('passed', total - failed - skipped);
    add('failed', failed);
    add('skipped', skipped);
  }

  #addTest(line: string): void {
    const [, sign = '', name = ''] = test.exec(line) ?? [];
    const status = statuses[sign];
    // Only the reporter "verbose" names the file with the test.
    if (status !== undefined && name.includes(' > ')) this.#tests.push({ id: name, status });
  }

  end = (): RunnerResults | null => {
    const counts = this.#counts;
    if (counts === null) return null;
    if (this.#files.length === 0)
      return named('vitest', withExpected(counts, this.#tests), this.#tests);
    const areAll = this.#files.length === totalOf(counts);
    const tests = areAll ? this.#files : [];
    return { runner: 'vitest', counts, detail: areAll ? 'files' : 'none', tests };
  };
}

/** A test that is expected to fail has the sign of one that passed, and is counted by itself. */
function withExpected(counts: Counts, tests: readonly TestResult[]): Counts {
  const more = countsOf(tests).passed - counts.passed;
  if (more <= 0 || more > counts.skipped) return counts;
  return { ...counts, passed: counts.passed + more, skipped: counts.skipped - more };
}
