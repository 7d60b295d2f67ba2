import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ShelfError } from '../src/book.js';
import { loadShelf, saveShelf } from '../src/store.js';

let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'));
});

after(() => rm(folder, { recursive: true }));

test('a shelf that was never saved is empty', async () => {
  assert.deepEqual(await loadShelf(join(folder, 'none.json')), []);
});

test('what was saved is loaded again, and no draft is left behind', async () => {
  const file = join(folder, 'shelf.json');
  const books = [{ id: 1, title: 'Emma', author: 'Jane Austen' }];
  await saveShelf(file, books);
  assert.deepEqual(await loadShelf(file), books);
  assert.deepEqual(await readdir(folder), ['shelf.json']);
});

test('a damaged file is reported, not overwritten', async () => {
  const file = join(folder, 'damaged.json');
  for (const text of ['{"books": [', '{"books": 3}', 'null']) {
    await writeFile(file, text);
    await assert.rejects(loadShelf(file), ShelfError);
  }
});
