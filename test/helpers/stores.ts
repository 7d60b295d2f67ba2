import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { collectionNames, collections } from '#shared/core/records/collections.ts';
import * as records from '#shared/core/testing/records.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { sealSince } from '#main/store/schema-steps.ts';
import { Store } from '#main/store/store.ts';
import { mountSmallDisk } from './small-disk.ts';

export const at = '2026-01-31T12:00:00.000Z';
const clock: Clock = { now: () => Date.parse(at) };

/** A folder for databases that is gone when the test ends. */
export interface StoreBench {
  readonly folder: string;
  readonly file: string;
  readonly backups: string;
  /** Opens the store once more, as another process would; it is closed when the test ends. */
  readonly open: () => Store;
}

export function storeBench(disk = tmpdir()): StoreBench {
  const folder = mkdtempSync(join(disk, 'switchyard-store-'));
  const opened: Store[] = [];
  onTestFinished(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'switchyard.db');
  const backups = join(folder, 'backups');
  return {
    folder,
    file,
    backups,
    open() {
      const store = Store.open(file, backups, clock);
      if (!store.ok) throw new Error(store.error.message);
      opened.push(store.value);
      return store.value;
    },
  };
}

/** Makes a store's file what one of an earlier schema version was, and changes it by `statements`. */
export function makeOlder(file: string, version: number, statements = ''): void {
  const database = new DatabaseSync(file);
  try {
    for (const name of collectionNames) {
      if (collections[name].since > version) database.exec(`DROP TABLE ${name}`);
      if (version < 5) database.exec(`DROP TRIGGER IF EXISTS ${name}_again`);
    }
    if (version < sealSince) dropSeals(database);
    if (version < 5) database.exec('DROP TABLE removed');
    if (version < 3) database.exec('DROP TABLE identity');
    database.exec(`${statements} PRAGMA user_version = ${version}`);
  } finally {
    database.close();
  }
}

function dropSeals(database: DatabaseSync): void {
  for (const name of collectionNames) {
    const isThere = database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name);
    if (isThere === undefined) continue;
    for (const kind of ['changed', 'added', 'gone']) database.exec(`DROP TRIGGER ${name}_${kind}`);
    database.exec(`ALTER TABLE ${name} DROP COLUMN seal`);
  }
  for (const name of ['log_replace', 'counter_back', 'counter_delete']) {
    database.exec(`DROP TRIGGER ${name}`);
  }
  for (const column of ['made', 'previous', 'seal']) {
    database.exec(`ALTER TABLE log DROP COLUMN ${column}`);
  }
  database.exec('DROP TABLE chain');
}

/** Stores a document as a version did that had no such field yet. */
export function storeOlder<Document extends { readonly id: string }>(
  store: Store,
  collection: 'runs' | 'attempts',
  document: Document,
  field: keyof Document & string,
): void {
  const older = Object.fromEntries(Object.entries(document).filter(([name]) => name !== field));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it must not be is what is tried
  const append = store.append.bind(store) as unknown as (entry: object, older: object) => void;
  store.transact(() => append({ collection, id: document.id, event: { kind: 'older' } }, older));
}

/** Writes entries; a refusal fails the test. */
export function write(store: Store, ...entries: readonly Entry[]): void {
  const written = commit(store, entries);
  if (!written.ok) throw new Error(written.error.message);
}

/** What went wrong; null when nothing did. */
export function problemOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}

/** A folder on a file system of 1 MiB of its own; null where none may be mounted. */
export function smallDisk(): string | null {
  const disk = mountSmallDisk(1);
  if (disk === null) return null;
  onTestFinished(() => disk.remove());
  return disk.folder;
}

/** Shows a folder once more, read-only; null where that may not be mounted. */
export function readOnlyView(source: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-view-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['--bind', source, folder], { stdio: 'ignore' });
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', folder]);
    });
    execFileSync('mount', ['-o', 'remount,bind,ro', folder], { stdio: 'ignore' });
  } catch {
    return null;
  }
  return folder;
}

/** Fills the disk at `folder` to the last byte; returns what frees it again. */
export function fill(folder: string): () => void {
  mkdirSync(join(folder, 'ballast'), { recursive: true });
  let pieces = 0;
  for (let size = 256 * 1024; size >= 1;) {
    const piece = join(folder, 'ballast', String(pieces));
    try {
      writeFileSync(piece, Buffer.alloc(size));
      pieces += 1;
    } catch {
      if (existsSync(piece)) rmSync(piece);
      size = Math.floor(size / 2);
    }
  }
  return () => rmSync(join(folder, 'ballast'), { recursive: true, force: true });
}

export function makeEpic(id: string): Epic {
  return records.makeEpic({ id, branch: `epic/${id}`, createdAt: at });
}

export function makeTask(id: string, epicId = 'e'): Task {
  const acceptanceCriteria = [{ text: 'works', checked: false }];
  return records.makeTask({ id, epicId, acceptanceCriteria, createdAt: at, updatedAt: at });
}

export function makeRun(id: string): Run {
  return records.makeRun({ id, taskIds: [], startedAt: at });
}

export function makeAttempt(id: string, taskId = 'e.1'): Attempt {
  return records.makeAttempt({ id, taskId, createdAt: at });
}

export function makeNotification(id: string, text = id): Notification {
  const subject = { kind: 'run', id: 'run-1' } as const;
  return { id, type: 'run_started', text, subject, read: false, createdAt: at };
}

/** An entry that writes a notification of `id`. */
export function notice(id: string, text?: string): Entry {
  return { to: 'notifications', document: makeNotification(id, text) };
}
