import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutEscapes } from './escape-sequences.ts';

const esc = '\u001b';
const introducer = new RegExp(`[${esc}\u0080-\u009f]`);

describe('escape sequences', () => {
  test.each([
    ['colours', `${esc}[1;31mred${esc}[0m`, 'red'],
    [
      'a title, ended by a bell or by its terminator',
      `${esc}]0;a b\u0007x${esc}]2;c${esc}\\y`,
      'xy',
    ],
    ['a link', `${esc}]8;;http://a.b${esc}\\here${esc}]8;;${esc}\\`, 'here'],
    ['a device control string', `${esc}P+q544e${esc}\\x`, 'x'],
    ['short ones', `${esc}7a${esc}(Bb${esc}=c`, 'abc'],
    ['introducers of eight bits', '\u009b31mred\u009d0;title\u009cx\u0085', 'redx'],
    ['modes', `${esc}[?1049h${esc}[>0qx${esc}[ q`, 'x'],
  ])('%s', (_name, text, plain) => {
    expect(withoutEscapes(text)).toBe(plain);
  });

  test('text after one that never ends is kept', () => {
    expect(withoutEscapes(`${esc}]0;title\n{"s":"s"}`)).toBe('0;title\n{"s":"s"}');
    expect(withoutEscapes(`a${esc}[1;\nb`)).toBe('a1;\nb');
    expect(withoutEscapes(`a${esc}`)).toBe('a');
  });
});

test('no introducer is left, and text without one stays as it is', () => {
  const part = fc.constantFrom(
    esc,
    '[',
    ']',
    'P',
    '\\',
    '\u0007',
    '1;',
    'm',
    ' ',
    'text',
    '\u009b',
    '\u009c',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('');
      const plain = withoutEscapes(text);
      expect(introducer.test(plain)).toBe(false);
      if (!introducer.test(text)) expect(plain).toBe(text);
    }),
  );
});
