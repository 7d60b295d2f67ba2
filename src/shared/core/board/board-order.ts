import type { Task } from '#shared/model/task.ts';

/** Distance of two neighbours' ordinals when there is nothing between them; Backlog.md's own step. */
const step = 1000;

/** A card as far as its place in a column goes. */
export type OrderedCard = Pick<Task, 'id' | 'ordinal'>;

/** A task's new place. */
export interface OrdinalChange {
  readonly taskId: string;
  readonly ordinal: number;
}

/**
 * An ordinal between two neighbours (null: there is none on that side); null when no number fits
 * between them. Never below zero while the neighbours are not, as Backlog.md refuses those.
 */
export function ordinalBetween(above: number | null, below: number | null): number | null {
  if (above === null && below === null) return step;
  if (below === null) return roomBetween(above, (above ?? 0) + step, null);
  if (above === null) return roomBetween(null, below > 0 ? below / 2 : below - step, below);
  return roomBetween(above, above + (below - above) / 2, below);
}

function roomBetween(above: number | null, desired: number, below: number | null): number | null {
  if (!Number.isFinite(desired)) return null;
  if (above !== null && desired <= above) return null;
  return below !== null && desired >= below ? null : desired;
}

/**
 * The ordinals to set so that `card` stands at `index` of `others`, its column without it in the
 * board's order. Mostly its own only. Cards without an ordinal sort last and by id: those above the
 * place get one too, and when no number is left between two neighbours the column is numbered again.
 */
export function placeCard(
  others: readonly OrderedCard[],
  card: OrderedCard,
  index: number,
): readonly OrdinalChange[] {
  const place = Math.min(Math.max(index, 0), others.length);
  const numbered = others.findIndex(({ ordinal }) => ordinal === null);
  const firstUnset = numbered === -1 ? others.length : numbered;
  if (place <= firstUnset) {
    const above = others[place - 1]?.ordinal ?? null;
    const below = others[place]?.ordinal ?? null;
    const ordinal = ordinalBetween(above, below);
    return ordinal === null ? renumber(others, card, place) : [{ taskId: card.id, ordinal }];
  }
  const changes: OrdinalChange[] = [];
  let last = others[firstUnset - 1]?.ordinal ?? null;
  for (const unset of [...others.slice(firstUnset, place), card]) {
    const ordinal = ordinalBetween(last, null);
    if (ordinal === null) return renumber(others, card, place);
    changes.push({ taskId: unset.id, ordinal });
    last = ordinal;
  }
  return changes;
}

/** Numbers the cards up to the place, and those below it that have an ordinal, in even steps. */
function renumber(
  others: readonly OrderedCard[],
  card: OrderedCard,
  place: number,
): readonly OrdinalChange[] {
  const below = others.slice(place).filter(({ ordinal }) => ordinal !== null);
  return [...others.slice(0, place), card, ...below]
    .map(({ id, ordinal }, position) => ({
      taskId: id,
      before: ordinal,
      ordinal: (position + 1) * step,
    }))
    .filter(({ before, ordinal }) => before !== ordinal)
    .map(({ taskId, ordinal }) => ({ taskId, ordinal }));
}
