import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { identityOf } from './process-identity.ts';
import { descendantsOf, nameOf, namesOf } from './left-processes.ts';
import type { LeftProcess } from './left-processes.ts';
import { hasEnded, listProcesses, startedWith } from './process-table.ts';
import type { ProcessRecord } from './process-table.ts';

/** An environment variable that marks a process and, by inheritance, all that come from it. */
export interface ProcessMarker {
  readonly name: string;
  readonly value: string;
}

export interface EndOptions {
  /** Milliseconds between SIGTERM and SIGKILL; less when all have ended before. */
  readonly graceMs: number;
  /** Also ends what left the tree altogether (a daemon) but still carries this variable. */
  readonly marker?: ProcessMarker;
}

/** How long a killed process may take to go before the tree is looked through again. */
const killedWithinMs = 100;
/** Processes that the kernel cannot end (blocked on a dead disk) must not delay us for ever. */
const killRounds = 20;

/** What marks the processes to be ended. */
interface Family {
  readonly root: ProcessIdentity | null;
  /**
   * Numbers of groups and sessions that belong to the family as a whole. The kernel gives such a
   * number to nobody else while one member is left.
   */
  readonly leaders: Set<number>;
  readonly marker: ProcessMarker | null;
  /** Names of programs that are left alone. */
  readonly spared: readonly string[];
  /** Processes that have been looked at for the marker, by number and start time. */
  readonly examined: Map<string, boolean>;
}

/**
 * Ends a process and everything that came from it: SIGTERM to its group and to descendants outside
 * of it, up to `graceMs` of waiting, then SIGKILL. Resolves when none is left; at once when the
 * root itself is not running any more, except for marked processes. Never touches process 1, this
 * process or its ancestors, nor a process that only took over a number (SPEC section 13).
 */
export async function endProcessTree(root: ProcessIdentity, options: EndOptions): Promise<void> {
  await endFamily(newFamily({ root, marker: options.marker ?? null }), options.graceMs);
}

/**
 * Ends what a group and session leader that ended just now left behind. Only for the one who saw
 * it end: later its number may be another's. Returns what could not be ended.
 */
export async function endRemains(
  leader: ProcessIdentity,
  options: EndOptions,
): Promise<readonly LeftProcess[]> {
  const family = newFamily({ root: null, marker: options.marker ?? null });
  family.leaders.add(leader.pid);
  const { left } = await endFamily(family, options.graceMs);
  return namesOf(left);
}

/**
 * Ends every process that was started with the marker in its environment, and its descendants: what
 * a crashed host left behind, daemons included; but not those whose program is named in `spared` as the
 * kernel names it (15 characters), with all that comes from them. Returns what it found; nothing where the operating
 * system does not show environments (all but Linux).
 */
export async function endMarkedProcesses(
  marker: ProcessMarker,
  graceMs: number,
  spared: readonly string[] = [],
): Promise<ProcessIdentity[]> {
  const family = { ...newFamily({ root: null, marker }), spared };
  const { found } = await endFamily(family, graceMs);
  return found.map(identityOf);
}

function newFamily(parts: Pick<Family, 'root' | 'marker'>): Family {
  return { ...parts, leaders: new Set(), spared: [], examined: new Map() };
}

interface Ended {
  /** All that were seen. */
  readonly found: readonly ProcessRecord[];
  /** Those that are still there. */
  readonly left: readonly ProcessRecord[];
}

async function endFamily(family: Family, graceMs: number): Promise<Ended> {
  const found = new Map<string, ProcessRecord>();
  const survey = async (): Promise<Survey> => {
    const result = surveyFamily(family, await listProcesses());
    for (const member of result.members) found.set(keyOf(member), member);
    return result;
  };

  let current = await survey();
  if (current.members.length > 0) {
    signalMembers(current, 'SIGTERM');
    // A stopped process acts on SIGTERM only once it goes on.
    signalMembers(current, 'SIGCONT');
    await waitForEnd(current.members, graceMs);
    current = await survey();
  }
  // Again and again: a member may have started another between the look and the signal.
  for (let round = 0; current.members.length > 0 && round < killRounds; round += 1) {
    signalMembers(current, 'SIGKILL');
    await waitForEnd(current.members, killedWithinMs);
    current = await survey();
  }
  return { found: [...found.values()], left: current.members };
}

