import { countsOf } from '#shared/core/evidence/test-results.ts';
import type {
  Counts,
  RunnerResults,
  TestResult,
  TestStatus,
} from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named, numbered, pathName } from './line-reader.ts';

const statuses: Readonly<Record<string, TestStatus>> = {
  '✓': 'passed',
  '√': 'passed',
  '✕': 'failed',
  '×': 'failed',
  '○': 'skipped',
  '✎': 'skipped',
};

const file = /^(?:PASS|FAIL) (?:\S{1,100} )?(\S.{0,500}?)(?: \([\d.]{1,12} m?s\))?$/;
const test =
  /^((?: {2}){1,100})([✓√✕×○✎]) (?:skipped |todo )?(.{1,1000}?)(?: \([\d.]{1,12} m?s\))?$/u;
const group = /^((?: {2}){1,100})(\S.{0,1000})$/;

/** jest; the names of tests stand in its output with `--verbose`, or where there is one file. */
export class JestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  #counts: Counts | null = null;
  /** Files that could not even be loaded, where no test counts. */
  #failedFiles = 0;
  #names: string[] = [];
  /** Whether the lines are the list of a file's tests. */
  #isList = false;

  line = (line: string): void => {
    if (/^No tests found, exiting with code \d/.test(line)) this.#counts ??= countsOf([]);
    if (/^Test Suites: {1,4}/.test(line)) this.#failedFiles = numbered(line).get('failed') ?? 0;
    if (/^Tests: {2,12}.{0,200}\d total/.test(line)) this.#count(line);
    const [, path] = file.exec(line) ?? [];
    if (path !== undefined) {
      this.#isList = true;
      this.#names = [path.replace(/^\.\//, '')];
      return;
    }
    if (line.trim() === '' || line.startsWith('  ● ')) this.#isList = false;
    if (this.#isList) this.#entry(line);
  };

  #entry(line: string): void {
    const [, indent = '', sign = '', name = ''] = test.exec(line) ?? [];
    const status = statuses[sign];
    if (status !== undefined) {
      const above = this.#names.slice(0, indent.length / 2);
      this.#tests.push({ id: pathName([...above, name]), status });
      return;
    }
    const [, depth = '', title = ''] = group.exec(line) ?? [];
    if (title !== '') this.#names = [...this.#names.slice(0, depth.length / 2), title];
  }

  #count(line: string): void {
    const numbers = numbered(line);
    const before = this.#counts ?? countsOf([]);
    const hasNone = numbers.get('total') === 0;
    this.#counts = {
      passed: before.passed + (numbers.get('passed') ?? 0),
      failed: before.failed + (hasNone ? this.#failedFiles : (numbers.get('failed') ?? 0)),
      skipped: before.skipped + (numbers.get('skipped') ?? 0) + (numbers.get('todo') ?? 0),
    };
  }

  end = (): RunnerResults | null =>
    this.#counts === null ? null : named('jest', this.#counts, this.#tests);
}
