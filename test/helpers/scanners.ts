import { firstCause } from '#shared/core/agent-output/cause.ts';
import { generalSignals, interpretOutput } from '#shared/core/agent-output/interpret.ts';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { changedLines, commandOf } from '#shared/core/agent-output/events/tool-call.ts';
import { readableError } from '#shared/core/agent-output/readable-error.ts';
import { entryLines } from '#shared/core/agent-output/session/entry-text.ts';
import { withoutReport } from '#shared/core/agent-output/session/report-line.ts';
import { SessionBuilder } from '#shared/core/agent-output/session/session-builder.ts';
import { readJsonLines } from '#shared/core/agent-output/read-json-lines.ts';
import { News } from '#shared/core/agent-output/news.ts';
import { findQuestion } from '#shared/core/agent-output/question.ts';
import { readAttempt } from '#shared/core/agent-output/read-attempt.ts';
import { tailActivity } from '#shared/core/agent-output/session/tail-activity.ts';
import { singleLine } from '#shared/core/agent-output/terminal-text.ts';
import {
  describeFailedAttempt,
  describeInterruptedAttempt,
} from '#shared/core/protocol/carry-forward.ts';
import { failureSignature } from '#shared/core/protocol/failure-signature.ts';
import { parseRateLimit } from '#shared/core/rate-limits/rate-limit.ts';
import { parseReport } from '#shared/core/agent-output/report-parsing.ts';
import { withoutEscapes } from '#shared/lib/escape-sequences.ts';
import { trimBy, trimEndBy } from '#shared/lib/trim.ts';
import { ModeScan } from '#main/terminal/mode-scan.ts';
import { OutputTail } from '#main/terminal/output-tail.ts';
import { describeFailedStart } from '#main/terminal/spawn-check.ts';
import { unfinishedEnd } from '#main/terminal/unfinished.ts';
import { plainText } from '#main/verify/output-tail.ts';

/** Something that reads text which an agent or a check wrote. */
export interface Scanner {
  readonly name: string;
  readonly scan: (text: string) => unknown;
}

const context = { now: 0, timeZone: 'UTC', signals: generalSignals };
const formats: readonly OutputFormat[] = ['plain', 'claude', 'codex', 'gemini', 'opencode'];

/** Every scanner of agents' and checks' output. A new one joins by its row. */
export const scanners: readonly Scanner[] = [
  { name: 'withoutEscapes', scan: withoutEscapes },
  { name: 'trimBy', scan: (text) => trimBy(text, (one) => one === ' ' || one === '`') },
  { name: 'trimEndBy', scan: (text) => trimEndBy(text, (one) => one === '\r') },
  { name: 'singleLine', scan: (text) => singleLine(text, 200) },
  { name: 'readJsonLines', scan: readJsonLines },
  ...formats.map((format) => ({
    name: `interpretOutput of ${format}`,
    scan: (text: string) =>
      interpretOutput({ ...context, format, text, failed: true, exitCode: 1 }),
  })),
  ...formats.map((format) => ({
    name: `SessionBuilder of ${format}`,
    scan: (text: string) => sessionOf(format, text),
  })),
  { name: 'readableError', scan: readableError },
  { name: 'withoutReport', scan: withoutReport },
  { name: 'commandOf', scan: commandOf },
  { name: 'changedLines', scan: (text) => changedLines(text, `${text}x`) },
  { name: 'firstCause', scan: (text) => firstCause(text.split('\n')) },
  { name: 'tailActivity', scan: (text) => tailActivity('claude', text, 0) },
  {
    name: 'readAttempt',
    scan: (text) =>
      readAttempt({
        ...context,
        format: 'plain',
        text,
        exitCode: 1,
        reportFile: text,
        exitCodeReports: false,
      }),
  },
  { name: 'News', scan: (text) => new News().isNew(text, true) },
  { name: 'findQuestion', scan: (text) => findQuestion(text) },
  { name: 'parseRateLimit', scan: (text) => parseRateLimit(text, context) },
  { name: 'parseReport', scan: (text) => parseReport({ reportFile: text, finalText: text }) },
  {
    name: 'failureSignature',
    scan: (text) => failureSignature('tree', [{ ...check, outputTail: text }]),
  },
  {
    name: 'describeFailedAttempt',
    scan: (text) =>
      describeFailedAttempt({
        attemptNumber: 1,
        problem: text,
        evidence: [{ ...check, command: text, outputTail: text }],
        changes: { modified: [text], created: [], deleted: [] },
        conflictFiles: [text],
        artifactProblems: [text],
      }),
  },
  {
    name: 'describeInterruptedAttempt',
    scan: (text) =>
      describeInterruptedAttempt({
        problem: text,
        changes: null,
        lastOutput: text,
        lastError: text,
      }),
  },
  { name: 'plainText', scan: plainText },
  { name: 'OutputTail', scan: (text) => tailOf(text) },
  { name: 'ModeScan', scan: (text) => modesOf(text) },
  { name: 'unfinishedEnd', scan: (text) => unfinishedEnd(Buffer.from(text), true) },
  { name: 'describeFailedStart', scan: (text) => describeFailedStart(text, 'agent') },
];

const check = { command: 'npm test', cwd: '/w', exitCode: 1, verdict: 'failed' as const };

function tailOf(text: string): string {
  const tail = new OutputTail(256 * 1024);
  tail.push(Buffer.from(text));
  return tail.text(256 * 1024);
}

function sessionOf(format: OutputFormat, text: string): string {
  const session = new SessionBuilder(format);
  for (const line of text.split('\n')) session.line(line, 0);
  const { first, end } = session.entries;
  return session.entries.slice(first, end).map(entryLines).join('\n') + session.pending(text, true);
}

