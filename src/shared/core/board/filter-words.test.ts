import { describe, expect, it } from 'vitest';
import { boardColumns } from './board-columns.ts';
import { filterNames, isWords, priorityOf, takesOf } from './filter-words.ts';

describe('the words after is:', () => {
  it('are each there once, with a meaning', () => {
    expect(new Set(isWords.map(({ word }) => word)).size).toBe(isWords.length);
    for (const { word, meaning } of isWords) {
      expect(word).toMatch(/^[a-z]+(?:-[a-z]+)?$/);
      expect(meaning).not.toBe('');
    }
  });

  it('leave no column without a word that finds it', () => {
    const found = new Set(isWords.flatMap(({ finds }) => (Array.isArray(finds) ? finds : [])));
    expect(found).toEqual(new Set(boardColumns));
  });
});

describe('takesOf', () => {
  it('says of each name what it takes', () => {
    for (const { name, takes } of filterNames) expect(takesOf(name)).toBe(takes);
    expect(takesOf('p')).toBe(takesOf('priority'));
    expect(takesOf('is')).toBe('open, backlog, ready, running, waiting, needs-me, blocked or done');
  });

  it('knows no other name', () => {
    for (const name of ['', 'status', 'IS', 'pr', 'constructor']) expect(takesOf(name)).toBeNull();
  });
});

describe('priorityOf', () => {
  it.each([
    ['0', 0],
    ['4', 4],
    ['p2', 2],
    ['P3', 3],
    ['5', null],
    ['-1', null],
    ['00', null],
    ['p', null],
    ['pp1', null],
    ['1 ', null],
    ['', null],
  ])('reads %j as %j', (value, priority) => {
    expect(priorityOf(value)).toBe(priority);
  });
});
