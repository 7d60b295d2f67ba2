import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult } from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named, pathName } from './line-reader.ts';

const total = /^ {2}(\d{1,9}) passing(?: \(.{1,40}\))?$/;
const more = /^ {2}(\d{1,9}) (pending|failing)$/;
const test = /^((?: {2}){1,100})(?:(✔|✓)|(\d{1,9}\))|(-)) (.{1,1000}?)(?: \(\d{1,12}ms\))?$/u;
const group = /^((?: {2}){1,100})(\S.{0,1000})$/;

/** mocha with its reporter "spec"; other reporters are only counted. */
export class MochaReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #counts = { ...countsOf([]) };
  #names: string[] = [];
  #state: 'tests' | 'numbers' | 'failures' = 'tests';
  #hasRun = false;

  line = (line: string): void => {
    const [, passing] = total.exec(line) ?? [];
    if (passing !== undefined) {
      this.#counts.passed += Number(passing);
      this.#hasRun = true;
      this.#state = 'numbers';
      return;
    }
    if (this.#state === 'numbers') this.#number(line);
    if (this.#state === 'tests') this.#entry(line);
  };

  #number(line: string): void {
    const [, number = '', word = ''] = more.exec(line) ?? [];
    if (word === 'pending') this.#counts.skipped += Number(number);
    else if (word === 'failing') this.#counts.failed += Number(number);
    else this.#state = 'failures';
  }

  #entry(line: string): void {
    const [, indent = '', isPassed, isFailed, isLeftOut, name] = test.exec(line) ?? [];
    if (name !== undefined) {
      const id = pathName([...this.#names.slice(0, indent.length / 2 - 1), name]);
      if (isPassed !== undefined) this.#tests.push({ id, status: 'passed' });
      else if (isFailed !== undefined) this.#tests.push({ id, status: 'failed' });
      else if (isLeftOut !== undefined) this.#tests.push({ id, status: 'skipped' });
      return;
    }
    const [, depth = '', title = ''] = group.exec(line) ?? [];
    if (title !== '') this.#names = [...this.#names.slice(0, depth.length / 2 - 1), title];
  }

  end = (): RunnerResults | null =>
    this.#hasRun ? named('mocha', this.#counts, this.#tests) : null;
}
