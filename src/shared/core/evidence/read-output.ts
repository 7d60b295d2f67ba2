import { withoutEscapes } from '#shared/lib/escape-sequences.ts';
import { CargoTestReader } from './readers/cargo-test.ts';
import { GoTestReader } from './readers/go-test.ts';
import { JestReader } from './readers/jest.ts';
import { readJsonReport } from './readers/json-report.ts';
import { readJunit } from './readers/junit.ts';
import type { LineReader } from './readers/line-reader.ts';
import { MochaReader } from './readers/mocha.ts';
import { NodeSpecReader } from './readers/node-spec.ts';
import { PytestReader } from './readers/pytest.ts';
import { TapReader } from './readers/tap.ts';
import { UnittestReader } from './readers/unittest.ts';
import { VitestReader } from './readers/vitest.ts';
import { reportOf } from './test-results.ts';
import type { RunnerResults, TestReport } from './test-results.ts';

/** No line of a runner is longer. */
const longestLine = 2_000;

/**
 * Reads what the runners of a check print, piece by piece as it is read from the disk, in time that grows with its
 * length and no faster. A command may start several runners: what each says is added up.
 */
export class ResultsReader {
  readonly #readers: readonly LineReader[] = [
    new NodeSpecReader(),
    new TapReader(),
    new VitestReader(),
    new JestReader(),
    new MochaReader(),
    new PytestReader(),
    new UnittestReader(),
    new GoTestReader(),
    new CargoTestReader(),
  ];
  readonly #folder: string;
  /** The beginning of a line whose end has not been read. */
  #rest = '';

  /** @param folder where the check ran: names of tests are read relative to it */
  constructor(folder: string) {
    this.#folder = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  }

  take(text: string): void {
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    if (lines.length === 0) {
      this.#keep(last);
      return;
    }
    lines[0] = this.#rest + (lines[0] ?? '');
    for (const line of lines) this.#line(line);
    this.#rest = '';
    this.#keep(last);
  }

  #keep(text: string): void {
    if (this.#rest.length < longestLine) this.#rest += text.slice(0, 2 * longestLine);
  }

  #line(line: string): void {
    if (line.length > 2 * longestLine) return;
    const plain = withoutEscapes(line).replace(/\r+$/, '');
    const drawn = plain.slice(plain.lastIndexOf('\r') + 1);
    const inside = this.#folder === '' ? drawn : drawn.replaceAll(this.#folder, '');
    if (inside.length > longestLine) return;
    for (const reader of this.#readers) reader.line(inside);
  }

  /** All that the runners have said; null when there was none. */
  end(): TestReport | null {
    if (this.#rest !== '') this.#line(this.#rest);
    this.#rest = '';
    return reportOf(this.#readers.map((reader) => reader.end()).filter((run) => run !== null));
  }
}

/** What the runners of a check printed, read at once. */
export function readOutput(output: string, folder: string): TestReport | null {
  const reader = new ResultsReader(folder);
  reader.take(output);
  return reader.end();
}

/** A file with results: JUnit XML, JSON, TAP, or the output of a runner; null when nothing of it can be read. */
export function readReportFile(text: string, folder: string): TestReport | null {
  const start = text.trimStart().slice(0, 1);
  const place = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  const inside = place === '' ? text : text.replaceAll(place, '');
  if (start === '<') return one(readJunit(inside));
  if (start === '{' || start === '[') return one(readJsonReport(inside));
  return readOutput(text, folder);
}

function one(run: RunnerResults | null): TestReport | null {
  return run === null ? null : reportOf([run]);
}
