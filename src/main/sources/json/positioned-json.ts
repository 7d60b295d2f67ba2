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

const space = /[ \t\n\r]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const quoteOrEscape = /["\\]/g;
const maximumDepth = 100;

class JsonSyntaxError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Reads JSON (RFC 8259); the built-in parser is stricter in nothing but tells no positions. */
class JsonReader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  read(): JsonNode {
    const node = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('Nothing may follow the JSON value.');
    return node;
  }

  #fail(message: string, offset = this.#at): never {
    throw new JsonSyntaxError(message, offset);
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    space.exec(this.#text);
    this.#at = space.lastIndex;
  }

  /** Whether `mark` is next; then it is behind us. */
  #take(mark: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #value(depth: number): JsonNode {
    if (depth > maximumDepth) this.#fail('The JSON is nested too deeply.');
    this.#skipSpace();
    const start = this.#at;
    if (this.#take('{')) return { kind: 'object', start, entries: this.#entries(depth + 1) };
    if (this.#take('[')) return { kind: 'array', start, items: this.#items(depth + 1) };
    return { kind: 'scalar', start, value: this.#scalar() };
  }

  #entries(depth: number): JsonEntry[] {
    const entries: JsonEntry[] = [];
    const keys = new Set<string>();
    if (this.#take('}')) return entries;
    do {
      this.#skipSpace();
      const keyStart = this.#at;
      const key = this.#text[keyStart] === '"' ? this.#scalar() : null;
      if (typeof key !== 'string') this.#fail('A key in double quotes is expected.');
      if (keys.has(key)) this.#fail(`The key ${JSON.stringify(key)} stands here twice.`, keyStart);
      keys.add(key);
      if (!this.#take(':')) this.#fail('A ":" is expected after the key.');
      entries.push({ key, keyStart, value: this.#value(depth) });
    } while (this.#take(','));
    if (!this.#take('}')) this.#fail('A "," or "}" is expected.');
    return entries;
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#take(']')) return items;
    do {
      items.push(this.#value(depth));
    } while (this.#take(','));
    if (!this.#take(']')) this.#fail('A "," or "]" is expected.');
    return items;
  }

  #scalar(): string | number | boolean | null {
    const source = this.#text[this.#at] === '"' ? this.#stringSource() : this.#wordSource();
    let value: unknown;
    try {
      value = JSON.parse(source);
    } catch {
      this.#fail('This text has a line break, a control character or a bad escape in it.');
    }
    this.#at += source.length;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  }

  #wordSource(): string {
    word.lastIndex = this.#at;
    const [source] = word.exec(this.#text) ?? [];
    if (source !== undefined) return source;
    const isEnd = this.#at >= this.#text.length;
    return this.#fail(
      isEnd ? 'The file ends where a value is expected.' : 'This is no JSON value.',
    );
  }

  /** Looks for the closing quote step by step: one expression over a long text exhausts the stack. */
  #stringSource(): string {
    let at = this.#at + 1;
    for (;;) {
      quoteOrEscape.lastIndex = at;
      const found = quoteOrEscape.exec(this.#text);
      if (found === null) return this.#fail('This text has no closing quote.');
      if (found[0] === '"') return this.#text.slice(this.#at, found.index + 1);
      at = found.index + 2;
    }
  }
}

/** Parses JSON with the position of every value. A key that stands twice in an object is a problem. */
export function parsePositionedJson(text: string): Result<JsonNode, JsonProblem> {
  try {
    return ok(new JsonReader(text).read());
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return err({ message: error.message, offset: error.offset });
  }
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
