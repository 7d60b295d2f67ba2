import { createScanner, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/** A JSON value that knows where it stands; offsets are UTF-16 units from the start of the text. */
export type JsonNode =
  | { readonly kind: 'object'; readonly start: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly start: number; readonly items: readonly JsonNode[] }
  | {
      readonly kind: 'scalar';
      readonly start: number;
      readonly value: string | number | boolean | null;
    };

export interface JsonEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly value: JsonNode;
}

/** What is wrong with a JSON text, and where. */
export interface JsonProblem {
  readonly message: string;
  readonly offset: number;
}

const maximumDepth = 100;
const strict = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

const messages: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'A key in double quotes is expected.',
  ColonExpected: 'A ":" is expected after the key.',
  CommaExpected: 'A "," or the closing bracket is expected.',
  CloseBraceExpected: 'A "," or "}" is expected.',
  CloseBracketExpected: 'A "," or "]" is expected.',
  EndOfFileExpected: 'Nothing may follow the JSON value.',
  UnexpectedEndOfString: 'This text has no closing quote on its line.',
  InvalidCharacter: 'This text has a line break, a control character or a bad escape in it.',
  InvalidUnicode: 'This text has a line break, a control character or a bad escape in it.',
  InvalidEscapeCharacter: 'This text has a line break, a control character or a bad escape in it.',
};

/** Parses JSON (RFC 8259) with the position of every value. A key that stands twice in an object is a problem. */
export function parsePositionedJson(text: string): Result<JsonNode, JsonProblem> {
  // A byte order mark is no JSON, but files have it; a blank in its place keeps all positions.
  const json = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const deep = tooDeepAt(json);
  if (deep !== null) return err({ message: 'The JSON is nested too deeply.', offset: deep });
  const errors: ParseError[] = [];
  const root = parseTree(json, errors, strict);
  const [first] = errors;
  if (first !== undefined || root === undefined) return err(problemOf(json, first));
  return nodeOf(root);
}

/** Where nesting goes deeper than any file of ours; the parser would follow it until the stack is full. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text);
  let depth = 0;
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    // A bracket within a text is no token: a text begins with its quote.
    const first = text[scanner.getTokenOffset()];
    if (first === '{' || first === '[') depth += 1;
    else if (first === '}' || first === ']') depth -= 1;
    if (depth > maximumDepth) return scanner.getTokenOffset();
  }
  return null;
}

function problemOf(text: string, error: ParseError | undefined): JsonProblem {
  const offset = error?.offset ?? text.length;
  const isEnd = text.slice(offset).trim() === '';
  const other = isEnd ? 'The file ends where a value is expected.' : 'This is no JSON value.';
  const code = error === undefined ? '' : printParseErrorCode(error.error);
  return { message: messages[code] ?? other, offset };
}

function nodeOf(node: Node): Result<JsonNode, JsonProblem> {
  const { offset: start, children = [] } = node;
  if (node.type === 'array') {
    const items: JsonNode[] = [];
    for (const child of children) {
      const item = nodeOf(child);
      if (!item.ok) return item;
      items.push(item.value);
    }
    return ok({ kind: 'array', start, items });
  }
  if (node.type === 'object') return objectOf(start, children);
  const value: unknown = node.value;
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return ok({ kind: 'scalar', start, value: isPlain ? value : null });
}

function objectOf(start: number, properties: readonly Node[]): Result<JsonNode, JsonProblem> {
  const entries: JsonEntry[] = [];
  const keys = new Set<string>();
  for (const { children: [name, child] = [] } of properties) {
    if (name === undefined || child === undefined) continue;
    const key = String(name.value);
    if (keys.has(key)) {
      const message = `The key ${JSON.stringify(key)} stands here twice.`;
      return err({ message, offset: name.offset });
    }
    keys.add(key);
    const value = nodeOf(child);
    if (!value.ok) return value;
    entries.push({ key, keyStart: name.offset, value: value.value });
  }
  return ok({ kind: 'object', start, entries });
}

/** The plain value of a node, as `JSON.parse` would give it. */
export function plainValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      // Entries, unlike assignments, make `__proto__` a key like any other.
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
    case 'array':
      return node.items.map(plainValue);
    case 'scalar':
      return node.value;
    default:
      return node satisfies never;
  }
}

/** The deepest node on `path` that there is: where a problem with that path is best shown. */
export function nodeAt(node: JsonNode, path: readonly PropertyKey[]): JsonNode {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  const next =
    node.kind === 'object'
      ? node.entries.find(({ key }) => key === step)?.value
      : node.kind === 'array' && typeof step === 'number'
        ? node.items[step]
        : undefined;
  return next === undefined ? node : nodeAt(next, rest);
}
