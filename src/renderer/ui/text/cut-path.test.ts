import { describe, expect, it } from 'vitest';
import { cutPath } from './cut-path.ts';

describe('cutPath', () => {
  it('keeps as many names of the end as have room', () => {
    expect(cutPath('/home/me/data/workspaces/shop-0037/worktrees/w1')).toEqual({
      head: '/home/me/data/workspaces',
      tail: '/shop-0037/worktrees/w1',
    });
  });

  it('keeps the end of a name that is too long by itself', () => {
    const { head, tail } = cutPath(`/tmp/${'x'.repeat(60)}`);
    expect(head + tail).toBe(`/tmp/${'x'.repeat(60)}`);
    expect(tail).toHaveLength(32);
  });

  it('leaves a short path whole', () => {
    const { head, tail } = cutPath('src/a.ts');
    expect(head + tail).toBe('src/a.ts');
  });
});
