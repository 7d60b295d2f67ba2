import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeAt, parsePositionedJson, plainValue } from './positioned-json.ts';

describe('parsePositionedJson', () => {
  it('gives the values that the built-in parser gives, however they are laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', '\t', '  '), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parsePositionedJson(text);
        expect(parsed.ok && plainValue(parsed.value)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts exactly the texts that the built-in parser accepts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '01',
      '1e5',
      '.5',
      'true',
      'nul',
      ' ',
      '\n',
      '"\\u00e9"',
      '"\\x"',
      '"',
      '\u00a0',
      '/*c*/',
      "'a'",
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        let expected: unknown;
        try {
          expected = { ok: true, value: JSON.parse(text) };
        } catch {
          expected = { ok: false };
        }
        const parsed = parsePositionedJson(text);
        const isTwice = !parsed.ok && parsed.error.message.includes('twice');
        if (!isTwice) {
          expect(parsed.ok ? { ok: true, value: plainValue(parsed.value) } : { ok: false }).toEqual(
            expected,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('knows where values stand', () => {
    const parsed = parsePositionedJson('{ "a": [1, { "b": 2 }] }');
    if (!parsed.ok) throw new Error('not parsed');
    expect(nodeAt(parsed.value, ['a', 1, 'b']).start).toBe(18);
    expect(nodeAt(parsed.value, ['a', 1, 'missing']).start).toBe(11);
  });

  it.each([
    ['{ "a": 1, }', 10],
    ['{ "a" 1 }', 6],
    ['[1 2]', 3],
    ['{"a":1} x', 8],
    ['{"a":', 5],
    ['{"a":1,"a":2}', 7],
    ['["a\nb"]', 1],
    ['["abc', 1],
  ])('shows where %j is wrong', (text, offset) => {
    expect(parsePositionedJson(text)).toMatchObject({ ok: false, error: { offset } });
  });

  it('refuses nesting that would exhaust the stack, and reads long texts', () => {
    expect(parsePositionedJson('['.repeat(100_000))).toMatchObject({ ok: false });
    expect(parsePositionedJson(JSON.stringify('x\\"'.repeat(1_000_000))).ok).toBe(true);
  });
});
