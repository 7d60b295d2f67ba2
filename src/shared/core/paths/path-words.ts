/** Names that could be taken for the words around them, or for more than one name. */
const unclear = /^$|^\s|\s$|["\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|, /u;

/** Paths inside of a sentence: one that could be misread stands in quotes, with its line breaks spelt out. */
export function pathWords(paths: readonly string[]): string {
  return paths.map((path) => (unclear.test(path) ? quoted(path) : path)).join(', ');
}

function quoted(path: string): string {
  return JSON.stringify(path).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u${sign.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`,
  );
}
