import { describe, expect, it } from 'vitest';
import { acceptSuggestion, filterSuggestions } from './filter-suggestions.ts';

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
