import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { ChangeOf } from '#shared/contract/documents.ts';
import { laterFields, machineRow } from '#shared/core/records/collection-table.ts';
import type { CollectionTable, ShapesOf } from '#shared/core/records/collection-table.ts';
import { collectionNames, collections } from '#shared/core/records/collections.ts';
import { replayOf } from '#shared/core/testing/replay.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { DocumentFeed } from '#main/engine/feeds/document-feed.ts';
import { commit } from '#main/store/ledger.ts';
import { schemaSteps } from '#main/store/schema-steps.ts';
import { Store } from '#main/store/store.ts';
import { notice, storeBench, write } from '../helpers/stores.ts';
import type { StoreBench } from '../helpers/stores.ts';

const remarkSchema = z.object({
  id: z.string(),
  taskId: z.string(),
  text: z.string(),
  /** Added later than the rest. */
  resolved: z.boolean().default(false),
});
type Remark = z.infer<typeof remarkSchema>;

type RemarkCommand =
  | { readonly kind: 'add'; readonly remark: Remark }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'remove' };
type RemarkEvent =
  | { readonly kind: 'added'; readonly remark: Remark }
  | { readonly kind: 'resolved' }
  | { readonly kind: 'removed' };

const remarkMachine = {
  decide(remark: Remark | null, command: RemarkCommand): Result<readonly RemarkEvent[], Failure> {
    if (command.kind === 'add') return ok([{ kind: 'added', remark: command.remark }]);
    if (remark === null) return err(failure('no-remark', 'There is no such remark.', 'Add it.'));
    return ok([{ kind: command.kind === 'resolve' ? 'resolved' : 'removed' }]);
  },
  evolve(remark: Remark | null, event: RemarkEvent): Remark | null {
    if (event.kind === 'added') return event.remark;
    if (event.kind === 'removed' || remark === null) return null;
    return { ...remark, resolved: true };
  },
};

/** All that it takes to add a collection. */
const rows = {
  ...collections,
  remarks: machineRow({
    since: schemaSteps(collections).length + 1,
    schema: remarkSchema,
    machine: remarkMachine,
    personsOwn: ['add'],
    lookups: { task_id: '$.taskId' },
    replicated: 'later',
    upcast: laterFields({ resolved: false }),
  }),
};
type Shapes = ShapesOf<typeof rows>;
const table: CollectionTable<Shapes> = rows;

function openWithRemarks({ file, backups }: StoreBench): Store<Shapes> {
  const opened = Store.openOf(table, { file, backupsFolder: backups, clock: systemClock });
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.close());
  return opened.value;
}

function put(store: Store<Shapes>, id: string, command: RemarkCommand): Result<void, Failure> {
  return commit(store, [{ to: 'remarks', id, command }]);
}

const remark = (id: string, text = 'Say why.'): Remark => ({
  id,
  taskId: 'e.1',
  text,
  resolved: false,
});

/** A store with one remark that was resolved, one that was removed, and one as it was added. */
function filled(bench: StoreBench): Store<Shapes> {
  const store = openWithRemarks(bench);
  for (const id of ['a', 'b', 'c']) put(store, id, { kind: 'add', remark: remark(id) });
  put(store, 'a', { kind: 'resolve' });
  put(store, 'b', { kind: 'remove' });
  return store;
}

