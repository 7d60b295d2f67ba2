import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumSize, placeWindow } from './window-state.ts';
import type { Bounds } from './window-state.ts';

const laptop: Bounds = { x: 0, y: 25, width: 1440, height: 875 };
const monitor: Bounds = { x: 1440, y: 0, width: 2560, height: 1400 };

const left = (bounds: Bounds) => ({ bounds, isMaximized: false, isFullScreen: false });

describe('placeWindow', () => {
  it('opens in the middle of the primary display when nothing is remembered', () => {
    expect(placeWindow(null, laptop, [laptop]).bounds).toEqual({
      x: 60,
      y: 32,
      width: 1320,
      height: 860,
    });
  });

  it('opens where it was left, on whichever display', () => {
    const bounds = { x: 2000, y: 100, width: 1200, height: 900 };
    expect(placeWindow(left(bounds), laptop, [laptop, monitor]).bounds).toEqual(bounds);
  });

  it('comes back to the primary display, in its size, when its display is gone', () => {
    const bounds = { x: 2000, y: 100, width: 1200, height: 800 };
    expect(placeWindow(left(bounds), laptop, [laptop]).bounds).toEqual({
      x: 120,
      y: 62,
      width: 1200,
      height: 800,
    });
  });

  it('is pushed back into a display that it hangs out of', () => {
    const bounds = { x: 900, y: 300, width: 1000, height: 700 };
    expect(placeWindow(left(bounds), laptop, [laptop]).bounds).toEqual({
      x: 440,
      y: 200,
      width: 1000,
      height: 700,
    });
  });

  it('stays maximised and full screen', () => {
    const state = { bounds: laptop, isMaximized: true, isFullScreen: true };
    expect(placeWindow(state, laptop, [laptop])).toMatchObject(state);
  });

  it('always lies inside one work area, not smaller than is useful unless the display is', () => {
    const bounds = fc.record({
      x: fc.integer({ min: -6_000, max: 6_000 }),
      y: fc.integer({ min: -6_000, max: 6_000 }),
      width: fc.integer({ min: 1, max: 9_000 }),
      height: fc.integer({ min: 1, max: 9_000 }),
    });
    const areas = fc.array(bounds, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.option(bounds), areas, (saved, workAreas) => {
        const state = saved === null ? null : left(saved);
        const { bounds: placed } = placeWindow(state, workAreas[0]!, workAreas);
        const home = workAreas.find(
          (area) =>
            placed.x >= area.x &&
            placed.y >= area.y &&
            placed.x + placed.width <= area.x + area.width &&
            placed.y + placed.height <= area.y + area.height &&
            placed.width >= Math.min(minimumSize.width, area.width) &&
            placed.height >= Math.min(minimumSize.height, area.height),
        );
        expect(home).toBeDefined();
        expect(placeWindow(left(placed), workAreas[0]!, workAreas).bounds).toEqual(placed);
      }),
    );
  });
});
