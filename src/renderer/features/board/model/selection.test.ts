import { describe, expect, it } from 'vitest';
import { extended, noSelection, pruned, subjectsOf, toggled } from './selection.ts';

describe('selection', () => {
  it('takes a card in and out', () => {
    const one = toggled(noSelection, 'a');
    expect(one.ids).toEqual(['a']);
    expect(toggled(one, 'a').ids).toEqual([]);
  });

  it('is extended by a range that keeps its start', () => {
    const range = extended(toggled(noSelection, 'a'), ['a', 'b', 'c']);
    expect(range.ids).toEqual(['a', 'b', 'c']);
    expect(range.anchor).toBe('a');
  });

  it('loses the tasks that are gone, and only then is another object', () => {
    const both = toggled(toggled(noSelection, 'a'), 'b');
    expect(pruned(both, () => true)).toBe(both);
    expect(pruned(both, (id) => id === 'a')).toEqual({ ids: ['a'], anchor: null });
  });

  it('is what an action on one of its cards is about', () => {
    const both = toggled(toggled(noSelection, 'a'), 'b');
    expect(subjectsOf(both, 'b')).toEqual(['b', 'a']);
    expect(subjectsOf(both, 'c')).toEqual(['c']);
  });
});
