import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { readProcess } from './process-table.ts';
import type { ProcessRecord } from './process-table.ts';

/** A process that was not ended, for a person to decide about. */
export interface LeftProcess {
  readonly pid: number;
  /** Its command line, one blank between the words; its name where it hides that. */
  readonly command: string;
}

/** Characters of a command line that are reported. */
const longestCommand = 200;

/** Names processes as they are now; those that have ended are left out. */
export function namesOf(records: readonly ProcessRecord[]): readonly LeftProcess[] {
  return records
    .filter((record) => !record.ended)
    .map(({ pid }) => ({ pid, command: commandOf(pid) }));
}

/** All that descend from the process of that number, which is not among them. */
export function descendantsOf(
  pid: number,
  table: readonly ProcessRecord[],
): readonly ProcessRecord[] {
  const found = new Map<number, ProcessRecord>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const record of table) {
      if (record.parent === pid || found.has(record.parent)) found.set(record.pid, record);
    }
  }
  return [...found.values()];
}

/**
 * Processes that work in `folder` and began after the process `since` did, without those that this
 * process started. Whether they came from an agent or from the person cannot be known, so they are
 * named and never ended. Linux only; nothing elsewhere.
 */
export function workersIn(folder: string, since: ProcessIdentity): readonly LeftProcess[] {
  if (process.platform !== 'linux') return [];
  const workers = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isWithin(folderOf(Number(name)), folder))
    .map((name) => readProcess(Number(name)))
    .filter((record) => record !== null)
    .filter((record) => isYounger(record, since) && !isOwn(record));
  return namesOf(workers);
}

function isYounger({ startTime }: ProcessRecord, since: ProcessIdentity): boolean {
  return ticksOf(startTime) >= ticksOf(since.startTime ?? '');
}

function ticksOf(startTime: string): number {
  return Number(startTime.slice(startTime.lastIndexOf(':') + 1));
}

/** Whether this process is among its ancestors. */
function isOwn(record: ProcessRecord): boolean {
  let one: ProcessRecord | null = record;
  while (one !== null && one.pid > 1) {
    if (one.pid === process.pid) return true;
    one = readProcess(one.parent);
  }
  return false;
}

function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function isWithin(path: string | null, folder: string): boolean {
  return path !== null && (path === folder || path.startsWith(`${folder}/`));
}

function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    if (words !== '') return words.slice(0, longestCommand);
    return nameOf(pid);
  } catch {
    return 'unknown';
  }
}

/** The name that the kernel has for a process, at most 15 characters; empty where it has none. */
export function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
