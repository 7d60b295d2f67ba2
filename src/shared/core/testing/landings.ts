import type { Gate, GateKind, Landing, LandingIntent } from '#shared/model/landing.ts';
import { attemptView } from '#shared/core/records/attempt-view.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { makeAttempt, recordTime } from './records.ts';

/** Gates that nothing has passed yet. */
export function makeGates(...kinds: readonly GateKind[]): Gate[] {
  return kinds.map((kind) => ({ kind, state: 'ahead', saw: null, by: null }));
}

/** What a landing of task `e.1` is about to move, changed by `fields`. */
export function makeIntent(fields: Partial<LandingIntent> = {}): LandingIntent {
  return {
    parts: [
      {
        ref: 'refs/heads/epic/e',
        headBefore: 'epic-1',
        commit: 'merge-1',
        tree: 'tree-1',
        proof: 'tree_equality',
      },
    ],
    evidenceIds: ['evidence-1'],
    ...fields,
  };
}

/** A fresh landing of the work of `attempt-1` of task `e.1`, changed by `fields`. */
export function makeLanding(fields: Partial<Landing> = {}): Landing {
  return {
    id: 'landing-1',
    kind: 'merge',
    runId: 'run-1',
    owner: null,
    epicId: 'e',
    works: [{ taskId: 'e.1', attemptId: 'attempt-1', undoes: null }],
    gates: makeGates('checks', 'checkout'),
    phase: 'checking',
    waitsFor: null,
    intent: null,
    marks: [],
    stopReason: null,
    outcome: null,
    problem: null,
    failureSignature: null,
    conflicts: [],
    carryForward: null,
    createdAt: recordTime,
    endedAt: null,
    ...fields,
  };
}

/** A fresh attempt of task `e.1` as people see it, changed by `fields`. */
export function makeView(fields: Partial<AttemptView> = {}): AttemptView {
  const { taskId } = fields;
  const attempt = makeAttempt(taskId === undefined ? {} : { taskId });
  return { ...attemptView(attempt, null), ...fields };
}
