import { expect, it } from 'vitest';
import { findCycles } from './graph-cycles.ts';

it('starts each cycle with the one of its nodes that comes first in the list', () => {
  // 0 -> 1 -> 2 -> 0, and 3 -> 4 -> 3, which also leads into the other.
  const edges = {
    starts: Int32Array.of(0, 1, 2, 3, 4, 6),
    targets: Int32Array.of(1, 2, 0, 4, 3, 0),
  };
  expect(findCycles(edges, Int32Array.of(4, 2, 3, 1, 0))).toEqual([
    [4, 3],
    [2, 0, 1],
  ]);
});

it('finds none where no node can reach itself', () => {
  const edges = { starts: Int32Array.of(0, 1, 1), targets: Int32Array.of(1) };
  expect(findCycles(edges, Int32Array.of(0, 1))).toEqual([]);
});
