import { countsOf, totalOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named, numbered } from './line-reader.ts';

const words: Readonly<Record<string, TestStatus>> = {
  PASSED: 'passed',
  XPASS: 'skipped',
  FAILED: 'failed',
  ERROR: 'failed',
  SKIPPED: 'skipped',
  XFAIL: 'skipped',
};
const letters: Readonly<Record<string, TestStatus>> = {
  '.': 'passed',
  X: 'skipped',
  F: 'failed',
  E: 'failed',
  s: 'skipped',
  x: 'skipped',
};

const test =
  /^(\S.{0,900}?::.{1,900}?) (PASSED|XPASS|FAILED|ERROR|SKIPPED|XFAIL)(?: \(.{0,300}\))?(?: {1,200}\[ {0,2}\d{1,3}%\])?$/;
const spread =
  /^\[gw\d{1,4}\](?: \[ {0,2}\d{1,3}%\])? (PASSED|XPASS|FAILED|ERROR|SKIPPED|XFAIL) (\S.{0,900}::.{1,900}?) {0,4}$/;
const file = /^(\S{1,500}\.py) ([.FEsxX]{1,500})(?: {1,200}\[ {0,2}\d{1,3}%\])?$/;
const moreOfFile = /^([.FEsxX]{1,500}) {1,200}\[ {0,2}\d{1,3}%\]$/;
const summary =
  /^(?:=+ )?((?:\d{1,9} (?:failed|passed|skipped|xfailed|xpassed|errors?|deselected|warnings?|rerun|subtests passed)(?:, )?){1,10}|no tests ran) in [\d.]{1,12}s/;

/** pytest; every test by name with `-v`, else the numbers of each file. */
export class PytestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #files: TestResult[] = [];
  readonly #counts = { ...countsOf([]) };
  #hasRun = false;
  #file: string | null = null;
  /** Whether the lines are about tests: before the first heading behind those of the session. */
  #isList = true;

  line = (line: string): void => {
    const [, numbers] = summary.exec(line) ?? [];
    if (numbers !== undefined) {
      this.#count(numbers);
      return;
    }
    if (/^=+ test session starts =+$/.test(line)) {
      this.#isList = true;
      this.#file = null;
    } else if (/^={3,200} .{1,200} ={3,200}$/.test(line)) this.#isList = false;
    if (this.#isList) this.#entry(line);
  };

  #count(text: string): void {
    const numbers = numbered(text.replaceAll(', ', ' , '));
    const of = (word: string): number => numbers.get(word) ?? 0;
    this.#counts.passed += of('passed');
    this.#counts.failed += of('failed') + of('error') + of('errors');
    this.#counts.skipped += of('skipped') + of('xfailed') + of('xpassed');
    this.#hasRun = true;
    this.#isList = true;
    this.#file = null;
  }

  #entry(line: string): void {
    const [, name, word = ''] = test.exec(line) ?? [];
    const [, spreadWord = '', spreadName] = spread.exec(line) ?? [];
    const id = name ?? spreadName;
    const status = words[name === undefined ? spreadWord : word];
    if (id !== undefined && status !== undefined) {
      this.#tests.push({ id, status });
      return;
    }
    const [, path, signs] = file.exec(line) ?? [];
    if (path !== undefined) this.#file = path;
    this.#addSigns(signs ?? moreOfFile.exec(line)?.[1] ?? '');
  }

  #addSigns(signs: string): void {
    if (this.#file === null) return;
    for (const sign of signs) {
      const status = letters[sign];
      if (status !== undefined) this.#files.push({ id: this.#file, status });
    }
  }

  end = (): RunnerResults | null => {
    if (!this.#hasRun) return null;
    const counts = this.#counts;
    if (this.#tests.length > 0) return named('pytest', counts, this.#tests);
    const areAll = this.#files.length === totalOf(counts);
    const tests = areAll ? this.#files : [];
    return { runner: 'pytest', counts, detail: areAll ? 'files' : 'none', tests };
  };
}
