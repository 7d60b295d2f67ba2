import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commit } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';
import {
  at,
  makeAttempt,
  makeEpic,
  makeNotification,
  makeRun,
  makeTask,
  notice,
  problemOf,
  storeBench,
  storeOlder,
  write,
} from '../helpers/stores.ts';

const ids = (store: Store): readonly string[] => store.all('notifications').map(({ id }) => id);

/** The whole feed, read in pieces, as a viewer does. */
function feed(store: Store, limit: number, from = 0): readonly { sequence: number; id: string }[] {
  const seen = [];
  for (let sequence = from; ;) {
    const changes = store.changes('notifications', sequence, limit);
    seen.push(...changes.map((one) => ({ sequence: one.sequence, id: one.id })));
    if (changes.length < limit) return seen;
    sequence = changes.at(-1)?.sequence ?? sequence;
  }
}

describe('the change feed', () => {
  it('gives each document once, in the order of its last change', () => {
    const store = storeBench().open();
    write(store, notice('a'), notice('b'), notice('c'));
    write(store, notice('a', 'again'));
    for (const limit of [1, 2, 3, 100]) {
      expect(feed(store, limit)).toEqual([
        { sequence: 2, id: 'b' },
        { sequence: 3, id: 'c' },
        { sequence: 4, id: 'a' },
      ]);
    }
    expect(feed(store, 2, 3)).toEqual([{ sequence: 4, id: 'a' }]);
    expect(feed(store, 2, 4)).toEqual([]);
    expect(store.changes('notifications', 3, 5)[0]?.document?.text).toBe('again');
    expect(ids(store)).toEqual(['b', 'c', 'a']);
  });

  it('counts all collections in one sequence, without a gap after an undone transaction', () => {
    const store = storeBench().open();
    write(store, notice('a'));
    expect(
      commit(store, [notice('lost'), { to: 'tasks', id: 'x', command: { kind: 'review', at } }]),
    ).toMatchObject({ ok: false, error: { code: 'unknown-task' } });
    const epic = makeEpic('e');
    write(store, { to: 'epics', id: 'e', command: { kind: 'add', epic } }, notice('b'));
    expect(store.changes('epics', 0, 9).map(({ sequence }) => sequence)).toEqual([2]);
    expect(feed(store, 9)).toEqual([
      { sequence: 1, id: 'a' },
      { sequence: 3, id: 'b' },
    ]);
    expect(store.log()).toHaveLength(3);
  });

  it('misses nothing while several processes write', async () => {
    const bench = storeBench();
    const store = bench.open();
    const script = join(import.meta.dirname, '../fixtures/store/append-entries.ts');
    const writers = ['p', 'q'].map(async (prefix) => {
      const child = spawn(process.execPath, [script, bench.file, bench.backups, prefix, '40']);
      const [code] = await once(child, 'close');
      return code;
    });
    const seen: { sequence: number; id: string }[] = [];
    const writing = { isDone: false };
    const done = Promise.all(writers).finally(() => {
      writing.isDone = true;
    });
    for (let own = 0; !writing.isDone || own < 5; own += 1) {
      if (own < 40) write(store, notice(`own-${own}`));
      seen.push(...feed(store, 7, seen.at(-1)?.sequence ?? 0));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await done).toEqual([0, 0]);
    seen.push(...feed(store, 7, seen.at(-1)?.sequence ?? 0));
    const expected = Array.from({ length: seen.length }, (_value, index) => index + 1);
    expect(seen.map(({ sequence }) => sequence)).toEqual(expected);
    expect(seen.filter(({ id }) => !id.startsWith('own'))).toHaveLength(80);
  });

  it('tells that another process has changed something, and nothing of one’s own', () => {
    const bench = storeBench();
    const [mine, other] = [bench.open(), bench.open()];
    const before = mine.foreignVersion();
    write(mine, notice('a'));
    expect(mine.foreignVersion()).toBe(before);
    write(other, notice('b'));
    expect(mine.foreignVersion()).not.toBe(before);
    expect(ids(mine)).toEqual(['a', 'b']);
  });
});

