import { countsOf } from '#shared/core/evidence/test-results.ts';
import type {
  Counts,
  RunnerResults,
  TestResult,
  TestStatus,
} from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named } from './line-reader.ts';

const begin = /^(test\S{0,300}|\S{1,300}) \((\S{1,500})\)(?: \.\.\. (.{0,300}))?$/;
const documented = /^.{1,500} \.\.\. (.{1,300})$/;
const ran = /^Ran (\d{1,9}) tests? in [\d.]{1,12}s$/;
const verdict = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.{1,200})\))?$/;

function statusOf(text: string): TestStatus | null {
  if (text === 'ok') return 'passed';
  if (text === 'FAIL' || text === 'ERROR') return 'failed';
  if (text.startsWith('skipped ') || text.startsWith('expected failure')) return 'skipped';
  return text.startsWith('unexpected success') ? 'failed' : null;
}

/** unittest of Python, and what prints like it; every test by name with `-v`. */
export class UnittestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  #counts: Counts | null = null;
  #ran: number | null = null;
  /** The test that has begun and whose status is still to come. */
  #open: string | null = null;

  line = (line: string): void => {
    const [, number] = ran.exec(line) ?? [];
    if (number !== undefined) {
      this.#close('failed');
      this.#ran = Number(number);
      return;
    }
    const end = verdict.exec(line);
    if (end !== null && this.#ran !== null) this.#count(this.#ran, end[1] ?? '');
    this.#entry(line);
  };

  #entry(line: string): void {
    const [, name, place, status] = begin.exec(line) ?? [];
    if (name !== undefined && place !== undefined) {
      this.#close('failed');
      // Newer versions name the test in its place as well.
      this.#open = place.endsWith(`.${name}`) ? place : `${place}.${name}`;
      if (status !== undefined) this.#settle(statusOf(status));
      return;
    }
    this.#settle(statusOf(documented.exec(line)?.[1] ?? line));
  }

  #settle(status: TestStatus | null): void {
    if (status !== null) this.#close(status);
  }

  #close(status: TestStatus): void {
    if (this.#open !== null) this.#tests.push({ id: this.#open, status });
    this.#open = null;
  }

  #count(total: number, details: string): void {
    const number = (word: string): number => {
      const part = details.split(', ').find((one) => one.startsWith(`${word}=`));
      return Number(/\d{1,9}$/.exec(part ?? '')?.[0] ?? 0);
    };
    const failed = number('failures') + number('errors') + number('unexpected successes');
    const skipped = number('skipped') + number('expected failures');
    const before = this.#counts ?? countsOf([]);
    this.#counts = {
      passed: before.passed + Math.max(0, total - failed - skipped),
      failed: before.failed + failed,
      skipped: before.skipped + skipped,
    };
    this.#ran = null;
  }

  end = (): RunnerResults | null =>
    this.#counts === null ? null : named('unittest', this.#counts, this.#tests);
}
