import { describe, expect, it } from 'vitest';
import { openingViewport, revealing, wholeViewport } from './viewport.ts';

const canvas = { width: 1000, height: 600 };

describe('the opening viewport', () => {
  it('shows a small graph as a whole, in the middle', () => {
    expect(openingViewport({ width: 500, height: 200 }, canvas, null)).toEqual({
      x: 250,
      y: 200,
      zoom: 1,
    });
  });

  it('never makes text too small to be read: a large graph is shown from its beginning', () => {
    const { x, y, zoom } = openingViewport({ width: 8_000, height: 300 }, canvas, null);
    expect(zoom).toBe(0.9);
    expect(x).toBe(32);
    expect(y).toBe((600 - 270) / 2);
  });

  it('shows the part of a large graph that is asked for, without a void beside it', () => {
    const graph = { width: 8_000, height: 4_000 };
    const { x, y, zoom } = openingViewport(graph, canvas, { x: 4_000, y: 2_000 });
    expect([4_000 * zoom + x, 2_000 * zoom + y]).toEqual([500, 300]);
    const atEnd = openingViewport(graph, canvas, { x: 7_990, y: 3_990 });
    expect(graph.width * atEnd.zoom + atEnd.x).toBe(canvas.width - 32);
    expect(graph.height * atEnd.zoom + atEnd.y).toBe(canvas.height - 32);
  });
});

it('the whole of a graph is in view, in the middle, and never enlarged', () => {
  const large = { width: 16_000, height: 400 };
  const { x, y, zoom } = wholeViewport(large, canvas);
  expect(x).toBeCloseTo(32);
  expect(large.width * zoom + x).toBeCloseTo(canvas.width - 32);
  expect(y + (large.height * zoom) / 2).toBeCloseTo(canvas.height / 2);
  expect(wholeViewport({ width: 100, height: 100 }, canvas).zoom).toBe(1);
});

describe('revealing a box', () => {
  const box = { x: 100, y: 100, width: 200, height: 60 };
  const at = { x: 0, y: 0, zoom: 1 };

  it('moves nothing when it is in view', () => {
    expect(revealing(at, canvas, box)).toBeNull();
  });

  it('moves the graph only as far, and in the direction, that brings it in', () => {
    expect(revealing(at, canvas, { ...box, x: -50 })).toEqual({ x: 82, y: 0, zoom: 1 });
    expect(revealing(at, canvas, { ...box, x: 900 })).toEqual({ x: -132, y: 0, zoom: 1 });
    expect(revealing(at, canvas, { ...box, y: 580 })).toEqual({ x: 0, y: -72, zoom: 1 });
  });

  it('shows the beginning of a box that is larger than the window', () => {
    expect(revealing({ ...at, zoom: 10 }, canvas, { ...box, x: 0, y: 10, height: 80 })).toEqual({
      x: 32,
      y: -68,
      zoom: 10,
    });
  });
});
