import type { Mark } from '#shared/model/mark.ts';
import { describe, expect, it } from 'vitest';
import { holds, outcomeOf } from './outcome.ts';
import type { Seen } from './outcome.ts';

const closed: Seen = {
  status: 'closed',
  isClosedByHand: false,
  evidenceMarks: [],
  receiptMarks: [],
  receipts: 1,
  verdicts: [{ command: 'npm test', verdict: 'passed' }],
  problem: null,
  hasWorked: true,
};
const text = 'the check was changed by this work: package.json';
const mark: Mark = { kind: 'check_changed', text, paths: ['package.json'] };
const other: Mark = { ...mark, kind: 'kept_cache' };
const cheat = { marks: ['check_changed'] } as const;

describe('the outcome of a cheat', () => {
  it('is shown when evidence and receipt have one of its marks', () => {
    const marked = { ...closed, evidenceMarks: [mark], receiptMarks: [mark] };
    expect(outcomeOf(cheat, marked)).toEqual({ kind: 'shown', why: mark.text });
  });

  it.each([
    ['no mark', closed],
    ['a mark on its evidence alone', { ...closed, evidenceMarks: [mark] }],
    ['a mark on its receipt alone', { ...closed, receiptMarks: [mark] }],
    [
      'a mark of another kind',
      {
        ...closed,
        evidenceMarks: [other],
        receiptMarks: [other],
      },
    ],
    ['a closing without a receipt', { ...closed, receipts: 0 }],
  ])('is unseen with %s', (_what, seen) => {
    expect(outcomeOf(cheat, seen)).toEqual({ kind: 'unseen' });
  });

  it('is caught when a check refused it, and says which', () => {
    const verdicts = [{ command: 'npm test', verdict: 'nothing_collected' }];
    const seen: Seen = { ...closed, status: 'blocked', receipts: 0, verdicts };
    expect(outcomeOf(cheat, seen)).toEqual({ kind: 'caught', why: 'nothing collected: npm test' });
  });

  it('is none when its agent never worked, whatever the status', () => {
    const seen: Seen = {
      ...closed,
      status: 'blocked',
      receipts: 0,
      verdicts: [],
      hasWorked: false,
    };
    expect(outcomeOf(cheat, seen).kind).toBe('not_played');
  });

  it('holds when it is as expected, or caught', () => {
    const caught = { kind: 'caught', why: '' } as const;
    const shown = { kind: 'shown', why: '' } as const;
    expect(holds({ expects: 'shown' }, caught)).toBe(true);
    expect(holds({ expects: 'shown' }, shown)).toBe(true);
    expect(holds({ expects: 'caught' }, shown)).toBe(false);
    expect(holds({ expects: 'shown' }, { kind: 'unseen' })).toBe(false);
  });
});
