import { useReactFlow, useStore } from '@xyflow/react';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef } from 'react';
import type { RefObject } from 'react';
import type { Point } from './edge-path.ts';
import { boxSize } from './graph-layout.ts';
import type { GraphLayout } from './graph-layout.ts';
import { openingViewport, revealing, wholeViewport } from './viewport.ts';
import type { Viewport } from './viewport.ts';

/** How long a move of the graph takes, in ms: long enough to see where it went. */
const moveMs = 150;
/** Frames within which a box that has come into view is drawn. */
const mostFrames = 10;

function duration(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : moveMs;
}

/** Ways to move the graph under the window. */
export interface GraphMoves {
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Shows all of it, however small. */
  readonly showAll: () => void;
  /** Brings a task's box into view, if it is not. */
  readonly reveal: (taskId: string) => void;
  /** Brings a task's box into view and gives it the focus. */
  readonly focus: (taskId: string) => void;
}

export interface GraphMovesInput {
  readonly layout: GraphLayout;
  readonly selected: string | null;
  /** What the graph is drawn in. */
  readonly section: RefObject<HTMLElement | null>;
  /** How the graph was opened, and the place that was looked at first. */
  readonly opening: Viewport;
  readonly openingPoint: Point | null;
}

/**
 * Moves of the graph. When its window changes, one that nobody has moved is opened again, and the box of
 * the open task stays in view.
 */
export function useGraphMoves(input: GraphMovesInput): GraphMoves {
  const { layout, selected, section } = input;
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const reveal = useCallback(
    (taskId: string): void => {
      const place = layout.tasks.find(({ id }) => id === taskId);
      if (place === undefined || width === 0) return;
      const next = revealing(flow.getViewport(), { width, height }, { ...place, ...boxSize });
      if (next !== null) void flow.setViewport(next, { duration: duration() });
    },
    [layout, flow, width, height],
  );
  useReopening(input, flow, width, height);
  useEffect(() => {
    if (selected !== null) reveal(selected);
  }, [selected, reveal]);
  return useMemo(
    () => ({
      zoomIn: () => void flow.zoomIn({ duration: duration() }),
      zoomOut: () => void flow.zoomOut({ duration: duration() }),
      // React Flow's own way leaves out boxes that were never in the page.
      showAll: () =>
        void flow.setViewport(wholeViewport(layout, { width, height }), { duration: duration() }),
      reveal,
      focus: (taskId) => {
        reveal(taskId);
        focusBox(section.current, taskId, mostFrames);
      },
    }),
    [flow, layout, width, height, reveal, section],
  );
}

function useReopening(
  { layout, opening, openingPoint }: GraphMovesInput,
  flow: ReturnType<typeof useReactFlow>,
  width: number,
  height: number,
): void {
  const last = useRef(opening);
  // A task that is added moves nothing under the eyes: only another size of the canvas does.
  const reopen = useEffectEvent((canvas: { readonly width: number; readonly height: number }) => {
    const { x, y, zoom } = flow.getViewport();
    const isUntouched = x === last.current.x && y === last.current.y && zoom === last.current.zoom;
    if (canvas.width === 0 || canvas.height === 0 || !isUntouched) return;
    last.current = openingViewport(layout, canvas, openingPoint);
    void flow.setViewport(last.current);
  });
  useEffect(() => reopen({ width, height }), [width, height]);
}

/** Boxes out of view are not in the page: the one that comes into view is waited for, unless the focus goes elsewhere. */
function focusBox(
  section: HTMLElement | null,
  taskId: string,
  frames: number,
  from: Element | null = document.activeElement,
): void {
  if (document.activeElement !== from && !isNowhere(document.activeElement)) return;
  const box = section?.querySelector<HTMLElement>(`[data-graph-task="${CSS.escape(taskId)}"]`);
  if (box !== null && box !== undefined) box.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusBox(section, taskId, frames - 1, from));
}

/** The box that had the focus may have left the page with it. */
function isNowhere(element: Element | null): boolean {
  return element === null || element === document.body;
}
