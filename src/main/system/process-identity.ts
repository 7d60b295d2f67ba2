import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { readProcess } from './process-table.ts';

/**
 * Names the process that has this number now, so that a later one with the same number, even after
 * a restart of the computer, is not taken for it. Null when there is no such process.
 */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const record = readProcess(pid);
  return record === null ? null : { pid, startTime: record.startTime };
}

/**
 * Whether that very process still runs: false when it has ended (also when its parent has not yet
 * taken note) and when its number now belongs to another. An identity without a start time is
 * believed by its number.
 */
export function isProcessAlive(identity: ProcessIdentity): boolean {
  const record = readProcess(identity.pid);
  if (record === null || record.ended) return false;
  return identity.startTime === null || identity.startTime === record.startTime;
}

/** Names this process. */
export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  return identifyProcess(pid) ?? { pid, startTime: null };
}

let name: string | undefined;

/** A name for this process that no other one has had or will have. */
export function ownName(): string {
  name ??= `${process.pid}:${identifyProcess(process.pid)?.startTime ?? ''}`;
  return name;
}