function modesOf(text: string): Uint8Array {
  const scan = new ModeScan();
  scan.take(Buffer.from(text));
  return scan.restore();
}

/** Exported functions of the scanners' folders that need no row, and why. */
export const withoutRow: Readonly<Record<string, string>> = {
  terminalLines: 'the first step of readJsonLines and of interpretOutput',
  parseJsonObject: 'a step of readJsonLines',
  isJsonObject: 'looks at a value, not at text',
  field: 'looks at a value, not at text',
  objectField: 'looks at a value, not at text',
  textField: 'looks at a value, not at text',
  numberField: 'looks at a value, not at text',
  wholeField: 'looks at a value, not at text',
  jsonText: 'writes a value, and reads none',
  sumFields: 'looks at a value, not at text',
  decodeClaude: 'a step of interpretOutput and of SessionBuilder',
  decodeCodex: 'a step of interpretOutput and of SessionBuilder',
  decodeGemini: 'a step of interpretOutput and of SessionBuilder',
  decodeOpencode: 'a step of interpretOutput and of SessionBuilder',
  foldOutcome: 'a step of interpretOutput',
  JsonLineReader: 'a step of readJsonLines and of SessionBuilder',
  said: 'makes an event of a text',
  failed: 'makes an event of a text',
  toolCall: 'a step of the decoders',
  planText: 'a step of the decoders',
  diffLines: 'a step of the decoders',
  countSigns: 'a step of the decoders',
  EntryList: 'a part of SessionBuilder',
  SessionTexts: 'a part of SessionBuilder',
  SessionTools: 'a part of SessionBuilder',
  Spending: 'looks at numbers, not at text',
  keepText: 'a step of SessionBuilder',
  wholeText: 'a step of entryLines',
  activityOf: 'a step of tailActivity',
  activityLine: 'puts a time behind words',
  lasted: 'looks at a number, not at text',
  toolWords: 'a step of entryLines',
  entryText: 'the words that entryLines has too',
  entryLines: 'the last step of SessionBuilder in its row',
  toolStateText: 'a step of entryLines',
  fileText: 'a step of entryLines',
  retryText: 'a step of entryLines',
  limitText: 'a step of entryLines',
  refusedText: 'a step of entryLines',
  endText: 'a step of entryLines',
  interpretPlain: 'a step of interpretOutput',
  findRefusal: 'a step of interpretOutput',
  causeLine: 'a step of interpretOutput',
  resetTimeIn: 'a step of parseRateLimit',
  plausibleReset: 'looks at a number, not at text',
  readOutputTail: 'plainText of 32 KiB of a file',
};

/** Text that makes careless scanners slow, by what is repeated in it. */
export const families: readonly (readonly [string, (length: number) => string])[] = [
  ['blanks', repeated(' ')],
  ['blanks in a line', (length) => `x${repeated(' ')(length - 2)}x`],
  ['tabs', repeated('\t')],
  ['backticks', repeated('`')],
  ['backticks and blanks in a line', (length) => `x${repeated('` ')(length - 2)}x`],
  ['fences', repeated('``` ```` ')],
  ['operating system commands that never end', repeated('\u001b]')],
  ['control sequences that never end', repeated('\u001b[')],
  ['a control sequence without an end', (length) => `\u001b[${repeated('1;')(length - 2)}`],
  ['an operating system command without an end', (length) => `\u001b]0;${'x'.repeat(length)}`],
  ['strings of eight bits that never end', repeated('\u009d')],
  ['escapes and blanks', repeated('\u001b ')],
  ['escapes that only begin', repeated('\u001b')],
  ['digits', repeated('1')],
  ['digits with dots', repeated('1.')],
  ['hexadecimal digits', repeated('ab1')],
  ['quotes', repeated('"')],
  ['escaped quotes', repeated('\\"')],
  ['a text that is never closed', (length) => `{"type":"${repeated('\\"')(length)}`],
  ['braces', repeated('{')],
  ['objects that never end', repeated('{"')],
  ['objects in objects', repeated('{"a":')],
  ['lists in lists', (length) => `{"type":${repeated('[')(length)}`],
  ['closing braces', repeated('}')],
  ['braces and blanks in a line', (length) => `${repeated('} ')(length)}x`],
  ['an object that is nearly closed', (length) => `{"type":"x","a":"${'y'.repeat(length)}"`],
  ['lines that look cut', repeated(` {"${'a'.repeat(90)}}\n`)],
  ['lines that begin objects', repeated('{"type":"assistant"\n')],
  [
    'events',
    repeated('{"type":"assistant","message":{"content":[{"type":"text","text":"x"}]}}\r\n'),
  ],
  [
    'events that failed',
    repeated('{"type":"error","message":"429 too many requests in 1 in 1"}\n'),
  ],
  ['carriage returns', repeated('\r')],
  ['carriage returns in a line', (length) => `x${repeated('\r')(length - 2)}x`],
  ['combining characters', repeated('e\u0301\u0302')],
  ['half characters', repeated('\ud83d')],
  ['a million short lines', repeated('a\n')],
  ['empty lines', repeated('\n')],
  ['one line', repeated('word ')],
  ['one word', repeated('a')],
  ['addresses', repeated('http://a.b/c?d=e&')],
  ['paths', repeated('/a')],
  ['times', repeated('in 1 in 1 ')],
  ['waits', repeated('try again in 1 hour ')],
  ['limits', repeated('rate limit resets ')],
  ['questions', repeated('? ')],
  ['questions and blanks in a line', (length) => `?${repeated(' ')(length - 2)}x`],
  ['answers', repeated('(y ')],
  ['colons', repeated('token:')],
];

function repeated(unit: string): (length: number) => string {
  return (length) => unit.repeat(Math.ceil(length / unit.length));
}
