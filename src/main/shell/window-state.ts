import { z } from 'zod';

const boundsSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
/** A rectangle on the desktop, in device-independent pixels. */
export type Bounds = z.infer<typeof boundsSchema>;

/** How the window was left: `bounds` are those it has when it is neither maximised nor full screen. */
export const windowStateSchema = z.object({
  bounds: boundsSchema,
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/** Smallest size at which the interface is useful. */
export const minimumSize = { width: 960, height: 600 };
const preferredSize = { width: 1320, height: 860 };

/**
 * Where the window opens: as it was left, but wholly inside the work area of the display that it was
 * mostly on; in the middle of the primary display when that one is gone or nothing is remembered.
 */
export function placeWindow(
  saved: WindowState | null,
  primary: Bounds,
  workAreas: readonly Bounds[],
): WindowState {
  if (saved === null) return { ...closed, bounds: centred(preferredSize, primary) };
  const best = [primary, ...workAreas].reduce((best, area) =>
    overlap(saved.bounds, area) > overlap(saved.bounds, best) ? area : best,
  );
  if (overlap(saved.bounds, best) === 0)
    return { ...saved, bounds: centred(saved.bounds, primary) };
  return { ...saved, bounds: within(saved.bounds, best) };
}

const closed = { isMaximized: false, isFullScreen: false };

function overlap(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** At least the smallest useful size, but never larger than the display. */
function sizeIn(desired: { width: number; height: number }, area: Bounds): Bounds {
  return {
    ...area,
    width: Math.min(Math.max(desired.width, minimumSize.width), area.width),
    height: Math.min(Math.max(desired.height, minimumSize.height), area.height),
  };
}

function within(desired: Bounds, area: Bounds): Bounds {
  const { width, height } = sizeIn(desired, area);
  const clamp = (value: number, from: number, to: number): number =>
    Math.min(Math.max(value, from), to);
  return {
    x: clamp(desired.x, area.x, area.x + area.width - width),
    y: clamp(desired.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function centred(desired: { width: number; height: number }, area: Bounds): Bounds {
  const { width, height } = sizeIn(desired, area);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}
