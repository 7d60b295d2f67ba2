import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import type { LineReader } from './line-reader.ts';
import { named } from './line-reader.ts';

const binary = /^ {3,5}Running (?:unittests )?(\S{1,500}) \((.{1,500})\)$/;
const documentation = /^ {3,5}Doc-tests (\S{1,300})$/;
const begin = /^running \d{1,9} tests?$/;
const test = /^test (\S.{0,1000}?) \.\.\. (ok|FAILED|ignored)(?:, .{0,300})?(?: <.{1,40}>)?$/;
const end =
  /^test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed; (\d{1,9}) ignored; (\d{1,9}) measured;/;
const nextest = /^ {4,12}(PASS|FAIL|SKIP) \[.{1,40}\] (?:\(.{1,20}\) )?(\S{1,300}) (\S.{0,900})$/;
const nextestEnd = /^ {5}Summary \[.{1,40}\] .{0,40}?(\d{1,9}) tests? run: (.{1,200})$/;

const statuses: Readonly<Record<string, TestStatus>> = {
  ok: 'passed',
  FAILED: 'failed',
  ignored: 'skipped',
  PASS: 'passed',
  FAIL: 'failed',
  SKIP: 'skipped',
};

/** `cargo test`, and nextest. */
export class CargoTestReader implements LineReader {
  readonly #tests: TestResult[] = [];
  readonly #counts = { ...countsOf([]) };
  #place = '';
  #isList = false;
  #hasRun = false;

  line = (line: string): void => {
    this.#placed(line);
    if (begin.test(line)) this.#isList = true;
    // Behind the list stands what failing tests print.
    if (line === 'failures:') this.#isList = false;
    const [, name, word = ''] = this.#isList ? (test.exec(line) ?? []) : [];
    if (name !== undefined) this.#add(this.#place, name, word);
    const [, nextWord = '', crate = '', nextName] = nextest.exec(line) ?? [];
    if (nextName !== undefined) this.#add(crate, nextName, nextWord);
    this.#count(line);
  };

  #placed(line: string): void {
    const [, file, program = ''] = binary.exec(line) ?? [];
    if (file !== undefined) {
      // The name of the program ends in a hash that changes with what it was made of.
      const crate = program.slice(program.lastIndexOf('/') + 1).replace(/-[0-9a-f]{16}$/, '');
      this.#place = `${crate} ${file}`;
    }
    const [, documented] = documentation.exec(line) ?? [];
    if (documented !== undefined) this.#place = `${documented} documentation`;
  }

  #add(place: string, name: string, word: string): void {
    // Where a test of the documentation stands changes with every line above it.
    const id = `${place} > ${name.replace(/ \(line \d{1,9}\)/, '')}`;
    this.#tests.push({ id, status: statuses[word] ?? 'failed' });
  }

  #count(line: string): void {
    const [all, passed, failed, ignored, measured] = end.exec(line) ?? [];
    if (all !== undefined) {
      this.#counts.passed += Number(passed) + Number(measured);
      this.#counts.failed += Number(failed);
      this.#counts.skipped += Number(ignored);
      this.#hasRun = true;
      this.#isList = false;
    }
    const [, , parts] = nextestEnd.exec(line) ?? [];
    if (parts === undefined) return;
    const number = (word: string): number =>
      Number(new RegExp(`(\\d{1,9}) ${word}`).exec(parts)?.[1] ?? 0);
    this.#counts.passed += number('passed');
    this.#counts.failed += number('failed');
    this.#hasRun = true;
  }

  end = (): RunnerResults | null =>
    this.#hasRun ? named('cargo test', this.#counts, this.#tests) : null;
}
