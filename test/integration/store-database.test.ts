import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#shared/lib/clock.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { Database } from '#main/store/database.ts';
import { migrate } from '#main/store/migrations.ts';
import { Store } from '#main/store/store.ts';
import {
  fill,
  makeOlder,
  notice,
  problemOf,
  readOnlyView,
  smallDisk,
  storeBench,
  write,
} from '../helpers/stores.ts';
import type { StoreBench } from '../helpers/stores.ts';

function database(file: string): Database {
  const opened = new Database(file);
  onTestFinished(() => opened.close());
  return opened;
}

/** Raw SQLite, to arrange and to look. */
function raw(file: string, readOnly = false): DatabaseSync {
  const opened = new DatabaseSync(file, { readOnly, timeout: 0 });
  onTestFinished(() => {
    if (opened.isOpen) opened.close();
  });
  return opened;
}

function version(file: string): number {
  return Number(raw(file, true).prepare('PRAGMA user_version').get()?.['user_version']);
}

/** A store with so many notifications, closed again. */
function filled(bench: StoreBench, count: number): void {
  const store = bench.open();
  for (let number = 0; number < count; number += 1) {
    write(store, notice(`n${number}`, 'x'.repeat(200)));
  }
  raw(bench.file).exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function receiptOf(taskId: string): Receipt {
  return {
    id: `receipt-${taskId}`,
    kind: 'merge',
    taskId,
    epicId: 'e',
    attemptId: 'a1',
    branchRef: 'refs/heads/epic/e',
    headBefore: 'a',
    headAfter: 'b',
    tree: 't',
    proof: 'tree_equality',
    evidenceIds: [],
    marks: [],
    archiveRef: `refs/switchyard/archive/${taskId}`,
    createdAt: '2026-01-02T00:00:00.000Z',
  };
}

describe('a database', () => {
  it('is made from nothing, with every table, and opened again as it is', () => {
    const bench = storeBench();
    const store = bench.open();
    expect(store.all('tasks')).toEqual([]);
    write(store, notice('n1'));
    expect(bench.open().all('notifications')).toHaveLength(1);
    expect(existsSync(bench.backups)).toBe(false);
    expect(raw(bench.file).prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(raw(bench.file).prepare('PRAGMA integrity_check').get()).toEqual({
      integrity_check: 'ok',
    });
  });

  it('is made once by several processes that open it at the same time', async () => {
    const bench = storeBench();
    const script = join(import.meta.dirname, '../fixtures/store/append-entries.ts');
    const exits = Array.from({ length: 4 }, async (_value, index) => {
      const child = spawn(process.execPath, [script, bench.file, bench.backups, `p${index}`, '3'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
      const [code] = await once(child, 'close');
      return code === 0 ? '' : errors;
    });
    expect(await Promise.all(exits)).toEqual(['', '', '', '']);
    expect(bench.open().all('notifications')).toHaveLength(12);
  });

  it('has an id that stays with it, and another one than any other', () => {
    const bench = storeBench();
    const { id } = bench.open();
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(bench.open().id).toBe(id);
    expect(storeBench().open().id).not.toBe(id);
  });

  it('from before there were ids gets one when it is opened, and keeps it', () => {
    const bench = storeBench();
    filled(bench, 1);
    makeOlder(bench.file, 2);
    const store = bench.open();
    expect(store.id).toMatch(/^[0-9a-f]{32}$/);
    expect(store.all('notifications')).toHaveLength(1);
    expect(bench.open().id).toBe(store.id);
  });

  it('from before it was told says of tasks that came closed that nothing was checked', () => {
    const bench = storeBench();
    const store = bench.open();
    const closed = { status: 'closed', completedAt: '2026-01-02T00:00:00.000Z' } as const;
    for (const id of ['e.1', 'e.2', 'e.3']) {
      const task = makeTask(id === 'e.3' ? { id } : { ...closed, id });
      write(store, { to: 'tasks', id, command: { kind: 'add', task } });
    }
    write(store, { to: 'receipts', document: receiptOf('e.2') });
    makeOlder(
      bench.file,
      3,
      "UPDATE tasks SET document = json_remove(document, '$.closedByHand');",
    );
    const migrated = bench.open();
    expect(migrated.get('tasks', 'e.1')?.closedByHand).toEqual({
      reason: 'It was closed already when it was imported.',
      by: 'import',
      at: '2026-01-02T00:00:00.000Z',
    });
    expect(migrated.get('tasks', 'e.2')?.closedByHand).toBeNull();
    expect(migrated.get('tasks', 'e.3')?.closedByHand).toBeNull();
    // Pages hear of it: it is the newest change.
    const [change, ...others] = migrated.changes('tasks', 4, 10);
    expect(change?.id).toBe('e.1');
    expect(others).toEqual([]);
    expect(migrated.lastSequence()).toBe(change?.sequence);
  });

  it('that is newer than this program is refused, byte for byte as it was', () => {
    const bench = storeBench();
    filled(bench, 1);
    const writer = raw(bench.file);
    writer.exec('PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)');
    writer.close();
    const before = readFileSync(bench.file);
    const other = storeBench();
    writeFileSync(other.file, before);
    const opened = Store.open(other.file, other.backups, systemClock);
    expect(opened).toMatchObject({
      ok: false,
      error: { code: 'database-newer', action: expect.stringContaining('Update Switchyard') },
    });
    if (!opened.ok)
      expect(opened.error.message).toMatch(/is newer \(version 99\).*\(version \d+\)/);
    expect(readFileSync(other.file)).toEqual(before);
    expect(readdirSync(other.folder)).toEqual(['switchyard.db']);
  });

  it.each([
    [
      'is no database',
      (file: string) => writeFileSync(file, 'this is no database at all\n'.repeat(99)),
    ],
    [
      'has lost its middle',
      (file: string) => {
        const handle = openSync(file, 'r+');
        writeSync(handle, Buffer.alloc(statSync(file).size - 4096, 0xaa), 0, null, 4096);
        closeSync(handle);
      },
    ],
  ])('that %s is refused, and says where a copy may be', (_what, damage) => {
    const bench = storeBench();
    const damaged = storeBench();
    filled(bench, 200);
    writeFileSync(damaged.file, readFileSync(bench.file));
    damage(damaged.file);
    const before = readFileSync(damaged.file);
    const problem = problemOf(() => damaged.open().all('notifications'));
    expect(problem).toBeInstanceOf(FailureError);
    expect(problem).toMatchObject({
      failure: {
        code: 'database-damaged',
        message: expect.stringContaining(damaged.file),
        action: expect.stringContaining('backups'),
      },
    });
    expect(readFileSync(damaged.file)).toEqual(before);
  });

  it('that is locked says so after a while, and works again afterwards', () => {
    const bench = storeBench();
    const store = bench.open();
    const other = raw(bench.file);
    other.exec('BEGIN EXCLUSIVE');
    const problem = problemOf(() => write(store, notice('n1')));
    expect(problem).toMatchObject({
      failure: { code: 'database-locked', message: expect.stringContaining(bench.file) },
    });
    expect(store.all('notifications')).toEqual([]);
    other.exec('COMMIT');
    write(store, notice('n1'));
    expect(store.all('notifications')).toHaveLength(1);
  });

  it.each([
    ['a folder', (file: string) => mkdirSync(file)],
    ['in no folder', () => {}],
  ])('that is %s is refused as one that cannot be written', (what, arrange) => {
    const bench = storeBench();
    const file = what === 'in no folder' ? join(bench.folder, 'no/x.db') : bench.file;
    arrange(file);
    const problem = problemOf(() => Store.open(file, bench.backups, systemClock));
    expect(problem).toMatchObject({
      failure: { code: 'database-not-writable', action: expect.stringContaining('writable') },
    });
  });

  it('on a disk that can only be read is refused, also when it is there already', () => {
    const bench = storeBench();
    filled(bench, 3);
    // Where nothing may be mounted, a file that other processes hold back stands for it.
    const view = readOnlyView(bench.folder);
    const file = view === null ? join(bench.folder, 'no/x.db') : join(view, 'switchyard.db');
    const empty = view === null ? file : join(view, 'new.db');
    for (const one of [file, empty]) {
      const problem = problemOf(() => {
        const opened = Store.open(one, join(bench.folder, 'other'), systemClock);
        if (opened.ok) write(opened.value, notice('n9'));
      });
      expect(problem).toMatchObject({ failure: { code: 'database-not-writable' } });
    }
  });
});

describe('a full disk', () => {
  it('undoes the whole transaction, and the database works on once there is room', () => {
    const { file } = storeBench();
    const opened = database(file);
    opened.execute('CREATE TABLE thing (text TEXT)');
    opened.run('INSERT INTO thing VALUES (?)', 'first');
    opened.execute('PRAGMA max_page_count = 20');
    const problem = problemOf(() =>
      opened.transact(() => {
        for (let row = 0; row < 100; row += 1) {
          opened.run('INSERT INTO thing VALUES (?)', 'x'.repeat(3000));
        }
      }),
    );
    expect(problem).toMatchObject({ failure: { code: 'disk-full' } });
    expect(opened.all('SELECT text FROM thing')).toEqual([{ text: 'first' }]);
    opened.execute('PRAGMA max_page_count = 1000');
    opened.transact(() => opened.run('INSERT INTO thing VALUES (?)', 'second'));
    expect(opened.all('SELECT text FROM thing')).toHaveLength(2);
  });

  it('leaves a store as it was before the transaction, with nothing told', () => {
    const disk = smallDisk();
    // Where nothing may be mounted the test above stands alone.
    if (disk === null) return;
    const bench = storeBench(disk);
    const store = bench.open();
    write(store, notice('first'));
    const free = fill(disk);
    const heard: unknown[] = [];
    store.onCommit((entries) => heard.push(entries));
    const text = 'x'.repeat(9000);
    const many = Array.from({ length: 60 }, (_value, index) => notice(`n${index}`, text));
    const problem = problemOf(() => write(store, ...many));
    expect(problem).toBeInstanceOf(FailureError);
    expect(problem).toMatchObject({
      failure: {
        code: 'disk-full',
        message: expect.stringContaining(bench.file),
        action: expect.stringContaining('Free some disk space'),
      },
    });
    expect(store.all('notifications').map(({ id }) => id)).toEqual(['first']);
    expect(store.log()).toHaveLength(1);
    expect(heard).toEqual([]);
    free();
    write(store, notice('second'));
    expect(store.changes('notifications', 0, 10).map(({ sequence }) => sequence)).toEqual([1, 2]);
    const checked = raw(bench.file).prepare('PRAGMA integrity_check').get();
    expect(checked).toEqual({ integrity_check: 'ok' });
  });

  it('lets no store be made, and one be made once there is room', () => {
    const disk = smallDisk();
    if (disk === null) return;
    const bench = storeBench(disk);
    const free = fill(disk);
    expect(problemOf(() => bench.open())).toMatchObject({ failure: { code: 'disk-full' } });
    free();
    write(bench.open(), notice('n1'));
  });
});

describe('a migration', () => {
  const first = 'CREATE TABLE thing (id TEXT); INSERT INTO thing VALUES (1);';
  const second = 'ALTER TABLE thing ADD COLUMN name TEXT;';

  it('of an empty database makes no copy', () => {
    const bench = storeBench();
    const migrated = migrate(database(bench.file), bench.backups, [first, second]);
    expect(migrated).toEqual({ ok: true, value: undefined });
    expect(version(bench.file)).toBe(2);
    expect(existsSync(bench.backups)).toBe(false);
  });

  it('of data makes a whole copy first, with what only the log of SQLite has yet', () => {
    const bench = storeBench();
    const old = database(bench.file);
    migrate(old, bench.backups, [first]);
    const reader = raw(bench.file);
    reader.exec('BEGIN; SELECT * FROM thing;');
    reader.prepare('SELECT * FROM thing').all();
    old.run('INSERT INTO thing VALUES (2)');
    migrate(database(bench.file), bench.backups, [first, second]);
    const copy = join(bench.backups, 'switchyard.db.version-1');
    expect(raw(copy, true).prepare('SELECT id FROM thing').all()).toEqual([
      { id: '1' },
      { id: '2' },
    ]);
    expect(version(copy)).toBe(1);
    expect(version(bench.file)).toBe(2);
  });

  it('never overwrites an earlier copy', () => {
    const bench = storeBench();
    mkdirSync(bench.backups);
    writeFileSync(join(bench.backups, 'switchyard.db.version-1'), 'precious');
    const opened = database(bench.file);
    migrate(opened, bench.backups, [first]);
    migrate(opened, bench.backups, [first, second]);
    expect(readFileSync(join(bench.backups, 'switchyard.db.version-1'), 'utf8')).toBe('precious');
    expect(version(join(bench.backups, 'switchyard.db.version-1.2'))).toBe(1);
  });

  it('that fails leaves the database at the version before, and no heap of copies', () => {
    const bench = storeBench();
    const opened = database(bench.file);
    migrate(opened, bench.backups, [first]);
    const broken = `${second} INSERT INTO nowhere VALUES (1);`;
    for (let tries = 0; tries < 3; tries += 1) {
      expect(problemOf(() => migrate(opened, bench.backups, [first, broken]))).toBeInstanceOf(
        Error,
      );
      expect(version(bench.file)).toBe(1);
      expect(readdirSync(bench.backups)).toEqual([]);
    }
    expect(opened.all('SELECT * FROM thing')).toEqual([{ id: '1' }]);
    migrate(opened, bench.backups, [first, second]);
    expect(version(bench.file)).toBe(2);
  });

  it('does not begin when its copy cannot be made', () => {
    const bench = storeBench();
    const opened = database(bench.file);
    migrate(opened, bench.backups, [first]);
    writeFileSync(bench.backups, 'a file in place of the folder');
    expect(problemOf(() => migrate(opened, bench.backups, [first, second]))).toMatchObject({
      failure: { code: 'write-failed' },
    });
    expect(version(bench.file)).toBe(1);
  });
});
