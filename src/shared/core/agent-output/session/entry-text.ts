import { assertNever } from '#shared/lib/assert-never.ts';
import { untilWords } from '#shared/lib/time-words.ts';
import type { EntryFile, SessionEntry, ToolState } from '#shared/model/session-entry.ts';
import { lasted, toolWords } from './activity.ts';
import { wholeText } from './kept-text.ts';

/** Lines of a tool's output that are shown without asking for more. */
const shownLines = 12;

/** All words of an entry as plain text, which a search looks through. */
export function entryText(entry: SessionEntry): string {
  switch (entry.kind) {
    case 'text':
    case 'other':
      return wholeText(entry.text);
    case 'tool': {
      const files = entry.files.map(fileText).join('\n');
      return `${entry.name}: ${entry.subject}\n${wholeText(entry.output)}\n${files}`;
    }
    case 'question':
      return entry.text;
    case 'retry':
      return entry.reason;
    case 'refused':
      return `${entry.tool} ${entry.subject}\n${entry.reason}`;
    case 'limit':
    case 'failure':
      return entry.message;
    case 'end':
      return '';
    default:
      return assertNever(entry, 'entry of a session');
  }
}

/** An entry as it is printed on a terminal: a sign, what it is, and what belongs to it indented below. */
export function entryLines(entry: SessionEntry): string {
  const { sign, text } = signed(entry);
  const indent = entry.isNested ? '    ' : '';
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => `${indent}${index === 0 ? `${sign} ` : '  '}${line}`.trimEnd())
    .join('\n');
}

function signed(entry: SessionEntry): { readonly sign: string; readonly text: string } {
  switch (entry.kind) {
    case 'text':
      return { sign: entry.voice === 'agent' ? '●' : '·', text: wholeText(entry.text) };
    case 'tool':
      return { sign: toolSigns[entry.state], text: toolText(entry) };
    case 'question':
      return { sign: '?', text: entry.text };
    case 'retry':
      return { sign: '↻', text: retryText(entry) };
    case 'refused':
      return { sign: '⊘', text: refusedText(entry) };
    case 'limit':
      return { sign: '⏸', text: limitText(entry) };
    case 'failure':
      return { sign: '✗', text: entry.message };
    case 'end':
      return { sign: entry.isSuccess ? '■' : '✗', text: endText(entry) };
    case 'other':
      return { sign: ' ', text: wholeText(entry.text) };
    default:
      return assertNever(entry, 'entry of a session');
  }
}

const toolSigns: Readonly<Record<ToolState, string>> = {
  running: '▸',
  done: '▸',
  failed: '✗',
  refused: '⊘',
};

/** What is said of the state of a tool beside its name; empty for one that worked. */
export function toolStateText({
  state,
  exitCode,
}: Pick<Extract<SessionEntry, { kind: 'tool' }>, 'state' | 'exitCode'>): string {
  switch (state) {
    case 'running':
      return 'running';
    case 'done':
      return exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
    case 'failed':
      return exitCode === null ? 'failed' : `exit code ${exitCode}`;
    case 'refused':
      return 'not permitted';
    default:
      return assertNever(state, 'state of a tool');
  }
}

function toolText(entry: Extract<SessionEntry, { kind: 'tool' }>): string {
  const details = [
    toolStateText(entry),
    entry.tookMs === null ? '' : lasted(entry.tookMs),
    ...entry.files.map(fileText),
  ].filter((detail) => detail !== '');
  const head = [toolWords(entry), ...details].join(' · ');
  if (entry.action === 'plan') return `${entry.name}\n${entry.subject}`;
  const output = wholeText(entry.output).trimEnd();
  // What a file says is no news; why it could not be read is.
  if (output === '' || (entry.action === 'read' && entry.state === 'done')) return head;
  const lines = output.split('\n');
  const left = lines.length - shownLines;
  const shown =
    left > 0
      ? [`… ${left} more ${left === 1 ? 'line' : 'lines'}`, ...lines.slice(-shownLines)]
      : lines;
  return [head, ...shown.map((line) => `  ${line}`)].join('\n');
}

/** A changed file with its lines: "src/a.ts +3 −1". */
export function fileText({ path, kind, added, removed }: EntryFile): string {
  const counts = [
    added === null || added === 0 ? '' : `+${added}`,
    removed === null || removed === 0 ? '' : `−${removed}`,
  ].filter((count) => count !== '');
  const words = counts.length === 0 ? [kind === 'edited' ? 'changed' : kind] : counts;
  return [path, ...words].join(' ');
}

/** That it tries again, why, and when. */
export function retryText(entry: Extract<SessionEntry, { kind: 'retry' }>): string {
  const { attempt, of, until, at } = entry;
  const count = attempt === null ? '' : ` (${attempt}${of === null ? '' : ` of ${of}`})`;
  const time = until === null ? '' : `, at ${untilWords(until, at ?? until)}`;
  return `Waits for its provider and tries again${count}${time}: ${entry.reason}`;
}

export function limitText({
  message,
  until,
  at,
}: Extract<SessionEntry, { kind: 'limit' }>): string {
  return until === null ? message : `${message} Until ${untilWords(until, at ?? until)}.`;
}

export function refusedText(entry: Extract<SessionEntry, { kind: 'refused' }>): string {
  const what =
    entry.subject === '' ? entry.tool : toolWords({ name: entry.tool, subject: entry.subject });
  return `Not permitted: ${what}${entry.reason === '' ? '' : `. ${entry.reason}`}`;
}

export function endText({
  isSuccess,
  tokens,
  costUsd,
}: Pick<Extract<SessionEntry, { kind: 'end' }>, 'isSuccess' | 'tokens' | 'costUsd'>): string {
  const spent = [
    tokens === null ? '' : `${tokens.toLocaleString('en-US')} tokens`,
    costUsd === null ? '' : `$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`,
  ].filter((one) => one !== '');
  return [isSuccess ? 'Done' : 'Ended with an error', ...spent].join(' · ');
}
