import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { buildBoard } from './board-columns.ts';
import { filterSlips, parseCardFilter } from './card-filter.ts';
import { acceptSuggestion, filterSuggestions } from './filter-suggestions.ts';
import { filterNames } from './filter-words.ts';

const knowledge = {
  epics: () => [
    { id: 'auth', title: 'Sign in' },
    { id: 'pay', title: 'Payments' },
  ],
  labels: () => ['backend', 'two words'],
  agents: () => ['claude', 'codex'],
};

function texts(text: string, caret = text.length): readonly string[] {
  return filterSuggestions(text, caret, knowledge).items.map((one) => one.text);
}

describe('filterSuggestions', () => {
  it.each([
    ['', []],
    ['i', ['is:']],
    [
      'is:',
      [
        'is:open',
        'is:backlog',
        'is:ready',
        'is:running',
        'is:waiting',
        'is:needs-me',
        'is:blocked',
        'is:done',
      ],
    ],
    ['login is:n', ['is:needs-me']],
    ['is:done', []],
    ['epic:', ['epic:auth', 'epic:pay']],
    ['EPIC:p', ['epic:pay']],
    ['label:', ['label:backend']],
    ['agent:co', ['agent:codex']],
    ['priority:', ['priority:0', 'priority:1', 'priority:2', 'priority:3', 'priority:4']],
    ['p:4', []],
    ['status:', []],
  ])('for %s', (text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  it('is about the word before the caret, and leaves the others as they are', () => {
    const text = 'is:bl login';
    const found = filterSuggestions(text, 5, knowledge);
    expect(acceptSuggestion(text, found, found.items[0]!)).toEqual({
      text: 'is:blocked login',
      caret: 10,
    });
    const name = filterSuggestions('ep', 2, knowledge);
    expect(acceptSuggestion('ep', name, name.items[0]!)).toEqual({ text: 'epic:', caret: 5 });
    const value = filterSuggestions('epic:a', 6, knowledge);
    expect(acceptSuggestion('epic:a', value, value.items[0]!)).toEqual({
      text: 'epic:auth ',
      caret: 10,
    });
  });
});

describe('what is suggested', () => {
  it('is nothing before the first word, and for the whole text only what is before the caret', () => {
    expect(filterSuggestions(' is:', 0, knowledge)).toEqual({ from: 0, to: 0, items: [] });
    expect(filterSuggestions('is:d', 1, knowledge)).toMatchObject({ from: 0, to: 1 });
    expect(filterSuggestions('a\tis:d', 6, knowledge)).toMatchObject({ from: 2, to: 6 });
  });

  it('says what each name takes, and what a value means', () => {
    const hints = (text: string): readonly string[] =>
      filterSuggestions(text, text.length, knowledge).items.map(({ hint }) => hint);
    expect(hints('epic')).toEqual(['the beginning of an epic’s id']);
    expect(hints('epic:a')).toEqual(['Sign in']);
    expect(hints('is:wai')).toEqual(['waits for your answer']);
    expect(hints('p:')).toEqual(['most urgent', '', '', '', 'least urgent']);
  });

  it('is a list that can be read at one glance', () => {
    const labels = Array.from({ length: 50 }, (_, number) => `label-${number}`);
    const many = { ...knowledge, labels: () => labels };
    expect(filterSuggestions('label:', 6, many).items).toHaveLength(8);
  });

  it('asks for nothing that it does not need', () => {
    const asked: string[] = [];
    const listening = {
      epics: () => (asked.push('epics'), []),
      labels: () => (asked.push('labels'), []),
      agents: () => (asked.push('agents'), []),
    };
    for (const text of ['is:', 'p:', 'login', 'lab']) {
      filterSuggestions(text, text.length, listening);
    }
    expect(asked).toEqual([]);
    filterSuggestions('label:', 6, listening);
    expect(asked).toEqual(['labels']);
  });

  it('leaves out what the filter would not read as it stands', () => {
    const odd = {
      ...knowledge,
      labels: () => ['', 'two words', 'a\ttab', 'a "quote"', 'plain'],
      agents: () => ['my agent', 'codex'],
    };
    const all = (text: string): readonly string[] =>
      filterSuggestions(text, text.length, odd).items.map((one) => one.text);
    expect(all('label:')).toEqual(['label:plain']);
    expect(all('agent:')).toEqual(['agent:codex']);
  });
});

describe('a suggestion that is taken', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:"-]{0,8}$/);
  const drawn = fc.record({
    label: fc.oneof(word, fc.constantFrom('two words', 'scope:', '"', '')),
    agent: fc.oneof(word, fc.constant('my agent')),
    epicId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/),
    piece: fc.constantFrom('e', 'l', 'epic:', 'LABEL:', 'agent:', 'p:', 'prio', 'is:', 'is:b'),
    before: fc.constantFrom('', 'title ', 'is:ready  ', '"title of" '),
    rest: fc.constantFrom('', ' title', '  is:ready'),
  });

  it('gives a filter that says what it looks like, and finds the card that has the value', () => {
    fc.assert(
      fc.property(drawn, ({ label, agent, epicId, piece, before, rest }) => {
        const task = makeTask({ id: 'e.1', epicId, labels: [label, `agent:${agent}`] });
        const { cards } = buildBoard([task], false);
        const known = {
          epics: () => [{ id: epicId, title: 'Title' }],
          labels: () => [label],
          agents: () => [agent],
        };
        const typed = `${before}${piece}`;
        const found = filterSuggestions(typed + rest, typed.length, known);
        for (const one of found.items) {
          const { text, caret } = acceptSuggestion(typed + rest, found, one);
          const isName = filterNames.some(({ name }) => one.text === `${name}:`);
          expect(text.startsWith(before)).toBe(true);
          expect(text.endsWith(rest)).toBe(true);
          expect(text.slice(0, caret).trimEnd().endsWith(one.text)).toBe(true);
          expect(filterSlips(text).map((slip) => slip.piece)).toEqual(isName ? [one.text] : []);
          if (/^(?:epic|label|agent):./.test(one.text)) {
            expect([...cards.values()].filter(parseCardFilter(text))).toHaveLength(1);
          }
        }
      }),
    );
  });

  it('is followed by one blank after a value, and by none after a name', () => {
    const accept = (text: string, rest: string): string =>
      acceptSuggestion(`x${rest}`, { from: 0, to: 1 }, { text, hint: '' }).text;
    expect(accept('is:done', '')).toBe('is:done ');
    expect(accept('is:done', ' login')).toBe('is:done login');
    expect(accept('label:scope:', '')).toBe('label:scope: ');
    expect(accept('label:', '')).toBe('label:');
  });

  it('is suggested no more when it is there as a whole', () => {
    for (const piece of ['is:done', 'IS:DONE', 'epic:pay', 'p:0']) expect(texts(piece)).toEqual([]);
  });
});
