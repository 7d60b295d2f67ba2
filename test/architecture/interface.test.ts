import { describe, expect, it } from 'vitest';
import { codeOf, files, isTest, textOf } from './source-files.ts';

const tokens = 'src/renderer/ui/theme/tokens.css';
const page = files.filter(
  (file) => /^src\/renderer\/.*\.(?:tsx?|css|html)$/.test(file) && file !== tokens && !isTest(file),
);

/** The file without its comments, and without names of private fields, which may look like colours. */
function contentOf(file: string): string {
  if (/\.tsx?$/.test(file))
    return codeOf(file).replaceAll(/(?:\.|\breadonly |^\s+)#[a-z]\w*/gim, '');
  return textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, '');
}

function matchesIn(pattern: RegExp, where: readonly string[] = page): readonly string[] {
  return where.flatMap((file) =>
    [...contentOf(file).matchAll(pattern)].map(([match]) => `${file}: ${match}`),
  );
}

describe('the look of the page', () => {
  it('has its colours in one file (src/renderer/ui/theme/tokens.css)', () => {
    const colors =
      /(?<![\w&])#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})(?![\w-])|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(/gi;
    // Reads a computed colour and writes it in another notation.
    const allowed = ['src/renderer/ui/theme/color-text.ts'];
    expect(
      matchesIn(colors).filter((found) => !allowed.some((file) => found.startsWith(file))),
    ).toEqual([]);
  });

  it('has its sizes in that file: no arbitrary lengths or colours in class names', () => {
    const arbitrary = /-\[(?:[^\]\s]*\d(?:px|rem|em)\b|#)[^\]\s]*\]/g;
    expect(matchesIn(arbitrary)).toEqual([]);
  });

  it('has spaces in steps of 4 px: of the fractions only the half step that centres things', () => {
    const fractions =
      /(?<=["'`\s:!-])(?:[mp][trblxyse]?|gap(?:-[xy])?|size|[wh]|inset(?:-[xy])?|top|left|right|bottom|space-[xy])-(?!0\.5)\d+\.\d+(?=["'`\s!])/g;
    expect(
      matchesIn(
        fractions,
        page.filter((file) => file.endsWith('.tsx')),
      ),
    ).toEqual([]);
  });

  it('draws with tokens in its style sheets: pixels only for lines and rings', () => {
    const sheets = page.filter((file) => file.endsWith('.css'));
    const pixels = matchesIn(/[\w-]+:[^;{}]*?\b\d+px[^;{}]*;/g, sheets);
    const lines = /: (?:border(?:-\w+)?|outline|outline-offset|text-underline-offset):/;
    expect(pixels.filter((found) => !lines.test(found))).toEqual([]);
  });
});