describe('a collection that is added as one row', () => {
  it('is kept, changed and removed, and looked up by its columns', () => {
    const store = filled(storeBench());
    expect(store.find('remarks', 'task_id', 'e.1').map(({ id }) => id)).toEqual(['a', 'c']);
    expect(store.get('remarks', 'a')?.resolved).toBe(true);
    expect(store.get('remarks', 'b')).toBeNull();
    expect(store.all('remarks').map(({ id }) => id)).toEqual(['c', 'a']);
    expect(put(store, 'b', { kind: 'resolve' })).toMatchObject({
      ok: false,
      error: { code: 'no-remark' },
    });
  });

  it('is replayed from the log as it stands, removals included', () => {
    const store = filled(storeBench());
    const { remarks } = replayOf(table, store.log());
    expect(Object.fromEntries(remarks)).toEqual({
      a: { ...remark('a'), resolved: true },
      c: remark('c'),
    });
    expect(store.logOf('remarks', ['b']).map(({ entry }) => entry)).toEqual([
      { collection: 'remarks', id: 'b', event: { kind: 'added', remark: remark('b') } },
      { collection: 'remarks', id: 'b', event: { kind: 'removed' } },
    ]);
  });

  it('is pulled with what was removed, also by who asks late, until it is there again', () => {
    const store = filled(storeBench());
    const feed = new DocumentFeed(store, silentLogger);
    const pulled = feed.pull('remarks', 0, 10);
    expect(pulled.documents).toEqual([
      remark('c'),
      { ...remark('a'), resolved: true },
      { id: 'b', _deleted: true },
    ]);
    expect(feed.pull('remarks', 0, 2).documents).toHaveLength(2);
    expect(feed.pull('remarks', pulled.checkpoint, 10).documents).toEqual([]);
    put(store, 'b', { kind: 'add', remark: remark('b', 'Once more.') });
    expect(feed.pull('remarks', 0, 10).documents.slice(2)).toEqual([remark('b', 'Once more.')]);
  });

  it('is streamed with its removals', async () => {
    const store = openWithRemarks(storeBench());
    const feed = new DocumentFeed(store, silentLogger, { gatherMs: 0 });
    onTestFinished(() => feed.close());
    const stream = feed.changes();
    const next = async (): Promise<ChangeOf<string>> => {
      const { value } = await stream.next();
      if (value === undefined) throw new Error('The stream has ended.');
      return value;
    };
    expect(await next()).toEqual({ kind: 'resync' });
    const told = { kind: 'changed', collection: 'remarks' };
    put(store, 'a', { kind: 'add', remark: remark('a') });
    expect(await next()).toEqual({ ...told, checkpoint: 1, documents: [remark('a')] });
    put(store, 'a', { kind: 'remove' });
    const removal = { ...told, checkpoint: 2, documents: [{ id: 'a', _deleted: true }] };
    expect(await next()).toEqual(removal);
  });

  it('brings what an earlier version stored, and logged, to the present form', () => {
    const bench = storeBench();
    const store = openWithRemarks(bench);
    const { resolved: _later, ...older } = remark('a');
    const event = { kind: 'added', remark: older };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it must not be is what is tried
    const append = store.append.bind(store) as unknown as (entry: object, made: object) => void;
    store.transact(() => append({ collection: 'remarks', id: 'a', event }, older));
    expect(store.get('remarks', 'a')).toEqual(remark('a'));
    expect(replayOf(table, store.log()).remarks.get('a')).toEqual(remark('a'));
  });

  it('keeps the words of a person, and masks what others said', () => {
    const store = openWithRemarks(storeBench());
    const secret = 'ghp_012345678901234567890123456789012345';
    put(store, 'a', { kind: 'add', remark: remark('a', `Rotate ${secret}`) });
    expect(store.get('remarks', 'a')?.text).toBe(`Rotate ${secret}`);
  });

  it('comes into a database that is there already, which is copied before', () => {
    const bench = storeBench();
    const before = bench.open();
    write(before, notice('n1'));
    const store = filled(bench);
    expect(store.all('notifications')).toHaveLength(1);
    expect(store.all('remarks')).toHaveLength(2);
    // A program without the collection does not know what is in there.
    const opened = Store.open(bench.file, bench.backups, systemClock);
    expect(opened).toMatchObject({ ok: false, error: { code: 'database-newer' } });
  });

  it('may get a column to look it up by later', () => {
    const since = table.remarks.since + 1;
    const later: CollectionTable<Shapes> = {
      ...table,
      remarks: { ...table.remarks, lookups: { task_id: { path: '$.taskId', since } } },
    };
    const bench = storeBench();
    const steps = schemaSteps(later);
    expect(steps.slice(0, -2)).toEqual(schemaSteps(collections));
    filled(bench);
    const database = new DatabaseSync(bench.file);
    onTestFinished(() => database.close());
    database.exec('DROP INDEX remarks_task_id; ALTER TABLE remarks DROP COLUMN task_id');
    const { file, backups: backupsFolder } = bench;
    const opened = Store.openOf(later, { file, backupsFolder, clock: systemClock });
    if (!opened.ok) throw new Error(opened.error.message);
    onTestFinished(() => opened.value.close());
    expect(opened.value.find('remarks', 'task_id', 'e.1').map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('leaves the others as they are', () => {
    expect(Object.keys(table)).toEqual([...collectionNames, 'remarks']);
  });
});
