import type { Decision } from '#shared/core/runs/planner.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { SimulatedEntry } from './simulated-ledger.ts';

/** A decision that is carried out by writing it down. */
export type WrittenDecision = Exclude<
  Decision,
  { readonly kind: 'dispatch' | 'land' | 'withdraw' | 'wait' }
>;

/** What carrying out a decision writes, as the real driver does it. */
export function decisionEntry(
  decision: WrittenDecision,
  runId: string,
  at: string,
): SimulatedEntry {
  switch (decision.kind) {
    case 'skip': {
      const { taskId, reason } = decision;
      const command = { kind: 'skip', taskId, reason, at } as const;
      return { to: 'runs', id: runId, command };
    }
    case 'skip_rest': {
      const command = { kind: 'skip_rest', skips: decision.skips, at } as const;
      return { to: 'runs', id: runId, command };
    }
    case 'block': {
      const { taskId, reason } = decision;
      return { to: 'tasks', id: taskId, command: { kind: 'block', reason, at } };
    }
    case 'reconcile': {
      const command = { kind: 'put_back', reason: 'drift', counts: false, at } as const;
      return { to: 'tasks', id: decision.taskId, command };
    }
    case 'start_batch': {
      const command = { kind: 'start_batch', taskIds: decision.taskIds, at } as const;
      return { to: 'runs', id: runId, command };
    }
    case 'end_batch':
      return { to: 'runs', id: runId, command: { kind: 'end_batch', at } };
    case 'end': {
      const { outcome, problem } = decision;
      const command = { kind: 'end', outcome, problem, at } as const;
      return { to: 'runs', id: runId, command };
    }
    default:
      return assertNever(decision, 'decision');
  }
}
