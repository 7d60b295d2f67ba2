import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readProcess } from './process-table.ts';

/** Whether a process may have a file that it made as a lock. */
export type LockHolder =
  | { readonly kind: 'taken'; readonly by: string }
  | { readonly kind: 'free' }
  /** Processes cannot be looked at here. */
  | { readonly kind: 'unknown' };

const hasProc = process.platform === 'linux';

/**
 * Looks for a process that has `file` open, or for a git that works in one of `folders`: git closes a lock
 * before it renames it, so an open file alone says too little. Gits that this process started count only when they
 * have it open: those that stay hold no lock between two questions. Of other users' processes only those of the owner of
 * the file (`uid`) are asked for, as far as they can be seen.
 */
export async function holderOf(
  file: string,
  folders: readonly string[],
  uid: number,
): Promise<LockHolder> {
  if (!hasProc) return holderByName();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!/^\d+$/.test(name) || pid === process.pid) continue;
    const command = gitOf(pid);
    const isOwnChild = readProcess(pid)?.parent === process.pid;
    const isAtWork = command !== null && !isOwnChild && isOf(pid, uid) && worksIn(pid, folders);
    if (isAtWork || hasOpen(pid, file)) {
      return { kind: 'taken', by: `${command ?? 'a program'} (process ${pid})` };
    }
  }
  return { kind: 'free' };
}

/** Without `/proc`, any git at all may be the one. */
async function holderByName(): Promise<LockHolder> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ucomm=']);
    const isAtWork = stdout.split('\n').some((name) => /^git\b/.test(name.trim()));
    return isAtWork ? { kind: 'taken', by: 'a git' } : { kind: 'unknown' };
  } catch {
    return { kind: 'unknown' };
  }
}

/** The name of a git, `git index-pack` for example; null for any other program. */
function gitOf(pid: number): string | null {
  const name = read(pid, 'comm')?.trim() ?? '';
  if (!/^git\b/.test(name)) return null;
  const record = readProcess(pid);
  if (record === null || record.ended) return null;
  const words = (read(pid, 'cmdline') ?? '').split('\0');
  const verb = words.slice(1).find((word) => /^[a-z][a-z-]+$/.test(word));
  return verb === undefined ? name : `git ${verb}`;
}

function isOf(pid: number, uid: number): boolean {
  try {
    const owner = statSync(`/proc/${pid}`).uid;
    return owner === uid || owner === 0;
  } catch {
    return false;
  }
}

function worksIn(pid: number, folders: readonly string[]): boolean {
  const place = readLink(pid, 'cwd');
  // One that cannot be looked into may be at work anywhere.
  if (place === null) return readProcess(pid) !== null;
  const words = `${read(pid, 'cmdline') ?? ''}\0${read(pid, 'environ') ?? ''}`;
  return folders.some(
    (folder) => place === folder || place.startsWith(`${folder}/`) || words.includes(folder),
  );
}

function hasOpen(pid: number, file: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((name) => readLink(pid, `fd/${name}`) === file);
  } catch {
    return false;
  }
}

function read(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}

function readLink(pid: number, name: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return null;
  }
}
