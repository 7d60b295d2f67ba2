import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEvent } from '#shared/core/agent-output/events/agent-event.ts';
import { EntryList } from './entry-list.ts';
import { wholeText } from './kept-text.ts';
import { SessionTexts } from './session-texts.ts';

const says = (text: string, more: Partial<TextEvent> = {}): TextEvent => ({
  kind: 'text',
  voice: 'agent',
  text,
  message: null,
  joint: '',
  isNested: false,
  ...more,
});

function start() {
  const entries = new EntryList();
  const words = () =>
    entries.slice(entries.first, entries.end).map((entry) => {
      if (entry.kind === 'text') return `${entry.voice}: ${wholeText(entry.text)}`;
      return entry.kind === 'other' ? `other: ${wholeText(entry.text)}` : entry.kind;
    });
  return { entries, texts: new SessionTexts(entries), words };
}

describe('what an agent says', () => {
  it('is one entry for the pieces of one message, with the time of the first', () => {
    const { entries, texts, words } = start();
    texts.say(says('All ', { message: 'm1' }), 1);
    texts.say(says('good', { message: 'm1' }), 2);
    texts.say(says('漢字 👀', { message: 'm1', joint: '\n' }), 3);
    expect(words()).toEqual(['agent: All good\n漢字 👀']);
    expect(entries.last?.at).toBe(1);
    expect(texts.lastSaid).toBe('All good\n漢字 👀');
  });

  it('is another entry in another message, another voice, another agent, or alone', () => {
    const { texts, words } = start();
    texts.say(says('a', { message: 'm1' }), null);
    texts.say(says('b', { message: 'm2' }), null);
    texts.say(says('c', { message: 'm2', voice: 'thought' }), null);
    texts.say(says('d', { message: 'm2', voice: 'thought', isNested: true }), null);
    texts.say(says('e'), null);
    texts.say(says('f'), null);
    expect(words()).toEqual([
      'agent: a',
      'agent: b',
      'thought: c',
      'thought: d',
      'agent: e',
      'agent: f',
    ]);
    expect(texts.lastSaid).toBe('f');
  });

  it('is another entry after something else came between its pieces', () => {
    const { texts, words } = start();
    texts.say(says('a', { message: 'm1' }), null);
    texts.note('a warning', null);
    texts.say(says('b', { message: 'm1' }), null);
    expect(words()).toEqual(['agent: a', 'other: a warning', 'agent: b']);
  });

  it('is no entry where it is blank, which joins no message to the one before', () => {
    const { texts, words } = start();
    texts.say(says(' \n', { message: 'm0' }), null);
    expect(words()).toEqual([]);
    texts.say(says('a', { message: 'm1' }), null);
    texts.say(says('\n', { message: 'm2' }), null);
    texts.say(says('b', { message: 'm2' }), null);
    expect(words()).toEqual(['agent: a', 'agent: b']);
  });

  it('keeps the blanks inside of a message', () => {
    const { texts, words } = start();
    for (const text of ['a', ' ', '\n\n', 'b']) texts.say(says(text, { message: 'm1' }), null);
    expect(words()).toEqual(['agent: a \n\nb']);
  });

  it('is bounded, however long the message is', () => {
    const { entries, texts } = start();
    const piece = 'x'.repeat(10_000);
    for (let index = 0; index < 20; index += 1) texts.say(says(piece, { message: 'm' }), null);
    const kept = entries.last?.kind === 'text' ? entries.last.text : null;
    expect(kept).toMatchObject({ omitted: 200_000 - 64 * 1024 });
    expect(kept?.text).toHaveLength(48 * 1024);
    expect(kept?.end).toHaveLength(16 * 1024);
    expect(texts.lastSaid).toHaveLength(4_000);
  });

  it('is whole whatever pieces it came in', () => {
    const pieces = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { minLength: 1 });
    fc.assert(
      fc.property(pieces, (all) => {
        const { texts, words } = start();
        texts.say(says('>', { message: 'm' }), null);
        for (const text of all) texts.say(says(text, { message: 'm' }), null);
        expect(words()).toEqual([`agent: >${all.join('')}`]);
      }),
    );
  });
});

describe('the last words of an agent', () => {
  it('are not shown twice, also where they are cut in what is compared', () => {
    const { texts, words } = start();
    const long = `Done. ${'x'.repeat(5_000)}`;
    texts.say(says(`${long}\n`), null);
    texts.sayLast(long, null);
    expect(words()).toEqual([`agent: ${long}\n`]);
  });

  it('are shown where they are others, or a thought only', () => {
    const { texts, words } = start();
    texts.say(says('Done.', { voice: 'thought' }), null);
    texts.sayLast('Done.', null);
    texts.sayLast('Really done.', null);
    texts.sayLast('', null);
    expect(words()).toEqual(['thought: Done.', 'agent: Done.', 'agent: Really done.']);
  });
});

describe('plain lines', () => {
  it('that come one after the other are one entry, with blank lines between them only', () => {
    const { entries, texts, words } = start();
    texts.note('  ', 1);
    expect(words()).toEqual([]);
    for (const [index, line] of ['YOLO mode', '', 'ready'].entries()) texts.note(line, index + 2);
    expect(words()).toEqual(['other: YOLO mode\n\nready']);
    expect(entries.last?.at).toBe(2);
  });

  it('are bounded, and are not what the agent said', () => {
    const { entries, texts } = start();
    texts.say(says('Hello.'), null);
    for (let index = 0; index < 50; index += 1) texts.note(`${index} ${'x'.repeat(2_000)}`, null);
    const kept = entries.last?.kind === 'other' ? entries.last.text : null;
    expect(kept?.text.startsWith('0 x')).toBe(true);
    expect((kept?.text.length ?? 0) + (kept?.end.length ?? 0)).toBe(32 * 1024);
    expect(texts.lastSaid).toBe('Hello.');
  });

  it('show no escape sequence', () => {
    const { texts, words } = start();
    const escape = String.fromCodePoint(27);
    texts.note(`${escape}[31mred${escape}[0m`, null);
    texts.say(says(`${escape}]0;title${String.fromCodePoint(7)}text`), null);
    expect(words()).toEqual(['other: red', 'agent: text']);
  });
});
