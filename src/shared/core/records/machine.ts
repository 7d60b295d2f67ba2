import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';

/**
 * A state machine without side effects: `decide` says which events a command causes, or why it is
 * refused; `evolve` folds one event into the state; `effects` says what the outside has to do now.
 * State is null before the first event.
 */
export interface Machine<State, Command, Event, Effect> {
  decide(state: State | null, command: Command): Result<readonly Event[], Failure>;
  evolve(state: State | null, event: Event): State;
  effects(state: State): readonly Effect[];
}
