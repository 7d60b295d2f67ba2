import { describe, expect, it } from 'vitest';
import type { SessionView } from '#shared/contract/attempts.ts';
import { overWords, sessionWords, spentWords } from './session-words.ts';

const now = Date.UTC(2026, 0, 1, 12);
const idle: SessionView['activity'] = { words: '', kind: 'text', since: null, until: null };

function viewOf(fields: Partial<SessionView> = {}): SessionView {
  return {
    hasEvents: true,
    isLive: true,
    exitCode: null,
    revision: '1',
    first: 0,
    end: 5,
    isWhole: true,
    isCut: false,
    from: 0,
    entries: [],
    pending: '',
    isQuestion: false,
    activity: idle,
    spent: { tokens: null, costUsd: null },
    draws: false,
    ...fields,
  };
}

function wordsOf(fields: Partial<SessionView>): readonly string[] {
  const { words, time } = sessionWords(viewOf(fields), now);
  return [words, time];
}

describe('how a session stands', () => {
  it('is that it starts until anything was printed', () => {
    expect(wordsOf({ end: 0 })).toEqual(['Starts', '']);
    expect(wordsOf({ first: 5 })).toEqual(['Starts', '']);
    expect(wordsOf({ end: 0, pending: ' \n' })).toEqual(['Starts', '']);
    expect(wordsOf({ end: 0, pending: 'Reading' })).toEqual(['Thinks', '']);
  });

  it('is which tool runs, and for how long beside it, so that only the tool is announced', () => {
    const tool = { ...idle, kind: 'tool', words: 'Bash: npm test' } as const;
    expect(wordsOf({ activity: { ...tool, since: now - 125_000 } })).toEqual([
      'Bash: npm test',
      '2 min 5 s',
    ]);
    expect(wordsOf({ activity: tool })).toEqual(['Bash: npm test', '']);
    // The clock of the host may be ahead.
    expect(wordsOf({ activity: { ...tool, since: now + 3_000 } })[1]).toBe('0 s');
  });

  it('is that it thinks, since its last words, which are shown above already', () => {
    const activity = { ...idle, words: 'I look at it.', since: now - 4_000 };
    expect(wordsOf({ activity })).toEqual(['Thinks', '4 s']);
  });

  it('is that it waits for its provider, until when as long as that is ahead', () => {
    const wait = { ...idle, kind: 'wait', words: 'tries again: overloaded' } as const;
    const [words, time] = wordsOf({ activity: { ...wait, until: now + 60_000 } });
    expect(words).toBe('Waits for its provider');
    expect(time).toMatch(/^until \d\d:\d\d/);
    for (const until of [null, now, now - 1]) {
      expect(wordsOf({ activity: { ...wait, until } })).toEqual([words, '']);
    }
  });

  it('is that it waits for an answer, whatever it does beside that', () => {
    const activity = { ...idle, kind: 'tool', words: 'Bash', since: now } as const;
    expect(wordsOf({ isQuestion: true, activity })).toEqual(['Waits for your answer', '']);
    expect(wordsOf({ isQuestion: true, end: 0 })).toEqual(['Waits for your answer', '']);
  });

  it('is how it ended, once it has, also in the middle of something', () => {
    const activity = { ...idle, kind: 'tool', words: 'Bash', since: now } as const;
    const over = { isLive: false, isQuestion: true, activity };
    expect(wordsOf({ ...over, exitCode: 0 })).toEqual(['Ended with exit code 0', '']);
    expect(wordsOf({ ...over, exitCode: 137 })).toEqual(['Ended with exit code 137', '']);
    // A signal ended it.
    expect(overWords({ exitCode: null })).toBe('Ended');
  });
});

describe('what a session used', () => {
  it.each([
    [{ tokens: null, costUsd: null }, ''],
    [{ tokens: 0, costUsd: null }, '0 tokens'],
    [{ tokens: 12_345, costUsd: null }, '12,345 tokens'],
    [{ tokens: null, costUsd: 0.0123 }, '$0.0123'],
    [{ tokens: 1_000_000, costUsd: 2.5 }, '1,000,000 tokens · $2.50'],
  ] as const)('%o is: %s', (spent, words) => {
    expect(spentWords({ spent })).toBe(words);
  });
});
