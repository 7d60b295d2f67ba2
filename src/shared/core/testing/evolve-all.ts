import type { Machine } from '#shared/core/records/machine.ts';

/** Folds events over a state, in order. */
export function evolveAll<State, Command, Event, Effect>(
  machine: Machine<State, Command, Event, Effect>,
  state: State | null,
  events: readonly Event[],
): State | null {
  return events.reduce<State | null>((current, event) => machine.evolve(current, event), state);
}
