import { describe, expect, it } from 'vitest';
import type { ForeignItem } from '#shared/model/foreign-change.ts';
import { isSame } from './compare.ts';
import type { Differences } from './compare.ts';
import { withoutKnown } from './known-changes.ts';

const none: Differences = { refs: [], heads: [], lost: [], added: [], files: [] };
const gone: Differences = { ...none, refs: [{ name: 'refs/tags/v1', from: 'a', to: null }] };
const back: Differences = { ...none, refs: [{ name: 'refs/tags/v1', from: null, to: 'a' }] };
const item = (isPutBack: boolean): ForeignItem => ({
  kind: 'ref',
  ref: 'refs/tags/v1',
  from: 'a',
  to: null,
  isForward: false,
  isPutBack,
});
const isNews = (differences: Differences, ...items: ForeignItem[]): boolean =>
  !isSame(withoutKnown(differences, [{ items }]));

describe('withoutKnown', () => {
  it('passes over what is as it was again, whoever put it back', () => {
    expect(isNews(back, item(false))).toBe(false);
    expect(isNews(back, item(true))).toBe(false);
    expect(isNews(back)).toBe(true);
  });

  it('tells again of what was put back and is gone once more, but not of a putting back that was taken back', () => {
    expect(isNews(gone, item(true))).toBe(true);
    expect(isNews(gone, item(false))).toBe(false);
  });

  it('does the same with the stash', () => {
    const entry = { commit: 'c', title: 'idea' };
    const lost = (isPutBack: boolean): ForeignItem =>
      ({ kind: 'stash', change: 'lost', ...entry, isPutBack }) as const;
    expect(isNews({ ...none, added: [entry] }, lost(true))).toBe(false);
    expect(isNews({ ...none, lost: [entry] }, lost(true))).toBe(true);
    expect(isNews({ ...none, lost: [entry] }, lost(false))).toBe(false);
    expect(isNews({ ...none, lost: [{ ...entry, commit: 'd' }] }, lost(false))).toBe(true);
  });
});