describe('looking things up', () => {
  it('finds documents by their columns in the order they were made, also after changes', () => {
    const store = storeBench().open();
    for (const id of ['e.1', 'e.2', 'f.1']) {
      const task = makeTask(id, id.slice(0, 1));
      write(store, { to: 'tasks', id, command: { kind: 'add', task } });
    }
    const start = { kind: 'start', attemptId: 'x', at } as const;
    write(store, { to: 'tasks', id: 'e.1', command: start });
    const found = (...values: string[]): string[] =>
      store.find('tasks', 'epic_id', ...values).map(({ id }) => id);
    expect(found('e')).toEqual(['e.1', 'e.2']);
    expect(found('e', 'f')).toEqual(['e.1', 'e.2', 'f.1']);
    expect(found('none')).toEqual([]);
    expect(store.find('tasks', 'status', 'open').map(({ id }) => id)).toEqual(['e.2', 'f.1']);
    expect(store.get('tasks', 'e.1')?.status).toBe('in_progress');
    expect(store.get('tasks', 'none')).toBeNull();
  });

  it('takes ids and texts as they are, whatever they look like', () => {
    const store = storeBench().open();
    const texts = ["'; DROP TABLE log; --", '"', '\u0000x', '\u{1f600}', '\ud800', '%_', ''];
    for (const text of texts) write(store, notice(`id${text}`, text));
    for (const text of texts) {
      expect(store.get('notifications', `id${text}`)?.text).toBe(text);
    }
  });
});

describe('listeners', () => {
  it('hear of a commit after it, whole and in order, and of nothing undone', () => {
    const bench = storeBench();
    const [store, other] = [bench.open(), bench.open()];
    const heard: (readonly string[])[] = [];
    const subscription = store.onCommit((entries) => {
      // Another process sees it by now, and it can be read.
      expect(ids(other)).toEqual(ids(store));
      heard.push(entries.map(({ id }) => id));
    });
    write(store, notice('a'), notice('b'));
    problemOf(() =>
      store.transact(() => {
        write(store, notice('undone'));
        expect(heard).toHaveLength(1);
        throw new Error('no');
      }),
    );
    store.transact(() => {
      write(store, notice('c'));
      write(store, notice('d'));
    });
    store.transact(() => {});
    write(other, notice('of another process'));
    expect(heard).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    subscription.dispose();
    subscription.dispose();
    write(store, notice('e'));
    expect(heard).toHaveLength(2);
  });

  it('may write themselves: all hear of everything in the order of the commits', () => {
    const store = storeBench().open();
    const heard: string[] = [];
    store.onCommit((entries) => {
      if (entries[0]?.id === 'a') {
        write(store, notice('answer'));
        problemOf(() =>
          store.transact(() => {
            write(store, notice('undone'));
            throw new Error('no');
          }),
        );
      }
    });
    store.onCommit((entries) => heard.push(...entries.map(({ id }) => id)));
    write(store, notice('a'));
    write(store, notice('b'));
    expect(heard).toEqual(['a', 'answer', 'b']);
  });

  it('that fail keep no other from hearing, and undo nothing', () => {
    const store = storeBench().open();
    const heard: string[] = [];
    store.onCommit(() => {
      throw new Error('a bug in a listener');
    });
    store.onCommit((entries) => heard.push(...entries.map(({ id }) => id)));
    expect(problemOf(() => write(store, notice('a')))).toMatchObject({
      message: 'a bug in a listener',
    });
    expect(heard).toEqual(['a']);
    expect(ids(store)).toEqual(['a']);
  });
});

describe('the event log', () => {
  it('is append only: SQLite itself refuses all else', () => {
    const bench = storeBench();
    const store = bench.open();
    write(store, notice('a'), notice('b'));
    const raw = new DatabaseSync(bench.file);
    onTestFinished(() => raw.close());
    for (const statement of [
      'DELETE FROM log',
      "UPDATE log SET entry = '{}'",
      'DELETE FROM log WHERE sequence = 2',
      "INSERT OR REPLACE INTO log (sequence, at, entry) VALUES (1, '', '{}')",
    ]) {
      const problem = problemOf(() => raw.exec(`PRAGMA recursive_triggers = ON; ${statement}`));
      expect(problem).toMatchObject({ message: expect.stringContaining('append only') });
    }
    expect(store.log()).toHaveLength(2);
  });

  it('is written in transactions only', () => {
    const store = storeBench().open();
    const document = makeNotification('a');
    const entry = { collection: 'notifications', id: 'a', document } as const;
    expect(problemOf(() => store.append(entry, document))).toBeInstanceOf(Error);
    expect([store.log(), store.all('notifications')]).toEqual([[], []]);
  });
});

describe('documents that were stored before a field was added', () => {
  it('are read with what its absence means', () => {
    const bench = storeBench();
    const store = bench.open();
    const run = makeRun('run-1');
    const attempt = makeAttempt('attempt-1');
    write(
      store,
      { to: 'runs', id: run.id, command: { kind: 'start', run } },
      { to: 'attempts', id: attempt.id, command: { kind: 'create', attempt } },
    );
    storeOlder(store, 'runs', run, 'paused');
    storeOlder(store, 'attempts', attempt, 'stopReason');
    expect(store.get('runs', run.id)).toEqual(run);
    expect(store.get('attempts', attempt.id)).toEqual(attempt);
  });
});
