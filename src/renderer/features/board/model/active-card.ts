import { firstPlace, idAt, nearestPlace, placeOf } from './navigate.ts';
import type { BoardLayout, Place } from './navigate.ts';

/** What decides which card the keys are about. */
export interface ActiveRequest {
  readonly layout: BoardLayout;
  /** The card that was chosen last; it may be hidden or gone. */
  readonly requested: string | null;
}

/**
 * Follows which card the keys are about: the chosen one where it is shown, else the one that is nearest
 * to where it was; null on an empty board.
 */
export function activeCardFollower(): (request: ActiveRequest) => string | null {
  let last: Place | null = null;
  return ({ layout, requested }) => {
    const own = requested === null ? null : placeOf(layout, requested);
    const place = own ?? (last === null ? firstPlace(layout) : nearestPlace(layout, last));
    // Where a hidden card was stays known, so that it is not left behind step by step.
    if (own !== null || last === null) last = place;
    return place === null ? null : idAt(layout, place);
  };
}
