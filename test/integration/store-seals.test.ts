import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collections } from '#shared/core/records/collections.ts';
import { Database } from '#main/store/database.ts';
import { migrate } from '#main/store/migrations.ts';
import { schemaSteps, sealSince } from '#main/store/schema-steps.ts';
import type { ForeignChange } from '#main/store/seals.ts';
import type { Store } from '#main/store/store.ts';
import { at, makeEpic, makeTask, notice, storeBench, write } from '../helpers/stores.ts';
import type { StoreBench } from '../helpers/stores.ts';
import { computedMs } from '../helpers/thread-time.ts';

/** Another program that writes into the database, such as an agent that has found it. */
function other(bench: StoreBench): DatabaseSync {
  const database = new DatabaseSync(bench.file);
  onTestFinished(() => database.close());
  return database;
}

function withTask(bench: StoreBench): Store {
  const store = bench.open();
  write(
    store,
    { to: 'epics', id: 'e', command: { kind: 'add', epic: makeEpic('e') } },
    { to: 'tasks', id: 'e.1', command: { kind: 'add', task: makeTask('e.1') } },
    notice('n1'),
  );
  return store;
}

function told(store: Store): ForeignChange[] {
  const found: ForeignChange[] = [];
  store.onForeign((changes) => found.push(...changes));
  return found;
}

const closed = `UPDATE tasks SET document = json_set(document, '$.status', 'closed')`;
const closing = JSON.stringify({
  collection: 'tasks',
  id: 'e.1',
  event: { kind: 'closed', summary: '', notes: '', at },
});
const receipt = JSON.stringify({ id: 'r1', kind: 'merge', taskId: 'e.1', epicId: 'e' });

describe('what another program writes into the database', () => {
  it.each([
    ['a closed task', closed],
    ['a closed task with a number of its own', `${closed}, sequence = sequence + 1000`],
    [
      'a closed task, after it has dropped what would notice',
      `DROP TRIGGER tasks_changed; ${closed}`,
    ],
    [
      'a closed task by replacing it',
      `INSERT OR REPLACE INTO tasks (id, sequence, document)
       SELECT id, sequence, json_set(document, '$.status', 'closed') FROM tasks`,
    ],
    ['that there is no task', 'DELETE FROM tasks'],
  ])('is put back and told: %s', (_what, statement) => {
    const bench = storeBench();
    const store = withTask(bench);
    const found = told(store);
    other(bench).exec(statement);
    expect(store.find('tasks', 'status', 'closed')).toEqual([]);
    expect(store.get('tasks', 'e.1')).toMatchObject({ status: 'open' });
    expect(found).toEqual([{ kind: 'document', collection: 'tasks', id: 'e.1' }]);
    // All others see it too, and are told nothing twice.
    const later = bench.open();
    expect(later.get('tasks', 'e.1')).toMatchObject({ status: 'open' });
    expect(told(later)).toEqual([]);
  });

  it('is no receipt and no evidence', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const found = told(store);
    const insert = (name: string): string =>
      `INSERT INTO ${name} (id, sequence, document) VALUES ('r1', 9000, '${receipt}')`;
    other(bench).exec(`${insert('receipts')}; ${insert('evidence')}`);
    expect([store.find('receipts', 'task_id', 'e.1'), store.all('evidence')]).toEqual([[], []]);
    expect(found).toEqual([
      { kind: 'document', collection: 'evidence', id: 'r1' },
      { kind: 'document', collection: 'receipts', id: 'r1' },
    ]);
  });

  it('is no line of the log, and what is written afterwards goes on from the last true one', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const found = told(store);
    const raw = other(bench);
    raw.prepare('INSERT INTO log (at, entry) VALUES (?, ?)').run(at, closing);
    const before = store.log().length;
    write(store, notice('n2'));
    expect(store.log()).toHaveLength(before + 1);
    expect(store.logOf('tasks', ['e.1'])).toHaveLength(1);
    expect(found).toEqual([{ kind: 'line', sequence: 4, about: 'e.1' }]);
    expect(told(bench.open())).toEqual([]);
  });

  it('is not believed because it repeats a true line', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const found = told(store);
    other(bench).exec(
      'INSERT INTO log (at, entry, made, previous, seal) SELECT at, entry, made, previous, seal FROM log',
    );
    expect(store.log()).toHaveLength(3);
    expect(found).toHaveLength(3);
  });

  it('is noticed by the next process when none was there', () => {
    const bench = storeBench();
    withTask(bench).close();
    const raw = other(bench);
    raw.exec(closed);
    raw.prepare('INSERT INTO log (at, entry) VALUES (?, ?)').run(at, closing);
    const store = bench.open();
    const found = told(store);
    expect(store.get('tasks', 'e.1')).toMatchObject({ status: 'open' });
    expect(found).toEqual([
      { kind: 'line', sequence: 4, about: 'e.1' },
      { kind: 'document', collection: 'tasks', id: 'e.1' },
    ]);
  });

  it('is noticed however it tries to have it taken for old', () => {
    const bench = storeBench();
    withTask(bench).close();
    const raw = other(bench);
    raw.prepare('INSERT INTO log (at, entry) VALUES (?, ?)').run(at, closing);
    raw.exec('UPDATE chain SET since = 4, line = 4, change = 100');
    raw.exec(closed);
    const store = bench.open();
    expect(told(store)).toContainEqual({ kind: 'line', sequence: 4, about: 'e.1' });
    expect(store.get('tasks', 'e.1')).toMatchObject({ status: 'open' });
  });

  it('keeps nothing from being written: the counter cannot be set back', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const raw = other(bench);
    expect(() => raw.exec('UPDATE counter SET value = 0')).toThrow('counts up only');
    expect(() =>
      raw.exec("INSERT OR REPLACE INTO log (sequence, at, entry) VALUES (1, '', '{}')"),
    ).toThrow('append only');
    raw.exec(`UPDATE tasks SET sequence = 9001`);
    for (let number = 0; number < 20; number += 1) write(store, notice(`m${number}`));
    expect(store.all('notifications')).toHaveLength(21);
  });

  it('tells of lines that are gone from the log', () => {
    const bench = storeBench();
    withTask(bench).close();
    const raw = other(bench);
    raw.exec(
      'DROP TRIGGER log_delete; DELETE FROM log WHERE sequence = 2; UPDATE chain SET line = 0',
    );
    expect(told(bench.open())).toContainEqual({ kind: 'gap', sequence: 3 });
  });
});

