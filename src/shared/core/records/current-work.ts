import type { Attempt } from '#shared/model/attempt.ts';
import type { GateKind, Landing } from '#shared/model/landing.ts';
import { landingMachine } from './landing-machine.ts';

/** What is being done for a task now. */
export type CurrentWork =
  | { readonly kind: 'attempt'; readonly id: string }
  /** Its work is on its way to its branch, and there is something to do for that. */
  | { readonly kind: 'landing'; readonly id: string }
  /** Its work waits for somebody else; that takes no slot. */
  | {
      readonly kind: 'waiting';
      readonly id: string;
      readonly gate: GateKind;
      readonly reason: string;
    };

/**
 * The work under way for one task, from its attempts and the landings of its work: an attempt that has not
 * ended, else a landing that has not; null when there is neither.
 */
export function currentWork(
  attempts: readonly Pick<Attempt, 'id' | 'phase'>[],
  landings: readonly Landing[],
): CurrentWork | null {
  const attempt = attempts.find(({ phase }) => phase !== 'ended');
  if (attempt !== undefined) return { kind: 'attempt', id: attempt.id };
  const landing = landings.find(({ kind, phase }) => kind === 'merge' && phase !== 'ended');
  if (landing === undefined) return null;
  const { id, waitsFor } = landing;
  if (waitsFor === null || landingMachine.effects(landing).length > 0) {
    return { kind: 'landing', id };
  }
  return { kind: 'waiting', id, gate: waitsFor.gate, reason: waitsFor.reason };
}
