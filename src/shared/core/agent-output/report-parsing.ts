import type { AgentReport } from '#shared/model/agent-report.ts';
import { field, parseJsonObject, textField } from './json-lines.ts';
import type { JsonObject } from './json-lines.ts';
import { singleLine, terminalLines } from './terminal-text.ts';
import { trimBy } from '#shared/lib/trim.ts';

/** Characters at the end of a text that are looked at; a report is far smaller. */
const textLimit = 64 * 1024;
/** Non-empty lines at the end of a text in which the report may stand. */
const lineWindow = 20;
const listLimit = 1000;
const pathLimit = 4096;
const messageLimit = 200;

const statuses: Readonly<Record<string, AgentReport['status']>> = {
  s: 'success',
  f: 'fail',
  b: 'blocked',
};
const errorTypes: Readonly<Record<string, AgentReport['errorType']>> = {
  t: 'test',
  b: 'build',
  o: 'timeout',
  v: 'validation',
  u: 'unknown',
};

const noReport: AgentReport = {
  status: 'unknown',
  origin: 'none',
  tokens: null,
  modified: [],
  created: [],
  errorType: null,
  message: '',
  summary: null,
  criteriaMet: null,
  blockerDiscovered: false,
};

export interface ReportInput {
  /** Content of the file named by `$SWITCHYARD_REPORT`; null when the agent wrote none. */
  readonly reportFile: string | null;
  /**
   * What the agent said last: the final text of a tool with an output format, else the end of its
   * raw terminal output.
   */
  readonly finalText: string;
  /**
   * Exit code of an agent whose exit code is its report when it gives no other (`script`); left out
   * or null for all others, which exit with 0 whatever they did.
   */
  readonly exitCode?: number | null;
}

/**
 * The agent's report (SPEC section 5.3): from its file, else from the last line of its output that is a
 * JSON object, else from its exit code if that counts, else status `unknown`. A field of the wrong type is left out, as is a path that is
 * absolute or climbs. Never throws, whatever the agent wrote.
 */
export function parseReport(input: ReportInput): AgentReport {
  if (input.reportFile !== null) {
    const report = toReport(readReportFile(input.reportFile), 'report_file');
    if (report !== null) return report;
  }
  return toReport(lastObject(input.finalText), 'last_line') ?? fromExitCode(input.exitCode ?? null);
}

function fromExitCode(exitCode: number | null): AgentReport {
  if (exitCode === null) return noReport;
  if (exitCode === 0) return { ...noReport, status: 'success' };
  return { ...noReport, status: 'fail', errorType: 'unknown', message: `exit code ${exitCode}` };
}

function readReportFile(content: string): JsonObject | null {
  return content.length <= textLimit
    ? (parseJsonObject(content.trim()) ?? lastObject(content))
    : lastObject(content);
}

/**
 * The last JSON object among the trailing lines. It may be spread over lines: pretty-printed, or
 * cut at a terminal's width; agents also like to put it in backticks.
 */
function lastObject(text: string): JsonObject | null {
  const lines = terminalLines(text.slice(-textLimit))
    .map((line) => trimBy(line, isWrapping))
    .filter((line) => line !== '')
    .slice(-lineWindow);
  for (let end = lines.length; end > 0; end -= 1) {
    if (lines[end - 1]?.endsWith('}') !== true) continue;
    for (let start = end - 1; start >= 0; start -= 1) {
      if (lines[start]?.startsWith('{') !== true) continue;
      const object = parseJsonObject(lines.slice(start, end).join(''));
      if (object !== null) return object;
    }
  }
  return null;
}

/** Blanks and the backticks of code. */
function isWrapping(character: string): boolean {
  return character === '`' || /\s/.test(character);
}

function toReport(object: JsonObject | null, origin: AgentReport['origin']): AgentReport | null {
  const status = lookUp(statuses, textField(object, 's'));
  if (status === null) return null;
  const summary = singleLine(textField(object, 'sum') ?? '', messageLimit);
  return {
    status,
    origin,
    tokens: toCount(field(object, 't')),
    modified: toPaths(field(object, 'm')),
    created: toPaths(field(object, 'c')),
    errorType: lookUp(errorTypes, textField(object, 'e')),
    message: singleLine(textField(object, 'x') ?? '', messageLimit),
    summary: summary === '' ? null : summary,
    criteriaMet: toCriteria(field(object, 'a')),
    blockerDiscovered: field(object, 'blocker_discovered') === true,
  };
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string | null): Value | null {
  return key !== null && Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

function toCount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function toCriteria(value: unknown): number[] | null {
  if (!Array.isArray(value)) return null;
  const numbers = value.map(toCount).filter((number) => number !== null && number > 0);
  return [...new Set(numbers)].filter((number) => number !== null).slice(0, listLimit);
}

function toPaths(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const paths = value.map(toPath).filter((path) => path !== null);
  return [...new Set(paths)].slice(0, listLimit);
}

/** A path as git names it, relative to the worktree; null when it is not inside of it. */
function toPath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > pathLimit || value.includes('\0')) return null;
  const path = value.replace(/^(?:\.\/+)+/, '');
  if (path === '' || /^(?:[/\\]|[A-Za-z]:)/.test(path)) return null;
  return path.split(/[/\\]/).includes('..') ? null : path;
}
