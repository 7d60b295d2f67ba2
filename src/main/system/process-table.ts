import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** One process as the operating system lists it. */
export interface ProcessRecord {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Session number; null where the operating system has none. */
  readonly session: number | null;
  /** Opaque; equal only for the same process (see `ProcessIdentity`). */
  readonly startTime: string;
  /** It has ended and only waits for its parent to take note (a zombie). */
  readonly ended: boolean;
}

const hasProc = process.platform === 'linux';
// `ps` writes dates in the user's language and time zone, which may change while a process lives.
const psEnvironment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
const psColumns = 'pid=,ppid=,pgid=,stat=,lstart=';
const psOutputLimit = 16 * 1024 * 1024;

let bootId: string | undefined;

/** Start times count from the boot, so without its id a reboot could give an old one again. */
function currentBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return bootId;
}

/**
 * Reads the text of Linux' `/proc/<pid>/stat`; null when it is cut short, as it is when the process
 * goes away during the read. The program's name, field 2, may hold spaces and brackets.
 */
export function parseProcessStat(text: string, boot: string): ProcessRecord | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  const startTicks = fields[19];
  if (!startTicks || !state) return null;
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    startTime: `${boot}:${startTicks}`,
    ended: 'ZXx'.includes(state),
  };
}

/** Reads what `ps -o pid=,ppid=,pgid=,stat=,lstart=` prints, one process per line. */
export function parseProcessList(text: string): ProcessRecord[] {
  const records: ProcessRecord[] = [];
  for (const line of text.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
    if (match === null) continue;
    const [, pid, parent, group, state = '', startTime = ''] = match;
    records.push({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: null,
      startTime: startTime.replaceAll(/\s+/g, ' '),
      ended: state.startsWith('Z'),
    });
  }
  return records;
}

/** The process of that number right now, or null when there is none. */
export function readProcess(pid: number): ProcessRecord | null {
  try {
    if (hasProc)
      return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'), currentBootId());
    const output = execFileSync('ps', ['-o', psColumns, '-p', String(pid)], {
      env: psEnvironment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return parseProcessList(output)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * All processes that this one may see. On Linux it is read without yielding, which takes some ten
 * microseconds per process: the asynchronous way is ten times as slow, and its picture is less
 * of one moment.
 */
export async function listProcesses(): Promise<ProcessRecord[]> {
  if (hasProc) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => readProcess(Number(name)))
      .filter((record) => record !== null);
  }
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', psColumns], {
    env: psEnvironment,
    maxBuffer: psOutputLimit,
  });
  return parseProcessList(stdout);
}

/**
 * Whether the process was started with `name=value` in its environment. False where the operating
 * system does not say (all but Linux), and for processes of other users.
 */
export function startedWith(pid: number, name: string, value: string): boolean {
  if (!hasProc) return false;
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}\0`.includes(`\0${name}=${value}\0`);
  } catch {
    return false;
  }
}

/** Whether the process of that number is stopped, by a signal or a tracer; false where there is no `/proc`. */
export function isHalted(pid: number): boolean {
  if (!hasProc) return false;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return 'Tt'.includes(text.charAt(text.lastIndexOf(')') + 2) || ' ');
  } catch {
    return false;
  }
}

/**
 * Whether the process of the record has ended. Cheap enough to be asked every few milliseconds;
 * where only `ps` would know, a process that took over the number counts as the old one.
 */
export function hasEnded(record: ProcessRecord): boolean {
  if (hasProc) {
    const now = readProcess(record.pid);
    return now === null || now.ended || now.startTime !== record.startTime;
  }
  try {
    process.kill(record.pid, 0);
    return false;
  } catch {
    return true;
  }
}
