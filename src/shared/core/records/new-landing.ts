import { timestamp } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { GateKind, Landing } from '#shared/model/landing.ts';

/** A landing that nothing has been done for yet; its gates are tried in the order given. */
export function newLanding(
  parts: { readonly clock: Clock; readonly ids: IdSource },
  details: Pick<Landing, 'kind' | 'runId' | 'owner' | 'epicId' | 'works' | 'stopReason'> & {
    readonly gates: readonly GateKind[];
  },
): Landing {
  return {
    ...details,
    id: parts.ids.next('landing'),
    gates: details.gates.map((kind) => ({ kind, state: 'ahead', saw: null, by: null })),
    phase: 'checking',
    waitsFor: null,
    intent: null,
    marks: [],
    outcome: null,
    problem: null,
    failureSignature: null,
    conflicts: [],
    carryForward: null,
    createdAt: timestamp(parts),
    endedAt: null,
  };
}
