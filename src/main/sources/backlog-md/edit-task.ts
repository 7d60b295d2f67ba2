import { isScalar } from 'yaml';
import type { Node } from 'yaml';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TaskStatus } from '#shared/model/task.ts';
import type { FileChange } from '#main/sources/source.ts';
import { findCriteria } from './criteria.ts';
import { appendNotes, hasSummary, writeSummary } from './edit-sections.ts';
import { parseFrontMatter } from './front-matter.ts';
import type { FrontMatter } from './front-matter.ts';
import { findSections } from './sections.ts';
import { nameFromStatus, statusFromName } from './statuses.ts';
import type { StatusNames } from './statuses.ts';

/**
 * Keys that follow `status` keep their place; only the value's own characters are exchanged. Whatever
 * repeats the value by an alias goes on saying what it said.
 */
function replaceValue(
  text: string,
  { map }: FrontMatter,
  node: Node,
  values: { readonly former: string; readonly next: string },
): string {
  const style = isScalar(node) ? node.type : undefined;
  // A block (`>-`) ends with its line.
  const lineBreak = /\r?\n$/.exec(text.slice(map.offset(node), map.end(node)))?.[0] ?? '';
  const edits = [
    { node, text: scalar(values.next, style) + lineBreak },
    ...map
      .aliasesOf(node)
      .map((alias) => ({ node: alias, text: scalar(values.former, undefined) })),
  ];
  return edits
    .toSorted((one, other) => map.offset(other.node) - map.offset(one.node))
    .reduce(
      (edited, one) =>
        edited.slice(0, map.offset(one.node)) + one.text + edited.slice(map.end(one.node)),
      text,
    );
}

/** Words that older YAML readers take for something else than text. */
const notText = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;

function scalar(value: string, style: string | undefined): string {
  if (style === 'QUOTE_DOUBLE') return JSON.stringify(value);
  const isPlain = /^[\p{L}][\p{L}\p{N} _-]*$/u.test(value) && !notText.test(value);
  if (isPlain && style !== 'QUOTE_SINGLE') return value;
  return `'${value.replaceAll("'", "''")}'`;
}

function setStatus(
  text: string,
  file: string,
  status: TaskStatus,
  names: StatusNames,
): Result<string, Failure> {
  const front = parseFrontMatter(text, file);
  if (!front.ok) return front;
  const { map } = front.value;
  const current = map.text('status');
  if (!current.ok) return current;
  const next = nameFromStatus(status, names, current.value);
  if (next === null || next === current.value) return ok(text);
  const node = map.value('status');
  if (node !== null && map.end(node) > map.offset(node)) {
    return ok(replaceValue(text, front.value, node, { former: current.value ?? '', next }));
  }
  return ok(addStatus(text, front.value, scalar(next, undefined)));
}

/** Gives the head a status where there is none yet: behind its key, else as the last line. */
function addStatus(text: string, { map, closingLine }: FrontMatter, value: string): string {
  const behindKey = map.valuePlace('status');
  if (behindKey !== null) return `${text.slice(0, behindKey)} ${value}${text.slice(behindKey)}`;
  if (map.flowStart !== null) {
    return `${text.slice(0, map.flowStart)}status: ${value}, ${text.slice(map.flowStart)}`;
  }
  const before = text.slice(0, closingLine);
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before.endsWith('\n') ? '' : eol;
  return `${before}${gap}status: ${value}${eol}${text.slice(closingLine)}`;
}

/** Ticks criteria; numbers without a criterion are ignored. */
function tickCriteria(text: string, file: string, wanted: readonly number[] | 'all'): string {
  const front = parseFrontMatter(text, file);
  if (!front.ok) return text;
  const criteria = findCriteria(text, findSections(text, front.value.bodyStart));
  let ticked = text;
  for (const [index, { tick, checked }] of criteria.entries()) {
    if (checked || (wanted !== 'all' && !wanted.includes(index + 1))) continue;
    ticked = `${ticked.slice(0, tick)}x${ticked.slice(tick + 1)}`;
  }
  return ticked;
}

/** `2026-01-31 12:00`, UTC, as the Backlog.md tool writes it. */
export function backlogTime(isoTime: string): string {
  return isoTime.slice(0, 16).replace('T', ' ');
}

function setUpdatedDate(text: string, file: string, isoTime: string): string {
  const front = parseFrontMatter(text, file);
  if (!front.ok) return text;
  const node = front.value.map.value('updated_date');
  const current = front.value.map.text('updated_date');
  if (node === null || !current.ok || current.value === null) return text;
  const values = { former: current.value, next: backlogTime(isoTime) };
  return replaceValue(text, front.value, node, values);
}

/** The notes to append: a blocked task whose project has no such status says so in words. */
function notesFor(change: FileChange, names: StatusNames): string {
  const notes = change.notes ?? '';
  const name = nameFromStatus('blocked', names, null);
  const hasName = name !== null && statusFromName(name, names) === 'blocked';
  if (change.status !== 'blocked' || hasName) return notes;
  return `Blocked: ${notes.trim() === '' ? 'Switchyard could not finish this task.' : notes}`;
}

/**
 * The text of a task's file with `change` in it (SPEC section 2.2). Only the status, the ticks, the
 * notes, the summary and, where the file has one and something else changed, `updated_date` differ;
 * every other byte stays. The same change again gives the same text.
 */
export function applyBacklogChange(
  text: string,
  file: string,
  change: FileChange,
  names: StatusNames,
): Result<string, Failure> {
  const checked = parseFrontMatter(text, file);
  if (!checked.ok) return checked;
  const status =
    change.status === undefined ? ok(text) : setStatus(text, file, change.status, names);
  if (!status.ok) return status;
  const ticked = tickCriteria(status.value, file, change.checkedCriteria ?? []);
  const noted = editBody(ticked, file, (body, start) =>
    appendNotes(body, start, notesFor(change, names)),
  );
  const summarised = editBody(noted, file, (body, start) =>
    writeSummary(body, start, change.summary ?? ''),
  );
  const filled = editBody(summarised, file, (body, start) =>
    hasSummary(body, start) ? body : writeSummary(body, start, change.summaryIfNone ?? ''),
  );
  if (filled === text) return ok(text);
  return ok(setUpdatedDate(filled, file, change.updatedAt));
}

function editBody(
  text: string,
  file: string,
  edit: (text: string, bodyStart: number) => string,
): string {
  const front = parseFrontMatter(text, file);
  if (!front.ok) return text;
  const { bodyStart, isClosed } = front.value;
  if (isClosed) return edit(text, bodyStart);
  // There is no body yet: it begins behind the closing line, which is added with the first of it.
  const closed = closeFrontMatter(text);
  const edited = edit(closed, closed.length);
  return edited === closed ? text : edited;
}

function closeFrontMatter(text: string): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text}${text.endsWith('\n') ? '' : eol}---${eol}`;
}
