import { expect, it } from 'vitest';
import { layerNodes } from './graph-layers.ts';

it('orders each layer by the given sort, and leaves out cycles and what waits for them', () => {
  // 2 waits for 0 and 1; 3 and 4 for each other; 5 for 2 and 4.
  const edges = {
    starts: Int32Array.of(0, 0, 0, 2, 3, 4, 6),
    targets: Int32Array.of(0, 1, 4, 3, 2, 4),
  };
  const { order, ends } = layerNodes(edges, (layer) => layer.sort((a, b) => b - a));
  expect([...order]).toEqual([1, 0, 2]);
  expect(ends).toEqual([2, 3]);
});
