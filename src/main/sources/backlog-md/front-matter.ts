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
  /** Where the text after the closing `---` starts. */
  readonly bodyStart: number;
  /** Whether there is a closing line; without one, the file is all front matter. */
  readonly isClosed: boolean;
}

const opening = /^\uFEFF?---(?!-)[ \t]*(?:ya?ml)?[ \t]*(?=\r?\n)/i;
const closing = '\n---';

/**
 * Finds and parses the front matter where the library that the real tool uses (gray-matter) finds it: a
 * byte order mark before it is allowed, the first line that begins with `---` ends it, and what stands
 * behind these dashes is text already.
 */
export function parseFrontMatter(text: string, file: string): Result<FrontMatter, Failure> {
  const head = opening.exec(text)?.[0].length;
  if (head === undefined) {
    return err(
      failure(
        'front-matter-missing',
        'The file does not start with front matter.',
        'Start it with a "---" line, the keys id, title and status, and another "---" line.',
        placeAt(file, text, 0),
      ),
    );
  }
  const start = text.indexOf('\n', head) + 1;
  const end = text.indexOf(closing, start - 1);
  if (end === -1) return parseUnclosed(text, start, file);
  const closingLine = end + 1;
  const map = parseYamlMap(text, start, Math.max(start, closingLine), file);
  if (!map.ok) return map;
  const dashes = end + closing.length;
  const lineBreak = /^[ \t]*\r?\n/.exec(text.slice(dashes, dashes + 1000))?.[0].length ?? 0;
  return ok({ map: map.value, closingLine, bodyStart: dashes + lineBreak, isClosed: true });
}

/** Without a closing line all of it is front matter; where that cannot be, the line is what is missing. */
function parseUnclosed(text: string, start: number, file: string): Result<FrontMatter, Failure> {
  const map = parseYamlMap(text, start, text.length, file);
  if (map.ok) {
    return ok({
      map: map.value,
      closingLine: text.length,
      bodyStart: text.length,
      isClosed: false,
    });
  }
  return err(
    failure(
      'front-matter-missing',
      'The front matter has no end.',
      'Close it with a line of its own that says "---".',
      placeAt(file, text, 0),
    ),
  );
}
