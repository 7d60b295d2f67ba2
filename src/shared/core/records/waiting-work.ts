import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GateKind, Landing } from '#shared/model/landing.ts';
import type { Task } from '#shared/model/task.ts';

/** What the merge of a task's work waits for, and what makes it go on. */
export interface WaitingWork {
  readonly reason: string;
  readonly action: string;
}

/** What a landing that waits says to a person; null of one that does not wait. */
export function waitingWork({ waitsFor }: Pick<Landing, 'waitsFor'>): WaitingWork | null {
  if (waitsFor === null) return null;
  const { gate, reason } = waitsFor;
  return { reason, action: waitAction(gate) };
}

/** A refusal because the task's work is being merged, with what that waits for, where it waits. */
export function saysWhatWaits(
  refusal: Failure,
  { status }: Pick<Task, 'status'>,
  landings: readonly Pick<Landing, 'phase' | 'waitsFor'>[],
): Failure {
  if (refusal.code !== 'illegal-task-status' || status !== 'in_review') return refusal;
  const landing = landings.find(({ phase }) => phase === 'waiting');
  const waiting = landing === undefined ? null : waitingWork(landing);
  if (waiting === null) return refusal;
  const { code, message, action } = refusal;
  const said = `${message} Its merge waits: ${waiting.reason}`;
  return failure(code, said, `${waiting.action} ${action}`);
}

/** Whether somebody has to do something for work to get past what it waits at, or the app goes on by itself. */
export function isForPerson({ gate }: { readonly gate: GateKind }): boolean {
  switch (gate) {
    case 'checkout':
    case 'person':
    case 'reviewer':
    case 'checks':
      return true;
    case 'scope':
    case 'syntax':
    case 'group':
      return false;
    default:
      return assertNever(gate, 'gate');
  }
}

/** What makes a merge go on that waits at this gate. */
export function waitAction(gate: GateKind): string {
  switch (gate) {
    case 'checkout':
      return 'Commit or stash your changes in that folder, or finish what is under way there: the merge goes on by itself.';
    case 'person':
    case 'reviewer':
      return 'The merge goes on when the work is approved.';
    case 'checks':
      return 'Let it land with the mark, send it back, or run the checks again.';
    case 'scope':
    case 'syntax':
    case 'group':
      return 'The merge goes on by itself.';
    default:
      return assertNever(gate, 'gate');
  }
}
