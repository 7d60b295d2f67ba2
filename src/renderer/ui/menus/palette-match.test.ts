import { describe, expect, it } from 'vitest';
import { matchScore } from './palette-match.ts';

describe('matchScore', () => {
  it('finds what begins with the search, then what has a word that does, then what contains it', () => {
    const scores = ['Run the tasks', 'Cancel the run', 'Overrun budget'].map((title) =>
      matchScore('run', [title]),
    );
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(new Set(scores).size).toBe(3);
  });

  it('finds by the first letters of the words', () => {
    expect(matchScore('gb', ['Go to board'])).toBeGreaterThan(0);
    expect(matchScore('bg', ['Go to board'])).toBe(0);
  });

  it('wants every word of the search, in any order', () => {
    expect(matchScore('board go', ['Go to the board'])).toBeGreaterThan(0);
    expect(matchScore('board stop', ['Go to the board'])).toBe(0);
  });

  it('finds by other words, but counts the title for more', () => {
    const byKeyword = matchScore('kanban', ['Go to the board', 'kanban']);
    expect(byKeyword).toBeGreaterThan(0);
    expect(byKeyword).toBeLessThan(matchScore('kanban', ['Kanban']));
  });

  it('fits everything while nothing is searched, whatever the case', () => {
    expect(matchScore('  ', ['Go'])).toBe(1);
    expect(matchScore('GO', ['go'])).toBe(1);
  });
});
