import { countsOf } from '#shared/core/evidence/test-results.ts';
import type {
  Counts,
  RunnerResults,
  TestResult,
  TestStatus,
} from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { pathName } from './line-reader.ts';
import { NodeSummary } from './node-summary.ts';

const statuses: Readonly<Record<string, TestStatus>> = {
  '✔': 'passed',
  '✖': 'failed',
  '⚠': 'failed',
  '﹣': 'skipped',
};

const result = /^( {0,200})([✔✖⚠﹣▶]) (.{1,1000})$/u;
const duration = / \(\d{1,12}(?:\.\d{1,9})?ms\)(?: # .{0,1000})?$/;

/** node:test with its reporter "spec", which is the one that it has by itself since version 23. */
export class NodeSpecReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #groups: TestResult[] = [];
  readonly #summary = new NodeSummary();
  readonly #open: string[] = [];
  #before = '';

  line = (line: string): void => {
    const before = this.#before;
    this.#before = line;
    this.#summary.take(line.startsWith('ℹ ') ? line.slice(2) : null);
    // The list of what failed, behind the numbers, names each once more.
    if (this.#summary.isOpen || before.startsWith('test at ')) return;
    const [, indent = '', sign = '', rest = ''] = result.exec(line) ?? [];
    if (sign === '') return;
    const depth = indent.length / 2;
    if (sign === '▶') {
      this.#open.splice(depth);
      this.#open.push(rest);
      return;
    }
    this.#take(depth, sign, rest);
  };

  #take(depth: number, sign: string, rest: string): void {
    const measured = duration.exec(rest);
    if (measured === null) return;
    const name = rest.slice(0, measured.index);
    // Behind the time stands why it was skipped, or why it may fail.
    const isLeftOut = measured[0].includes(') # ');
    const status = isLeftOut ? 'skipped' : (statuses[sign] ?? 'failed');
    const isGroup = this.#open.length === depth + 1 && this.#open[depth] === name;
    this.#open.splice(depth);
    const one = { id: pathName([...this.#open, name]), status };
    (isGroup ? this.#groups : this.#tests).push(one);
  }

  end = (): RunnerResults | null => nodeResults(this.#summary.counts, this.#tests, this.#groups);
}

/**
 * What a run of node:test came to. Groups made with `test` are counted as tests and those made with `describe` are
 * not, so the numbers lie between the two.
 */
export function nodeResults(
  counts: Counts | null,
  tests: readonly TestResult[],
  groups: readonly TestResult[],
): RunnerResults | null {
  if (counts === null) return null;
  const alone = countsOf(tests);
  const withGroups = countsOf([...tests, ...groups]);
  const areAll =
    alone.passed <= counts.passed &&
    counts.passed <= withGroups.passed &&
    alone.failed <= counts.failed &&
    counts.failed <= withGroups.failed;
  const runner = 'node:test';
  return { runner, counts, detail: areAll ? 'tests' : 'none', tests: areAll ? tests : [] };
}
