import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownJson, shownLine, shownText, shownValue } from './shown-text.ts';

const escape = '\u001B';
// oxlint-disable-next-line no-control-regex -- these are what must not be there
const control = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F]/;

const hostile: Readonly<Record<string, string>> = {
  'the window title (OSC 0)': `${escape}]0;owned\u0007`,
  'a link (OSC 8)': `${escape}]8;;http://127.0.0.1/\u0007here${escape}]8;;\u0007`,
  'the clipboard (OSC 52), ended by ST': `${escape}]52;c;aGk=${escape}\\`,
  'erasing the screen': `${escape}[2J${escape}[H`,
  'the same by one byte': '\u009B2J',
  'an OSC of one byte': '\u009D52;c;aGk=\u009C',
  'a device string': `${escape}P+q544e${escape}\\`,
  'a reset': `${escape}c`,
  'an escape that is cut off': `${escape}]52;c;`,
  'backspaces and a rubout': 'safe\b\b\b\bevil\u007F',
  'a bell': '\u0007',
  'a turned direction': 'abc\u202Etxt.exe\u202C',
  isolates: '\u2066x\u2069',
};

describe('shownText', () => {
  it.each(Object.entries(hostile))('lets through nothing of %s', (_what, text) => {
    for (const shown of [shownText(`a${text}b`), shownLine(`a${text}b`)]) {
      expect(shown).not.toMatch(control);
      expect(shown.startsWith('a')).toBe(true);
    }
  });

  it('keeps ordinary text as it is, of any script', () => {
    const text = 'Zürich, 日本語, עברית, 👩‍👩‍👧 and a\ttab\nand a line';
    expect(shownText(text)).toBe(text);
  });

  it('holds no control character, whatever it is given', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...Object.values(hostile), '\r', '\n', '\u2028'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(shownText(pieces.join(''))).not.toMatch(control);
        expect(shownLine(pieces.join(''))).not.toMatch(/[\n\r\t\u2028\u2029]/);
      }),
    );
  });

  it('takes twice the time for twice the text, and not more', () => {
    for (const unit of [`${escape}]`, `${escape}[`, `${escape}P`, '\u009D', '\r', '\u202E', ' ']) {
      const time = (length: number): number => {
        const text = unit.repeat(Math.ceil(length / unit.length));
        const started = performance.now();
        shownText(text);
        return performance.now() - started;
      };
      time(1024);
      expect(time(4 * 1024 ** 2)).toBeLessThan(4_000);
    }
  });
});

describe('shownLine', () => {
  it('forges no line of its own', () => {
    expect(shownLine('Title\n  ✔ e.9 forged')).toBe('Title   ✔ e.9 forged');
    expect(shownLine('loading\rdone')).toBe('loading done');
  });
});

describe('shownValue', () => {
  it('cleans every string, and keeps the lines of long texts only', () => {
    const value = {
      title: `T${escape}[2J\nforged`,
      description: `one\ntwo${escape}[0m`,
      count: 3,
      none: null,
      list: [{ message: 'a\nb' }],
    };
    expect(shownValue(value)).toEqual({
      title: 'T forged',
      description: 'one\ntwo',
      count: 3,
      none: null,
      list: [{ message: 'a b' }],
    });
  });
});

describe('shownJson', () => {
  it('means the same and holds nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = JSON.stringify(value, null, 2);
        expect(shownJson(json)).not.toMatch(control);
        expect(JSON.parse(shownJson(json))).toEqual(JSON.parse(json));
      }),
    );
  });
});
