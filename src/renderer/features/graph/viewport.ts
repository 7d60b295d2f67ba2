import type { Point } from './edge-path.ts';

/** What React Flow calls its viewport: where the graph's origin is on the canvas, and how large all is. */
export interface Viewport extends Point {
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below this a box's text is too small to be read; who wants to see all of it can still zoom out. */
const leastOpeningZoom = 0.9;
/** Room around the graph, and around a box that is brought into view, in CSS pixels of the screen. */
const margin = 32;

/** All of a graph, in the middle, however small that makes it. */
export function wholeViewport(graph: Size, canvas: Size): Viewport {
  const zoom = Math.min(1, fittingZoom(graph, canvas));
  return {
    x: (canvas.width - graph.width * zoom) / 2,
    y: (canvas.height - graph.height * zoom) / 2,
    zoom,
  };
}

function fittingZoom(graph: Size, canvas: Size): number {
  return Math.min(
    (canvas.width - 2 * margin) / graph.width,
    (canvas.height - 2 * margin) / graph.height,
  );
}

/**
 * Where a graph is first looked at: all of it where that can be read, else the part with `focus` (the
 * middle of a box) or its beginning.
 */
export function openingViewport(graph: Size, canvas: Size, focus: Point | null): Viewport {
  const zoom = Math.min(1, Math.max(leastOpeningZoom, fittingZoom(graph, canvas)));
  const along = (size: number, room: number, desired: number | null): number => {
    const shown = size * zoom;
    if (shown + 2 * margin <= room) return (room - shown) / 2;
    const centred = desired === null ? margin : room / 2 - desired * zoom;
    return Math.min(margin, Math.max(room - shown - margin, centred));
  };
  return {
    x: along(graph.width, canvas.width, focus?.x ?? null),
    y: along(graph.height, canvas.height, focus?.y ?? graph.height / 2),
    zoom,
  };
}

/** The viewport moved as little as brings a box into view; null when it is in view already. */
export function revealing(viewport: Viewport, canvas: Size, box: Point & Size): Viewport | null {
  const { zoom } = viewport;
  const moved = (origin: number, place: number, size: number, room: number): number => {
    const start = place * zoom + origin;
    const end = start + size * zoom;
    if (start < 0 || end - start > room) return origin + margin - start;
    return end > room ? origin + room - margin - end : origin;
  };
  const x = moved(viewport.x, box.x, box.width, canvas.width);
  const y = moved(viewport.y, box.y, box.height, canvas.height);
  return x === viewport.x && y === viewport.y ? null : { x, y, zoom };
}
