import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { News } from './news.ts';

const tailBytes = 4_096;

/** Whether each piece that is printed, one after the other, has something new in what is seen of it then. */
function newsOf(pieces: readonly string[]): readonly boolean[] {
  const news = new News();
  let printed = '';
  return pieces.map((piece) => {
    printed += piece;
    return news.isNew(printed.slice(-tailBytes), printed.length > tailBytes);
  });
}

const turning: readonly (readonly [string, (turn: number) => string])[] = [
  ['a spinner of braille dots', (turn) => `\r${'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[turn % 10] ?? ''} Working`],
  ['a spinner of plain characters', (turn) => `\r${'|/-\\'[turn % 4] ?? ''} Working`],
  ['seconds that are counted', (turn) => `\r\u001b[2K✻ Thinking… (${turn}s · ${turn * 37} tokens)`],
  ['dots that come and go', (turn) => `\rWaiting${'.'.repeat(turn % 4)}   `],
  [
    'a line that is drawn by moving the cursor',
    (turn) => `\u001b[1G\u001b[K${'◐◓◑◒'[turn % 4] ?? ''} Retrying`,
  ],
  ['the same line again and again', () => 'Still waiting for the lock.\n'],
  [
    'colours that run through a word',
    (turn) => `\r${'Working'.slice(0, turn % 7)}\u001b[1m${'Working'.slice(turn % 7)}\u001b[0m`,
  ],
];

describe('what an agent prints', () => {
  it.each(turning)('has nothing new in %s', (_what, print) => {
    const turns = Array.from({ length: 400 }, (_empty, turn) => print(turn));
    const news = newsOf(turns);
    expect(news[0]).toBe(true);
    expect(news.slice(30)).not.toContain(true);
  });

  it('has something new in words that were not there before, also behind a spinner', () => {
    const spin = Array.from({ length: 50 }, (_empty, turn) => `\r${'⠋⠙⠹'[turn % 3] ?? ''} Working`);
    expect(newsOf([...spin, '\nReading src/a.ts\n']).at(-1)).toBe(true);
    expect(newsOf([...spin, '\rReading src/a.ts']).at(-1)).toBe(true);
  });

  it('is new for every line that differs in more than numbers', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 50 }), (words) => {
        expect(newsOf(words.map((one) => `Reading ${one}\n`))).toEqual(words.map(() => true));
      }),
    );
  });

  it('is looked at in time that grows no faster than it', () => {
    const news = new News();
    const begun = performance.now();
    for (const text of ['\u001b]', '\u001b[', ' ', '|', '0', '\r']) {
      news.isNew(text.repeat(64 * 1024), true);
    }
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
