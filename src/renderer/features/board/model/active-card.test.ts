import { describe, expect, it } from 'vitest';
import { activeCardFollower } from './active-card.ts';
import type { BoardLayout } from './navigate.ts';

function layout(...columns: readonly (readonly string[])[]): BoardLayout {
  return [{ key: 'all', isCollapsed: false, columns }];
}

describe('the card that the keys are about', () => {
  it('is the first one until one is chosen', () => {
    const follow = activeCardFollower();
    expect(follow({ layout: layout([], ['a', 'b']), requested: null })).toBe('a');
    expect(follow({ layout: layout([], []), requested: null })).toBeNull();
  });

  it('is the chosen one, wherever it moves', () => {
    const follow = activeCardFollower();
    expect(follow({ layout: layout(['a', 'b'], ['c']), requested: 'b' })).toBe('b');
    expect(follow({ layout: layout(['a'], ['c', 'b']), requested: 'b' })).toBe('b');
  });

  it('is the one nearest to where the chosen one was, and the chosen one again when it is back', () => {
    const follow = activeCardFollower();
    const all = layout(['a', 'b', 'c'], ['d']);
    follow({ layout: all, requested: 'b' });
    expect(follow({ layout: layout(['a', 'c'], ['d']), requested: 'b' })).toBe('c');
    expect(follow({ layout: layout([], ['d']), requested: 'b' })).toBe('d');
    expect(follow({ layout: all, requested: 'b' })).toBe('b');
  });
});
