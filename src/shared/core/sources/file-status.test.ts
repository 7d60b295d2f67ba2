import { describe, expect, it } from 'vitest';
import { isSettledWhileRunning, stepsFromFile } from './file-status.ts';

describe('stepsFromFile', () => {
  it.each([
    ['open', 'closed', ['close']],
    ['blocked', 'closed', ['close']],
    ['closed', 'closed', []],
    ['open', 'blocked', ['block']],
    ['blocked', 'blocked', []],
    ['closed', 'blocked', ['reopen', 'block']],
    ['open', 'open', []],
    ['open', 'in_progress', []],
    ['blocked', 'open', ['reopen']],
    ['blocked', 'in_progress', ['reopen']],
    ['closed', 'open', ['reopen']],
    ['closed', 'in_progress', ['reopen']],
    ['closed', 'in_review', ['reopen']],
  ] as const)('takes a task that is %s where a person wrote %s', (status, said, steps) => {
    expect(stepsFromFile(status, said, 'edited')).toEqual(steps);
  });

  it('leaves a task alone while an agent works on it, whatever the file says', () => {
    for (const status of ['in_progress', 'in_review'] as const) {
      for (const said of ['open', 'in_progress', 'in_review', 'blocked', 'closed'] as const) {
        for (const look of ['edited', 'attempt_ended', 'its_turn'] as const) {
          expect(stepsFromFile(status, said, look)).toEqual([]);
        }
      }
    }
  });

  it('never opens a task again for a word that is older than what the app has to write', () => {
    for (const look of ['attempt_ended', 'its_turn'] as const) {
      for (const status of ['blocked', 'closed'] as const) {
        for (const said of ['open', 'in_progress', 'in_review'] as const) {
          expect(stepsFromFile(status, said, look)).toEqual([]);
        }
      }
      expect(stepsFromFile('open', 'closed', look)).toEqual(['close']);
      expect(stepsFromFile('blocked', 'closed', look)).toEqual(['close']);
    }
  });

  it('leaves nothing to do when its steps were taken: the same file means nothing more', () => {
    const after = { close: 'closed', block: 'blocked', reopen: 'open' } as const;
    for (const status of ['open', 'blocked', 'closed'] as const) {
      for (const said of ['open', 'in_progress', 'in_review', 'blocked', 'closed'] as const) {
        const last = stepsFromFile(status, said, 'edited').at(-1);
        if (last !== undefined) expect(stepsFromFile(after[last], said, 'edited')).toEqual([]);
      }
    }
  });
});

describe('isSettledWhileRunning', () => {
  it('keeps for later what takes the task out of the run', () => {
    expect(isSettledWhileRunning('open')).toBe(true);
    expect(isSettledWhileRunning('in_progress')).toBe(true);
    expect(isSettledWhileRunning('closed')).toBe(false);
    expect(isSettledWhileRunning('blocked')).toBe(false);
  });
});
