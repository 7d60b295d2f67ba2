import { expect, it } from 'vitest';
import { pathWords } from './path-words.ts';

it('names paths as they are, and quotes one that could be misread', () => {
  expect(pathWords(['src/a b.ts', 'ü/日本.ts'])).toBe('src/a b.ts, ü/日本.ts');
  expect(pathWords(['a\nb', 'x, y', 'say "so"', ' z', '\u001b]0;t\u0007', '\u202ets.a'])).toBe(
    String.raw`"a\nb", "x, y", "say \"so\"", " z", "\u001b]0;t\u0007", "\u202ets.a"`,
  );
});
