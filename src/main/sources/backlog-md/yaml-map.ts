import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Scalar, YAMLMap } from 'yaml';
import { failure } from '#shared/lib/failure.ts';
import type { Failure, Place } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { placeAt } from '#main/sources/text-place.ts';

/*
 * Backlog.md writes and accepts `assignee: @name`, though a plain YAML value may not start with "@".
 * A look-alike of the same length stands in for it while parsing, so that every position stays right.
 */
const atSign = '@';
const standIn = '\uFF20';

/** A YAML mapping inside a text, whose values know where they stand. */
export class YamlMap {
  readonly file: string;
  readonly #text: string;
  readonly #start: number;
  readonly #map: YAMLMap;

  constructor(text: string, start: number, map: YAMLMap, file: string) {
    this.#text = text;
    this.#start = start;
    this.#map = map;
    this.file = file;
  }

  /** Whether it is written as `{ key: value }`. */
  get isFlow(): boolean {
    return this.#map.flow === true;
  }

  /** The node of a key's value; null when the key is missing or has no value. */
  value(key: string): Node | null {
    const pair = this.#pair(key);
    return isNode(pair?.value) ? pair.value : null;
  }

  /** Where a key stands; null when it is missing. */
  place(key: string): Place | null {
    const node = this.#pair(key)?.key;
    return isNode(node) ? placeAt(this.file, this.#text, this.offset(node)) : null;
  }

  /** Where a node of this mapping starts in the whole text, in UTF-16 units. */
  offset(node: Node): number {
    return this.#start + (node.range?.[0] ?? 0);
  }

  /** Where the text of a node's value ends, without white space and comments after it. */
  end(node: Node): number {
    return this.#start + (node.range?.[1] ?? 0);
  }

  /** A scalar's text as a person wrote it: `1.10` stays `1.10`. Null for a missing or empty value. */
  text(key: string): Result<string | null, Failure> {
    const node = this.value(key);
    if (node === null) return ok(null);
    const text = isScalar(node) ? scalarText(node) : undefined;
    return text === undefined ? err(this.wrongType(key, node, 'one value, not a list')) : ok(text);
  }

  /** A list of texts; one value counts as a list of it, a missing one as empty. */
  texts(key: string): Result<readonly string[], Failure> {
    const node = this.value(key);
    if (node === null) return ok([]);
    if (isScalar(node)) return ok([scalarText(node) ?? ''].filter((text) => text !== ''));
    if (!isSeq(node)) return err(this.wrongType(key, node, 'a list'));
    const texts: string[] = [];
    for (const item of node.items) {
      const text = isScalar(item) ? scalarText(item) : undefined;
      if (text === undefined) {
        return err(this.wrongType(key, isNode(item) ? item : node, 'a list of plain values'));
      }
      if (text !== null) texts.push(text);
    }
    return ok(texts);
  }

  /** A finite number; null when missing or empty. */
  number(key: string): Result<number | null, Failure> {
    const text = this.text(key);
    if (!text.ok || text.value === null || text.value.trim() === '') {
      return text.ok ? ok(null) : text;
    }
    const number = Number(text.value);
    const node = this.value(key);
    return Number.isFinite(number) || node === null
      ? ok(number)
      : err(this.wrongType(key, node, 'a number'));
  }

  /** The failure for a value that is not what `expected` says. */
  wrongType(key: string, node: Node, expected: string): Failure {
    return failure(
      'field-wrong-type',
      `"${key}" must be ${expected}.`,
      'Correct the value and import again.',
      placeAt(this.file, this.#text, this.offset(node)),
    );
  }

  #pair(key: string): YAMLMap['items'][number] | undefined {
    return this.#map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

/** A scalar's own text; null when it is empty or `null`. */
function scalarText(node: Scalar): string | null {
  if (node.value === null || node.value === undefined) return null;
  const text =
    typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
  return text.replaceAll(standIn, atSign);
}

/** Parses `text` from `start` to `end` as one YAML mapping; empty counts as a mapping without keys. */
export function parseYamlMap(
  text: string,
  start: number,
  end: number,
  file: string,
): Result<YamlMap, Failure> {
  const yaml = text.slice(start, end).replaceAll(atSign, standIn);
  const document = parseDocument(yaml, { logLevel: 'silent', prettyErrors: false });
  const problem = document.errors[0];
  if (problem !== undefined) {
    return err(
      failure(
        'yaml-invalid',
        `The YAML cannot be read: ${problem.message.replaceAll(standIn, atSign)}.`,
        'Correct this line and try again.',
        placeAt(file, text, start + Math.min(problem.pos[0], Math.max(yaml.trimEnd().length, 0))),
      ),
    );
  }
  const map: unknown = document.contents;
  if (!isMap(map)) {
    return err(
      failure(
        'yaml-invalid',
        'The YAML is not a list of "key: value" lines.',
        'Write one "key: value" per line.',
        placeAt(file, text, start),
      ),
    );
  }
  return ok(new YamlMap(text, start, map, file));
}
