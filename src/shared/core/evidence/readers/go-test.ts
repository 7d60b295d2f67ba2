import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';

const statuses: Readonly<Record<string, TestStatus>> = {
  PASS: 'passed',
  FAIL: 'failed',
  SKIP: 'skipped',
};

const begin = /^=== RUN {3}(\S{1,1000})$/;
const result = /^ {0,200}--- (PASS|FAIL|SKIP): (\S{1,1000}) \([\d.]{1,12}s\)$/;
const packageLine =
  /^(ok {2}|FAIL|\? {3}|---)\t(\S{1,500})(?:\t([\d.]{1,12}s|\(cached\)|\[.{1,100}\]))?(?:\t.{0,200})?( \[no tests to run\])?$/;

/** `go test`, also with `-v`; without it, only packages have names. */
export class GoTestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #packages: TestResult[] = [];
  #begun = new Set<string>();
  #results: TestResult[] = [];
  #isVerbose = false;
  #hasRun = false;

  line = (line: string): void => {
    const [, begun] = begin.exec(line) ?? [];
    if (begun !== undefined) {
      this.#begun.add(begun);
      this.#isVerbose = true;
    }
    const [, word = '', name = ''] = result.exec(line) ?? [];
    const status = statuses[word];
    // What a test prints may look like a result: only one that has begun can have come to its end.
    if (status !== undefined && this.#begun.delete(name)) this.#results.push({ id: name, status });
    const end = packageLine.exec(line);
    if (end !== null) this.#package(end);
  };

  #package([line, state = '', name = '']: RegExpExecArray): void {
    this.#hasRun = true;
    for (const { id, status } of this.#results) this.#tests.push({ id: `${name} > ${id}`, status });
    this.#results = [];
    this.#begun = new Set();
    const isEmpty = line.includes('[no test files]') || line.includes('[no tests to run]');
    if (isEmpty) return;
    this.#packages.push({ id: name, status: state.startsWith('ok') ? 'passed' : 'failed' });
  }

  end = (): RunnerResults | null => {
    if (!this.#hasRun) return null;
    const runner = 'go test';
    if (this.#isVerbose) {
      return { runner, counts: countsOf(this.#tests), detail: 'tests', tests: this.#tests };
    }
    // Without its option it does not say how many tests there are, only that there is none.
    const counts = this.#packages.length === 0 ? countsOf([]) : null;
    return { runner, counts, detail: 'files', tests: this.#packages };
  };
}
