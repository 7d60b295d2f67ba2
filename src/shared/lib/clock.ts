/** Source of time; injected so that decisions and tests are repeatable. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** UTC ISO time (`2026-01-31T12:00:00.000Z`) of a moment in epoch milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The current time as records keep it. */
export function timestamp({ clock }: { readonly clock: Clock }): string {
  return isoTime(clock.now());
}
