import { expect, it } from 'vitest';
import { KnownStore } from './known-store.ts';
import { memoryJournal } from './memory-journal.ts';

const workspaceId = 'w-1';
const database = 'switchyard-w-1';

function opened(journal = memoryJournal()) {
  const open = () => new KnownStore({ journal, workspaceId, database });
  return { journal, open, records: async () => (await journal.read(workspaceId)).records };
}

it('a replica of no store yet is of the first that answers, and stays so', async () => {
  const { open, records } = opened();
  const known = open();
  expect(await Promise.all([known.is('a'), known.is('b'), known.is('a')])).toEqual([
    true,
    false,
    true,
  ]);
  expect(await records()).toEqual([{ database, workspaceId, syncedAt: null, storeId: 'a' }]);
  expect(await open().is('b')).toBe(false);
  expect(await open().is('a')).toBe(true);
});

it('a replica from before stores had ids keeps the time of its last contact', async () => {
  const { journal, open, records } = opened();
  await journal.setRecord({ database, workspaceId, syncedAt: 5 });
  const known = open();
  expect(await known.is('a')).toBe(true);
  expect(await records()).toEqual([{ database, workspaceId, syncedAt: 5, storeId: 'a' }]);
  await known.synced(9);
  expect(await records()).toEqual([{ database, workspaceId, syncedAt: 9, storeId: 'a' }]);
});
