import { readlinkSync } from 'node:fs';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { readProcess } from './process-table.ts';
import type { ProcessRecord } from './process-table.ts';

/**
 * Names the process that has this number now, so that a later one with the same number, even after
 * a restart of the computer, is not taken for it. Null when there is no such process.
 */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const record = readProcess(pid);
  return record === null ? null : identityOf(record);
}

/** The name of a process that this one sees, or saw. */
export function identityOf({
  pid,
  startTime,
}: Pick<ProcessRecord, 'pid' | 'startTime'>): ProcessIdentity {
  return { pid, startTime, ...ownNamespace() };
}

let namespace: { readonly namespace?: string } | undefined;

/** The numbers of processes that this one sees; Linux gives each container numbers of its own. */
function ownNamespace(): { readonly namespace?: string } {
  namespace ??= readNamespace();
  return namespace;
}

function readNamespace(): { readonly namespace?: string } {
  try {
    return { namespace: readlinkSync('/proc/self/ns/pid') };
  } catch {
    // Another operating system, which has only one.
    return {};
  }
}

/**
 * Whether a process is one that this process cannot see: of a container, or of the computer that this one's container
 * runs on. Whether it still runs, something else has to say. One of before the last start of the computer is gone.
 */
export function isElsewhere({ startTime, namespace: its }: ProcessIdentity): boolean {
  const own = ownIdentity();
  if (its === undefined || own.namespace === undefined || its === own.namespace) return false;
  const bootOf = (text: string | null): string => text?.slice(0, text.lastIndexOf(':')) ?? '';
  return bootOf(startTime) === bootOf(own.startTime);
}

/**
 * Whether that very process still runs: false when it has ended (also when its parent has not yet
 * taken note) and when its number now belongs to another. An identity without a start time is
 * believed by its number. Of one that this process cannot see ({@link isElsewhere}), false.
 */
export function isProcessAlive(identity: ProcessIdentity): boolean {
  if (isElsewhere(identity)) return false;
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
