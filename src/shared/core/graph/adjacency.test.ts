import { expect, it } from 'vitest';
import { at, forEachTarget, renumberEdges, reverseEdges } from './adjacency.ts';
import type { Adjacency } from './adjacency.ts';

function edgesOf(rows: readonly (readonly number[])[]): Adjacency {
  const starts = new Int32Array(rows.length + 1);
  for (const [node, row] of rows.entries()) starts[node + 1] = starts[node]! + row.length;
  return { starts, targets: Int32Array.from(rows.flat()) };
}

function rowsOf(edges: Adjacency): number[][] {
  return Array.from({ length: edges.starts.length - 1 }, (_, node) => {
    const row: number[] = [];
    forEachTarget(edges, node, (target) => row.push(target));
    return row;
  });
}

it('turns edges round, each list of sources ascending', () => {
  const edges = edgesOf([[], [2, 0], [0], [2, 1, 0]]);
  expect(rowsOf(reverseEdges(edges))).toEqual([[1, 2, 3], [3], [1, 3], []]);
});

it('has no edges to turn round in an empty graph', () => {
  expect(rowsOf(reverseEdges(edgesOf([])))).toEqual([]);
});

it('renames nodes and keeps the order of their targets', () => {
  const edges = edgesOf([[1, 2], [], [1]]);
  const order = Int32Array.of(1, 2, 0);
  const rankOf = Int32Array.of(2, 0, 1);
  expect(rowsOf(renumberEdges(edges, order, rankOf))).toEqual([[], [0], [0, 1]]);
});

it('does not read past the end of a list', () => {
  expect(() => at(Int32Array.of(1), 1)).toThrow(RangeError);
});
