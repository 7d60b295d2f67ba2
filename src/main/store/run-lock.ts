import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from '#main/system/private-files.ts';

/** Result code of SQLite for "somebody else has it". */
const busy = 5;

/** Folders whose lock this process has. */
const own = new Set<string>();

/**
 * Shows that a process drives the run of a workspace: kept as long as it does, and given back by the operating system
 * when it ends, however it ends. Who cannot see the process (it runs in a container, or outside of this one) can ask
 * for the lock. The file itself stays empty.
 */
export class RunLock {
  readonly #connection: DatabaseSync;
  readonly #folder: string;

  private constructor(connection: DatabaseSync, folder: string) {
    this.#connection = connection;
    this.#folder = folder;
    own.add(folder);
  }

  /** Takes the lock of a workspace's folder; null when somebody has it, or the disk knows no locks. */
  static take(folder: string): RunLock | null {
    const taken = tryLock(folder);
    return taken instanceof DatabaseSync ? new RunLock(taken, folder) : null;
  }

  /** Gives it back. */
  release(): void {
    own.delete(this.#folder);
    this.#connection.close();
  }
}

/** Whether another process has the lock, as far as the disk can say. */
export function isRunLocked(folder: string): boolean {
  if (own.has(folder)) return false;
  const taken = tryLock(folder);
  // Where nobody knows, another run is not begun beside one that may be going on.
  if (!(taken instanceof DatabaseSync)) return true;
  taken.close();
  return false;
}

function tryLock(folder: string): DatabaseSync | 'held' | 'unknown' {
  let connection: DatabaseSync | null = null;
  try {
    const file = join(folder, 'run-owner');
    makePrivateFile(file);
    connection = new DatabaseSync(file, { timeout: 0 });
    connection.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection?.close();
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
    return code % 256 === busy ? 'held' : 'unknown';
  }
}
