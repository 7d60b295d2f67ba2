import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap } from 'yaml';
import { failure } from '#shared/lib/failure.ts';
import type { Failure, Place } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { placeAt } from '#main/sources/text-place.ts';
import { readYaml } from './read-yaml.ts';

/** A YAML mapping inside a text, whose values know where they stand. */
export class YamlMap {
  readonly file: string;
  readonly #text: string;
  readonly #start: number;
  readonly #document: Document;
  readonly #map: YAMLMap | null;
  /** Character that stands for "@" in the parsed values. */
  readonly #standIn: string;

  constructor(
    origin: { readonly text: string; readonly start: number; readonly file: string },
    document: Document,
    standIn: string,
  ) {
    this.file = origin.file;
    this.#text = origin.text;
    this.#start = origin.start;
    this.#document = document;
    this.#map = isMap(document.contents) ? document.contents : null;
    this.#standIn = standIn;
  }

  /** Where the first key of a mapping stands that is written as `{ key: value }`; null for another one. */
  get flowStart(): number | null {
    return this.#map?.flow === true ? this.offset(this.#map) + 1 : null;
  }

  /** The node of a key's value as it is written, an alias too; null when the key is missing or empty. */
  value(key: string): Node | null {
    const pair = this.#ownPair(key);
    return isNode(pair?.value) ? pair.value : null;
  }

  /** Where a key stands; null when it is missing. */
  place(key: string): Place | null {
    const node = this.#ownPair(key)?.key;
    return isNode(node) ? placeAt(this.file, this.#text, this.offset(node)) : null;
  }

  /** Where the value of a key belongs that has none yet: right behind its colon. Null without the key. */
  valuePlace(key: string): number | null {
    const node = this.#ownPair(key)?.key;
    if (!isNode(node)) return null;
    const colon = this.#text.indexOf(':', this.end(node));
    return colon === -1 ? null : colon + 1;
  }

  /** Where a node of this mapping starts in the whole text, in UTF-16 units. */
  offset(node: Node): number {
    return this.#start + (node.range?.[0] ?? 0);
  }

  /** Where the text of a node's value ends, without white space and comments after it. */
  end(node: Node): number {
    return this.#start + (node.range?.[1] ?? 0);
  }

  /** The aliases that repeat the value of `node`, in the order they stand. */
  aliasesOf(node: Node): readonly Alias[] {
    if (!isScalar(node) || node.anchor === undefined) return [];
    const found: Alias[] = [];
    const look = (one: unknown): void => {
      if (isAlias(one) && one.resolve(this.#document) === node) found.push(one);
      else if (isSeq(one)) one.items.forEach(look);
      else if (isMap(one)) one.items.forEach(({ key, value }) => [key, value].forEach(look));
    };
    look(this.#map);
    return found;
  }

  /** A scalar's text as a person wrote it: `1.10` stays `1.10`. Null for a missing or empty value. */
  text(key: string): Result<string | null, Failure> {
    const node = this.#read(key);
    if (node === null) return ok(null);
    const text = isScalar(node) ? this.#scalarText(node) : undefined;
    return text === undefined ? err(this.wrongType(key, node, 'one value, not a list')) : ok(text);
  }

  /** A list of texts; one value counts as a list of it, a missing one as empty. */
  texts(key: string): Result<readonly string[], Failure> {
    const node = this.#read(key);
    if (node === null) return ok([]);
    if (isScalar(node)) return ok([this.#scalarText(node) ?? ''].filter((text) => text !== ''));
    if (!isSeq(node)) return err(this.wrongType(key, node, 'a list'));
    const texts: string[] = [];
    for (const written of node.items) {
      const item = this.#resolved(written);
      const text = isScalar(item) ? this.#scalarText(item) : undefined;
      if (text === undefined) {
        return err(this.wrongType(key, item ?? node, 'a list of plain values'));
      }
      if (text !== null) texts.push(text);
    }
    return ok(texts);
  }

  /** A finite number, also as YAML 1.1 writes it (`1_000`); null when missing or empty. */
  number(key: string): Result<number | null, Failure> {
    const text = this.text(key);
    if (!text.ok || text.value === null || text.value.trim() === '') {
      return text.ok ? ok(null) : text;
    }
    const node = this.#read(key);
    const read = isScalar(node) ? node.value : null;
    const number = typeof read === 'number' ? read : Number(text.value);
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

  /** The value of a key, aliases followed, also when it comes from a mapping merged in with `<<`. */
  #read(key: string): Node | null {
    const own = this.#ownPair(key);
    if (own !== undefined) return this.#resolved(own.value);
    for (const pair of this.#map?.items ?? []) {
      if (!isScalar(pair.key) || pair.key.source !== '<<') continue;
      const merged = this.#resolved(pair.value);
      for (const one of isSeq(merged) ? merged.items : [merged]) {
        const map = this.#resolved(one);
        const found = isMap(map) ? pairOf(map, key) : undefined;
        if (found !== undefined) return this.#resolved(found.value);
      }
    }
    return null;
  }

  #resolved(node: unknown): Node | null {
    if (isAlias(node)) return node.resolve(this.#document) ?? null;
    return isNode(node) ? node : null;
  }

  #ownPair(key: string): YAMLMap['items'][number] | undefined {
    return this.#map === null ? undefined : pairOf(this.#map, key);
  }

  /** A scalar's own text; null when it is empty or `null`. */
  #scalarText(node: Scalar): string | null {
    if (node.value === null || node.value === undefined) return null;
    const text =
      typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
    return text.replaceAll(this.#standIn, '@');
  }
}

function pairOf(map: YAMLMap, key: string): YAMLMap['items'][number] | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Parses `text` from `start` to `end` as one YAML mapping; empty counts as a mapping without keys. */
export function parseYamlMap(
  text: string,
  start: number,
  end: number,
  file: string,
): Result<YamlMap, Failure> {
  const yaml = text.slice(start, end);
  const { document, standIn, problem } = readYaml(yaml);
  if (problem !== null) {
    return err(
      failure(
        'yaml-invalid',
        `The YAML cannot be read: ${problem.message}.`,
        'Correct this line and try again.',
        placeAt(file, text, start + Math.min(problem.offset, Math.max(yaml.trimEnd().length, 0))),
      ),
    );
  }
  if (document.contents !== null && !isMap(document.contents)) {
    return err(
      failure(
        'yaml-invalid',
        'The YAML is not a list of "key: value" lines.',
        'Write one "key: value" per line.',
        placeAt(file, text, start),
      ),
    );
  }
  return ok(new YamlMap({ text, start, file }, document, standIn));
}
