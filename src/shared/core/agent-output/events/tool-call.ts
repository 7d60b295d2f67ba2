import type { EntryFile, ToolAction } from '#shared/model/session-entry.ts';
import { field, isJsonObject, jsonText, textField } from '#shared/core/agent-output/json-lines.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';

/** What a tool was asked to do. */
export interface ToolCall {
  readonly action: ToolAction;
  readonly subject: string;
  readonly files: readonly EntryFile[];
}

const fileFields = ['file_path', 'filePath', 'absolute_path', 'notebook_path', 'path'];
const searchFields = ['pattern', 'query', 'q'];
const addressFields = ['url', 'uri'];
const longestInput = 400;

/**
 * Says what a tool does by the fields of its input, which are alike in all agents while the names of their tools
 * are not.
 */
export function toolCall(name: string, input: JsonObject | null): ToolCall {
  const command = commandOf(field(input, 'command') ?? field(input, 'cmd'));
  if (command !== null) return { action: 'run', subject: command, files: [] };
  const steps = field(input, 'todos') ?? field(input, 'plan');
  if (Array.isArray(steps)) return { action: 'plan', subject: planText(steps), files: [] };
  const prompt = textField(input, 'prompt');
  const address = firstText(input, addressFields);
  if (address !== null) return { action: 'fetch', subject: address, files: [] };
  if (prompt !== null) {
    return { action: 'delegate', subject: textField(input, 'description') ?? prompt, files: [] };
  }
  const search = firstText(input, searchFields);
  const path = firstText(input, fileFields);
  if (search !== null) {
    const place = path === null ? '' : ` in ${path}`;
    return { action: 'search', subject: `${search}${place}`, files: [] };
  }
  if (path !== null) return fileCall(name, path, input);
  const rest = input === null ? '' : jsonText(input);
  return { action: 'other', subject: rest === '{}' ? '' : rest.slice(0, longestInput), files: [] };
}

function fileCall(name: string, path: string, input: JsonObject | null): ToolCall {
  const files = changesOf(path, input);
  if (files.length > 0) return { action: 'edit', subject: path, files };
  return { action: /list|ls|glob/i.test(name) ? 'search' : 'read', subject: path, files: [] };
}

function changesOf(path: string, input: JsonObject | null): readonly EntryFile[] {
  const content = textField(input, 'content') ?? textField(input, 'file_text');
  if (content !== null) {
    return [{ path, kind: 'edited', added: lineCount(content), removed: null }];
  }
  const edits = field(input, 'edits');
  const parts = Array.isArray(edits) ? edits.filter(isJsonObject) : [input];
  const counted = parts.flatMap((part) => {
    const before = firstText(part, ['old_string', 'oldString', 'old_str']);
    const after = firstText(part, ['new_string', 'newString', 'new_str']);
    return before === null && after === null ? [] : [changedLines(before ?? '', after ?? '')];
  });
  if (counted.length === 0) return [];
  const sum = (of: 'added' | 'removed'): number =>
    counted.reduce((total, one) => total + one[of], 0);
  return [{ path, kind: 'edited', added: sum('added'), removed: sum('removed') }];
}

function firstText(object: JsonObject | null, names: readonly string[]): string | null {
  for (const name of names) {
    const value = textField(object, name);
    if (value !== null) return value;
  }
  return null;
}

/** A shell that is started only for one command says nothing that the command does not. */
const shell = /^(?:\S*\/)?(?:ba|da|z)?sh (?:-\w+ )*-\w*c (?<rest>[^]+)$/;

/** A command as a person would type it. */
export function commandOf(value: unknown): string | null {
  const words = Array.isArray(value) ? value.filter((word) => typeof word === 'string') : null;
  const text = words === null ? value : words.join(' ');
  if (typeof text !== 'string') return null;
  const rest = shell.exec(text)?.groups?.['rest'];
  if (rest === undefined) return text;
  const quoted = /^(?<quote>['"])(?<inner>[^]*)\k<quote>$/.exec(rest)?.groups;
  if (quoted === undefined) return rest;
  const inner = quoted['inner'] ?? '';
  return quoted['quote'] === "'" ? inner.replaceAll(`'\\''`, "'") : inner.replaceAll('\\"', '"');
}

/** A list of steps, each with a sign for how far it is. */
export function planText(steps: readonly unknown[]): string {
  return steps
    .filter(isJsonObject)
    .map((step) => `${planSign(step)} ${firstText(step, ['content', 'text', 'step']) ?? ''}`)
    .join('\n');
}

function planSign(step: JsonObject): string {
  const status = textField(step, 'status');
  if (field(step, 'completed') === true || status === 'completed') return '✓';
  return status === 'in_progress' ? '▸' : '○';
}

function lineCount(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Lines that differ between two texts, those alike at the beginning and at the end left out. */
export function changedLines(
  before: string,
  after: string,
): { readonly added: number; readonly removed: number } {
  const old = before === '' ? [] : before.split('\n');
  const now = after === '' ? [] : after.split('\n');
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  return { added: now.length - start - end, removed: old.length - start - end };
}

/** Lines added and removed in a diff in the unified form, its headers left out. */
export function diffLines(diff: string): ReturnType<typeof countSigns> {
  let isInHunk = false;
  const lines = diff.split('\n').filter((line) => {
    // Inside of a hunk a line with these signs is one that began with two of them.
    if (/^[^ +\-\\]/.test(line)) isInHunk = line.startsWith('@@');
    return isInHunk || !/^(?:---|\+\+\+) /.test(line);
  });
  return countSigns(lines);
}

/** Lines added and removed among those of a diff's hunk. */
export function countSigns(lines: readonly string[]): {
  readonly added: number;
  readonly removed: number;
} {
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { added: count('+'), removed: count('-') };
}
