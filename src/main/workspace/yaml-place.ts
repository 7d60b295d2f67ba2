import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, LineCounter } from 'yaml';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import type { ConfigPath } from '#shared/core/project-config/config-expectation.ts';
import type { Place } from '#shared/lib/failure.ts';

/** A text, its positions and the name of its file. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** Line, column and text of an offset in the source; secrets on the line are masked. */
export function placeAtOffset({ file, text, lines }: YamlSource, offset: number): Place {
  const { line, col } = lines.linePos(Math.min(offset, text.length));
  const lineText = text.split('\n')[line - 1] ?? '';
  return { file, line, column: col, text: maskSecrets(lineText.trimEnd()).slice(0, 200) };
}

function startOf(node: unknown): number | null {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? (node.range?.[0] ?? null)
    : null;
}

/**
 * Where the value at `path` stands, or the key when `what` is `key`; for what is not there, the
 * place of the nearest group around it.
 */
export function placeOfPath(
  source: YamlSource,
  document: Document,
  path: ConfigPath,
  what: 'key' | 'value',
): Place {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    const target: unknown = isAlias(node) ? node.resolve(document) : node;
    const isLast = depth === path.length - 1;
    if (isMap(target)) {
      // The last of several equal keys is the one that counts.
      const pair = target.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) break;
      const keyOffset = startOf(pair.key) ?? offset;
      offset = isLast && what === 'value' ? (startOf(pair.value) ?? keyOffset) : keyOffset;
      node = pair.value;
    } else if (isSeq(target)) {
      node = target.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else {
      break;
    }
  }
  return placeAtOffset(source, offset);
}
