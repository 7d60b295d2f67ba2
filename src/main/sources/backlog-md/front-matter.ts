import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { placeAt } from '#main/sources/text-place.ts';
import { parseYamlMap } from './yaml-map.ts';
import type { YamlMap } from './yaml-map.ts';

/** The block between two `---` lines at the head of a Markdown file. */
export interface FrontMatter {
  readonly map: YamlMap;
  /** Where the closing `---` line starts, in UTF-16 units from the start of the text. */
  readonly closingLine: number;
  /** Where the text after the closing line starts. */
  readonly bodyStart: number;
}

const opening = /^\uFEFF?---[ \t]*\r?\n/;
const closing = /^---[ \t]*(?:\r?\n|$)/gm;

/** Finds and parses the front matter; a byte order mark before it is allowed. */
export function parseFrontMatter(text: string, file: string): Result<FrontMatter, Failure> {
  const start = opening.exec(text)?.[0].length;
  if (start === undefined) {
    return err(
      failure(
        'front-matter-missing',
        'The file does not start with front matter.',
        'Start it with a "---" line, the keys id, title and status, and another "---" line.',
        placeAt(file, text, 0),
      ),
    );
  }
  closing.lastIndex = start;
  const end = closing.exec(text);
  if (end === null) {
    return err(
      failure(
        'front-matter-missing',
        'The front matter has no end.',
        'Close it with a line of its own that says "---".',
        placeAt(file, text, 0),
      ),
    );
  }
  const map = parseYamlMap(text, start, end.index, file);
  if (!map.ok) return map;
  return ok({ map: map.value, closingLine: end.index, bodyStart: end.index + end[0].length });
}