interface Survey {
  readonly members: readonly ProcessRecord[];
  /** Groups that hold members only, so that one signal may go to the whole group. */
  readonly groups: ReadonlySet<number>;
}

/** Finds the family's living members in the table, and notes the groups and sessions they lead. */
function surveyFamily(family: Family, table: readonly ProcessRecord[]): Survey {
  const untouchable = ownLine(table);
  for (const record of sparedLines(family.spared, table)) untouchable.add(record.pid);
  const members = new Map<number, ProcessRecord>();
  for (let before = -1; before < members.size;) {
    before = members.size;
    for (const record of table) {
      if (members.has(record.pid) || untouchable.has(record.pid)) continue;
      if (!belongs(record, family, members)) continue;
      members.set(record.pid, record);
      if (record.group === record.pid) family.leaders.add(record.pid);
      if (record.session === record.pid) family.leaders.add(record.pid);
    }
  }
  const groups = new Set(family.leaders);
  for (const pid of untouchable) groups.delete(pid);
  for (const record of table) if (untouchable.has(record.pid)) groups.delete(record.group);
  return { members: [...members.values()].filter((member) => !member.ended), groups };
}

function belongs(
  record: ProcessRecord,
  family: Family,
  members: ReadonlyMap<number, ProcessRecord>,
): boolean {
  const { root, leaders } = family;
  if (root !== null && record.pid === root.pid && record.startTime === root.startTime) return true;
  if (members.has(record.parent)) return true;
  if (leaders.has(record.group)) return true;
  if (record.session !== null && leaders.has(record.session)) return true;
  return isMarked(record, family);
}

function isMarked(record: ProcessRecord, { marker, examined }: Family): boolean {
  // Threads of the kernel, children of process 2, have no environment.
  if (marker === null || record.ended || record.parent === 2) return false;
  const key = keyOf(record);
  let marked = examined.get(key);
  if (marked === undefined) {
    marked = startedWith(record.pid, marker.name, marker.value);
    examined.set(key, marked);
  }
  return marked;
}

/** Processes with one of these names, and their descendants. */
function sparedLines(
  spared: readonly string[],
  table: readonly ProcessRecord[],
): readonly ProcessRecord[] {
  if (spared.length === 0) return [];
  const named = table.filter(({ pid }) => spared.includes(nameOf(pid)));
  return named.flatMap((record) => [record, ...descendantsOf(record.pid, table)]);
}

/** Process 1, this process and all its ancestors. */
function ownLine(table: readonly ProcessRecord[]): Set<number> {
  const parents = new Map(table.map((record) => [record.pid, record.parent]));
  const line = new Set([0, 1]);
  for (let pid = process.pid; !line.has(pid); pid = parents.get(pid) ?? 1) line.add(pid);
  return line;
}

function signalMembers({ members, groups }: Survey, signal: NodeJS.Signals): void {
  const wholeGroups = new Set<number>();
  for (const { group } of members) if (groups.has(group)) wholeGroups.add(group);
  for (const group of wholeGroups) send(-group, signal);
  for (const member of members) {
    if (!wholeGroups.has(member.group) && !hasEnded(member)) send(member.pid, signal);
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch {
    // It has ended meanwhile, or belongs to another user now: nothing we could do.
  }
}

async function waitForEnd(members: readonly ProcessRecord[], limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  let living = members.filter((member) => !hasEnded(member));
  for (let pause = 1; living.length > 0; pause = Math.min(pause * 2, 20)) {
    const left = deadline - performance.now();
    if (left <= 0) return;
    await delay(Math.min(pause, left));
    living = living.filter((member) => !hasEnded(member));
  }
}

function keyOf(record: ProcessRecord): string {
  return `${record.pid} ${record.startTime}`;
}
