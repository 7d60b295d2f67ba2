import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModeScan } from './mode-scan.ts';

function scanned(...pieces: readonly string[]): string {
  const scan = new ModeScan();
  for (const piece of pieces) scan.take(Buffer.from(piece));
  return Buffer.from(scan.restore()).toString();
}

test('finds what was set up last, in the order in which it was', () => {
  const output = 'a\u001b[?1049;25hb\u001b[?2004h\u001b=日本\u001b[?25l text \u001b[?2004h';
  expect(scanned(output)).toBe('\u001b=\u001b[?1049h\u001b[?25l\u001b[?2004h');
});

test('forgets everything where the terminal is reset', () => {
  expect(scanned('\u001b[?2004h\u001b=\u001bc\u001b[?1h')).toBe('\u001b[?1h');
});

test('keeps what a soft reset leaves', () => {
  const output = '\u001b[?25l\u001b[?2004h\u001b[!p';
  expect(scanned(output)).toBe('\u001b[?2004h\u001b[?25h\u001b[?6l');
});

test('leaves out saved cursors and frames that are not complete', () => {
  expect(scanned('\u001b[?1048h\u001b[?2026h')).toBe('');
});

test('finds the same wherever the output is cut', () => {
  const parts = fc.constantFrom('text', '\u001b[?1049h', '\u001b[?1049l', '\u001b[31m', '\u001b=');
  const more = fc.constantFrom('\u001b>', '\u001bc', '\u001b[?1002;1006h', '\u001b[?7l', 'é');
  const output = fc.array(fc.oneof(parts, more), { maxLength: 20 });
  fc.assert(
    fc.property(output, fc.array(fc.nat(200), { maxLength: 4 }), (all, places) => {
      const whole = Buffer.from(all.join(''));
      const scan = new ModeScan();
      const cuts = [0, ...places.map((place) => Math.min(place, whole.length)), whole.length];
      const sorted = cuts.toSorted((a, b) => a - b);
      for (const [index, cut] of sorted.entries()) {
        scan.take(whole.subarray(cut, sorted[index + 1] ?? whole.length));
      }
      expect(Buffer.from(scan.restore()).toString()).toBe(scanned(all.join('')));
    }),
  );
});
