import { isDeepStrictEqual } from 'node:util';
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import type { Document, Node, Scalar, YAMLSeq } from 'yaml';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { parseProjectConfig } from './config-file.ts';
import { keepLines } from './keep-lines.ts';

/** A value of the config to be set; null takes the key out, so that its default applies. */
export interface ConfigChange {
  /** Keys from the outside in. */
  readonly path: readonly string[];
  readonly value: unknown;
}

const nothingChanged = 'Nothing was changed.';

/**
 * The config's text with the changes made, and all else as it was: comments, order, spaces, line ends. Refused
 * as a whole when the text is no YAML that can be changed safely, or when one of the changes brings a problem
 * that was not there before: an unknown key, a wrong type, an impossible value.
 */
export function changeConfigText(
  text: string,
  file: string,
  changes: readonly ConfigChange[],
): Result<string, Failure> {
  // The library keeps the first half of Windows line ends in comments, and writes none elsewhere.
  const isWindows = text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  if (!isWindows) return changeLines(text, file, changes);
  const changed = changeLines(text.replaceAll('\r\n', '\n'), file, changes);
  return changed.ok ? ok(changed.value.replaceAll('\n', '\r\n')) : changed;
}

function changeLines(
  text: string,
  file: string,
  changes: readonly ConfigChange[],
): Result<string, Failure> {
  const before = parseProjectConfig(text, file);
  const document = parseDocument(text, { prettyErrors: false });
  const broken =
    before.problems.find(({ code }) => code === 'config-broken') ??
    (document.errors.length > 0 ? (before.problems[0] ?? notChangeable(file)) : null);
  if (broken !== null)
    return err({ ...broken, action: `Correct the file first. ${nothingChanged}` });
  const written = write(document, text);
  for (const { path, value } of changes) {
    const problem = apply(document, path, value);
    if (problem !== null) return err(problem);
  }
  const changed = inOwnLines(text, written, write(document, text));
  const known = new Set(before.problems.map(({ message }) => message));
  const problems = parseProjectConfig(changed, file).problems.filter(
    ({ message }) => !known.has(message),
  );
  return problems.length === 0 ? ok(changed) : err(refusal(problems));
}

function apply(document: Document, path: readonly string[], value: unknown): Failure | null {
  for (let depth = 0; depth <= path.length; depth += 1) {
    const part = path.slice(0, depth);
    const node = document.getIn(part, true);
    if (!isNode(node)) break;
    const isLast = depth === path.length;
    if ((isAlias(node) && !isLast) || isAnchored(node)) return shared(part);
    if (!isLast && isEmpty(node)) fill(document, part, node);
    else if (!isLast && !isMap(node)) return noGroup(part);
  }
  if (value === null) {
    takeOut(document, path);
    return null;
  }
  const former = document.getIn(path, true);
  if (isSeq(former) && Array.isArray(value)) {
    former.items = entriesOf(document, former, value);
    return null;
  }
  document.setIn(path, isPlain(value) ? value : document.createNode(value));
  const node = document.getIn(path, true);
  if (isNode(former) && isNode(node) && former !== node) takeOver(former, node);
  // What was a text over several lines fits on one.
  if (isScalar(node) && isBlock(node) && typeof value === 'string' && !value.includes('\n')) {
    node.type = 'PLAIN';
  }
  return null;
}

/** The document as the library writes it, in the style of the text. */
function write(document: Document, text: string): string {
  return document.toString({
    lineWidth: 0,
    indent: indentOf(text),
    flowCollectionPadding: /[[{] /.test(text),
  });
}

/** The changed text in the lines of the person; as the library writes it where that would say something else. */
function inOwnLines(original: string, before: string, after: string): string {
  if (before === after) return original;
  const inside = linesInsideTexts(before);
  const isComment = (index: number): boolean =>
    !inside.has(index) && /^\s*#/.test(before.split('\n')[index] ?? '');
  const kept = keepLines({ original, before, after, isComment });
  return kept !== null && meansTheSame(kept, after) ? kept : after;
}

function meansTheSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => parseDocument(text, { prettyErrors: false }));
  return one?.errors.length === 0 && isDeepStrictEqual(one.toJS(), other?.toJS());
}

/** Lines that are part of a text over several lines: a "#" there begins no comment. */
function linesInsideTexts(text: string): ReadonlySet<number> {
  const lines = new LineCounter();
  const inside = new Set<number>();
  visit(parseDocument(text, { lineCounter: lines }), {
    Scalar: (_key, { range }) => {
      if (range === undefined || range === null) return;
      const last = lines.linePos(Math.max(range[0], range[1] - 1)).line;
      for (let line = lines.linePos(range[0]).line; line < last; line += 1) inside.add(line);
    },
  });
  return inside;
}

/** Takes a key out, and the groups that have nothing in them any more, unless they were commented. */
function takeOut(document: Document, path: readonly string[]): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const group = document.getIn(path.slice(0, depth), true);
    if (!isMap(group) || group.items.length > 0) return;
    if (hasText(group.comment) || hasText(group.commentBefore)) return;
    document.deleteIn(path.slice(0, depth));
  }
}

function hasText(comment: string | null | undefined): boolean {
  return comment !== undefined && comment !== null && comment !== '';
}

/** The entries of a list that is changed: those that were in it before keep their style and comments. */
function entriesOf(document: Document, { items }: YAMLSeq, values: readonly unknown[]): Node[] {
  const former = items.filter((item) => isScalar(item));
  return values.map((value) => {
    const index = former.findIndex((item) => item.value === value);
    return former.splice(index, index < 0 ? 0 : 1)[0] ?? document.createNode(value);
  });
}

/** What stood beside the value that was replaced: its comments, and its style where that can be kept. */
function takeOver(former: Node, node: Node): void {
  node.comment ??= former.comment ?? null;
  node.commentBefore ??= former.commentBefore ?? null;
  if (isCollection(former) && isCollection(node) && former.flow !== undefined) {
    node.flow = former.flow;
  }
}

/** A heading whose keys are all commented out gets room for one. */
function fill(document: Document, path: readonly string[], node: Node): void {
  const group = document.createNode({});
  group.commentBefore = node.comment ?? null;
  if (path.length === 0) document.contents = group;
  else document.setIn(path, group);
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function isBlock({ type }: Scalar): boolean {
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
}

function isAnchored(node: Node): boolean {
  return 'anchor' in node && typeof node.anchor === 'string';
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object';
}

/** The width of the first indent in the text. */
function indentOf(text: string): number {
  const width = /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  return Math.min(width, 8);
}

function shared(path: readonly string[]): Failure {
  return failure(
    'config-shared-value',
    `${path.join('.')} is used in more than one place of the config, by an anchor and its aliases.`,
    `Change it in the file. ${nothingChanged}`,
  );
}

function noGroup(path: readonly string[]): Failure {
  const name = path.length === 0 ? 'The config' : path.join('.');
  return failure(
    'config-wrong-value',
    `${name} is no group of keys.`,
    `Correct the file first. ${nothingChanged}`,
  );
}

function notChangeable(file: string): Failure {
  return failure('config-broken', 'The config cannot be read as YAML.', nothingChanged, { file });
}

/** All problems as one failure. They are of a text that is not written: their places mean nothing. */
function refusal(problems: readonly Failure[]): Failure {
  const [first] = problems;
  const expected = problems.flatMap(
    ({ action }) => /^Expected one of: .*?\./.exec(action)?.[0] ?? [],
  );
  return failure(
    first?.code ?? 'config-wrong-value',
    problems.map(({ message }) => message).join(' '),
    [...new Set(expected), nothingChanged].join(' '),
  );
}