describe('a log whose end was cut off', () => {
  it('is reported, and documents that are sealed stay as they are', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const command = { kind: 'edit', changes: { title: 'Later' }, at } as const;
    write(store, { to: 'tasks', id: 'e.1', command });
    const found = told(store);
    other(bench).exec('DROP TRIGGER log_delete; DELETE FROM log WHERE sequence > 2');
    expect(store.get('tasks', 'e.1')).toMatchObject({ title: 'Later' });
    expect(found).toEqual([{ kind: 'gap', sequence: 3 }]);
    write(store, notice('n2'));
    store.close();
    expect(
      bench
        .open()
        .all('notifications')
        .map(({ id }) => id),
    ).toEqual(['n1', 'n2']);
  });
});

describe('what this program writes', () => {
  it('is believed by all its processes, also what each writes between two of another', () => {
    const bench = storeBench();
    const [one, two] = [withTask(bench), bench.open()];
    const found = [told(one), told(two)];
    for (let number = 0; number < 30; number += 1) {
      write(number % 2 === 0 ? one : two, notice(`m${number}`));
      const command = { kind: 'edit', changes: { title: `T${number}` }, at } as const;
      write(number % 3 === 0 ? one : two, { to: 'tasks', id: 'e.1', command });
    }
    expect(one.get('tasks', 'e.1')).toEqual(two.get('tasks', 'e.1'));
    expect(two.log()).toHaveLength(63);
    expect(found).toEqual([[], []]);
  });

  it('goes on from the last true line when a transaction came to nothing', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const fail = (): void =>
      store.transact(() => {
        write(store, notice('lost'));
        throw new Error('undone');
      });
    expect(fail).toThrow('undone');
    store.transact(() => {
      expect(() =>
        store.transact(() => {
          write(store, notice('lost too'));
          throw new Error('undone');
        }),
      ).toThrow('undone');
      write(store, notice('kept'));
    });
    const found = told(bench.open());
    expect(store.all('notifications').map(({ id }) => id)).toEqual(['n1', 'kept']);
    expect(found).toEqual([]);
  });

  it('costs little more for being sealed', () => {
    const bench = storeBench();
    const store = withTask(bench);
    const count = 5_000;
    const started = computedMs();
    store.transact(() => {
      for (let number = 0; number < count; number += 1) {
        write(store, notice(`m${number}`, 'x'.repeat(1_000)));
      }
    }, 'process');
    const each = ((computedMs() - started) / count) * 1000;
    const reading = computedMs();
    for (let number = 0; number < count; number += 1) store.get('notifications', `m${number}`);
    const read = ((computedMs() - reading) / count) * 1000;
    const opening = computedMs();
    bench.open();
    console.log(
      `an entry: ${each.toFixed(0)} µs; a read: ${read.toFixed(0)} µs; opening: ${(computedMs() - opening).toFixed(1)} ms`,
    );
    expect(each).toBeLessThan(1_000);
  });
});

describe('a database from before the seals', () => {
  it('is believed as it is, and sealed', () => {
    const bench = storeBench();
    const old = new Database(bench.file);
    expect(migrate(old, bench.backups, schemaSteps(collections).slice(0, sealSince - 1)).ok).toBe(
      true,
    );
    const task = makeTask('e.1');
    old.run(
      'INSERT INTO log (at, entry) VALUES (?, ?)',
      at,
      JSON.stringify({ collection: 'tasks', id: 'e.1', event: { kind: 'added', task } }),
    );
    old.run(
      'INSERT INTO tasks (id, sequence, document) VALUES (?, 1, ?)',
      'e.1',
      JSON.stringify({ ...task, title: 'As a step made it' }),
    );
    old.run('UPDATE counter SET value = 1');
    old.close();
    const store = bench.open();
    const found = told(store);
    expect(store.get('tasks', 'e.1')).toMatchObject({ title: 'As a step made it' });
    expect(store.log()).toHaveLength(1);
    write(store, {
      to: 'tasks',
      id: 'e.1',
      command: { kind: 'edit', changes: { title: 'New' }, at },
    });
    store.close();
    const later = bench.open();
    expect([...found, ...told(later)]).toEqual([]);
    other(bench).exec(closed);
    expect(later.get('tasks', 'e.1')).toMatchObject({ status: 'open', title: 'New' });
  });
});
