import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { pathName } from './line-reader.ts';
import { nodeResults } from './node-spec.ts';
import { NodeSummary } from './node-summary.ts';

interface Point {
  readonly indent: number;
  readonly name: string;
  readonly status: TestStatus;
  readonly children: readonly Point[];
}

const point = /^( {0,200})(not )?ok\b(?: {1,4}\d{1,9})?(?: {1,4}-)? {0,4}(.{0,1000})$/;
const plan = /^( {0,200})1\.\.(\d{1,9})(?: *#.{0,1000})?$/;
const time = / # time=[\d.]{1,20}m?s/;

/** The Test Anything Protocol, with subtests by indentation or in braces; also that of node:test. */
export class TapReader implements LineReader {
  #points: Point[] = [];
  readonly #summary = new NodeSummary();
  #isTap = false;
  #isOfNode = false;
  #planned = 0;
  #hasBailedOut = false;
  /** Indent of the block of details that is open; null when none is. */
  #details: number | null = null;
  #group = '';
  readonly #braces: {
    readonly name: string;
    readonly status: TestStatus;
    readonly from: number;
  }[] = [];

  line = (line: string): void => {
    if (/^TAP version 1[34]$/.test(line)) this.#isTap = true;
    if (this.#skipsDetails(line)) return;
    if (line.startsWith('# ') || line.startsWith('    #')) this.#comment(line);
    else this.#summary.take(null);
    if (line.startsWith('Bail out!')) this.#hasBailedOut = this.#isTap;
    const planned = plan.exec(line);
    if (planned?.[1] === '') this.#planned += Number(planned[2]);
    if (planned !== null) this.#isTap = true;
    if (line.trim() === '}' && this.#braces.length > 0) this.#closeBrace();
    const [, indent, isNot, rest] = point.exec(line) ?? [];
    if (indent !== undefined && rest !== undefined) {
      this.#take(indent.length, isNot !== undefined, rest);
    }
  };

  #skipsDetails(line: string): boolean {
    const indent = line.length - line.trimStart().length;
    if (this.#details === null) {
      if (!/^ {1,200}---/.test(line)) return false;
      this.#details = indent;
      return true;
    }
    if (indent === this.#details && line.trim() === '...') this.#details = null;
    return true;
  }

  #comment(line: string): void {
    if (/^ {0,200}# Subtest: /.test(line)) this.#isOfNode = true;
    if (!line.startsWith('# ')) return;
    this.#summary.take(line.slice(2));
    // What tape calls its tests; node repeats there what tests print.
    if (!this.#summary.isOpen) this.#group = line.slice(2).trim();
  }

  #take(indent: number, isNot: boolean, rest: string): void {
    const opens = rest.endsWith('{');
    const text = (opens ? rest.slice(0, -1) : rest).replace(time, '').trim();
    const directive = / # (?:SKIP|TODO)\b/i.exec(` ${text}`);
    const raw = directive === null ? text : text.slice(0, Math.max(0, directive.index - 1));
    const name = raw.replaceAll(/\\([#\\])/g, '$1').trim();
    const failed = isNot ? 'failed' : 'passed';
    const status = directive === null ? failed : 'skipped';
    if (opens) {
      this.#braces.push({ name, status, from: this.#points.length });
      return;
    }
    const first = this.#points.findLastIndex((one) => one.indent <= indent) + 1;
    const isInBraces = this.#braces.length > 0;
    const children = isInBraces ? [] : this.#points.splice(first);
    const group = this.#isOfNode || isInBraces || this.#group === '' ? [] : [this.#group];
    this.#points.push({ indent, name: pathName([...group, name]), status, children });
  }

  #closeBrace(): void {
    const opened = this.#braces.pop();
    if (opened === undefined) return;
    const children = this.#points.splice(opened.from);
    this.#points.push({ indent: 0, name: opened.name, status: opened.status, children });
  }

  end = (): RunnerResults | null => {
    const tests: TestResult[] = [];
    const groups: TestResult[] = [];
    const add = (one: Point, above: readonly string[]): void => {
      const names = [...above, one.name];
      const list = one.children.length === 0 ? tests : groups;
      list.push({ id: pathName(names), status: one.status });
      for (const child of one.children) add(child, names);
    };
    for (const one of this.#points) add(one, []);
    if (this.#isOfNode) return nodeResults(this.#summary.counts, tests, groups);
    if (!this.#isTap) return null;
    const areAll = this.#points.length === this.#planned && !this.#hasBailedOut;
    const counts = countsOf(tests);
    return { runner: 'TAP', counts, detail: areAll ? 'tests' : 'none', tests: areAll ? tests : [] };
  };
}
