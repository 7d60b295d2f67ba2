import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeRow,
  followRows,
  keptRows,
  restoreRows,
  rowsOf,
  withoutDraft,
} from './criteria-rows.ts';
import type { CriteriaRows } from './criteria-rows.ts';

/** The rows with text typed into the one that has this key. */
function typed(state: CriteriaRows, key: number, text: string): CriteriaRows {
  return changeRow(state, key, (row) => ({
    ...row,
    draft: { text, base: row.at === null ? '' : (state.texts[row.at] ?? '') },
  }));
}

/** Each row as its criterion and what is typed into it. */
function shown({ texts, rows }: CriteriaRows) {
  return rows.map(({ at, draft }) => [at === null ? null : texts[at], draft?.text ?? null]);
}

describe('rows of criteria', () => {
  const rows = typed(rowsOf(['one', 'two', 'three']), 1, 'two, mine');

  it('keep what is typed into them when others go or come', () => {
    expect(shown(followRows(rows, ['two', 'three']))).toEqual([
      ['two', 'two, mine'],
      ['three', null],
    ]);
    expect(shown(followRows(rows, ['zero', 'one', 'two', 'three']))[2]).toEqual([
      'two',
      'two, mine',
    ]);
  });

  it('stay where they were while text is typed into one that was removed, until that is given up', () => {
    const gone = followRows(rows, ['one', 'three']);
    expect(shown(gone)).toEqual([
      ['one', null],
      [null, 'two, mine'],
      ['three', null],
    ]);
    expect(gone.rows.map(({ key }) => key)).toEqual([0, 1, 2]);
    expect(shown(followRows(gone, ['three', 'four']))).toContainEqual([null, 'two, mine']);
    expect(shown(changeRow(gone, 1, withoutDraft))).toEqual([
      ['one', null],
      ['three', null],
    ]);
  });

  it('are found again after a reload, in a list that was changed meanwhile', () => {
    const kept = keptRows(rows);
    expect(shown(restoreRows(kept, ['two', 'three']))[0]).toEqual(['two', 'two, mine']);
    expect(shown(restoreRows(kept, ['one', 'three']))[1]).toEqual([null, 'two, mine']);
    expect(shown(restoreRows(kept, ['one', 'two, mine', 'three']))).toEqual(
      shown(rowsOf(['one', 'two, mine', 'three'])),
    );
    expect(keptRows(rowsOf(['one']))).toBeNull();
    expect(shown(restoreRows('nonsense', ['one']))).toEqual([['one', null]]);
  });

  it('lose no draft and show each criterion once, whatever becomes of the list', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 });
    fc.assert(
      fc.property(list, fc.array(list), fc.nat(), (first, others, seed) => {
        fc.pre(first.length > 0);
        let state = typed(rowsOf(first), seed % first.length, 'mine');
        for (const texts of others) {
          state = followRows(state, texts);
          const own = state.rows.filter(({ at }) => at !== null);
          expect(own.map(({ at }) => at)).toEqual(texts.map((_, index) => index));
          expect(new Set(state.rows.map(({ key }) => key)).size).toBe(state.rows.length);
          expect(state.rows.filter(({ draft }) => draft?.text === 'mine')).toHaveLength(1);
          const back = restoreRows(keptRows(state), texts);
          expect(shown(back)).toEqual(shown(state));
        }
      }),
    );
  });
});
