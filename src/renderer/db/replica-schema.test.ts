import { createRxDatabase } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, it } from 'vitest';
import { replicatedBudget } from '#shared/core/records/collections.ts';
import { taskSchema } from '#shared/model/task.ts';
import { replicaFormat, replicaSchema } from './replica-schema.ts';

it('a collection has the fields of its model and its id as key', () => {
  const { primaryKey, properties, indexes } = replicaSchema('tasks');
  expect(primaryKey).toBe('id');
  expect(Object.keys(properties).toSorted()).toEqual(Object.keys(taskSchema.shape).toSorted());
  expect(properties.id).toEqual({ type: 'string', maxLength: 200 });
  // The browser's database refuses an index on a field that may be missing.
  expect(indexes).toBeUndefined();
});

it('the form has a name that is the same each time and fits into one of a database', () => {
  expect(replicaFormat()).toBe(replicaFormat());
  expect(replicaFormat()).toMatch(/^\d+-[0-9a-f]{8}$/);
});

it('the database opens as many collections as the page may have', async () => {
  const database = await createRxDatabase({ name: 'budget', storage: getRxStorageMemory() });
  const names = Array.from({ length: replicatedBudget }, (_, number) => `collection${number}`);
  const schemas = names.map((name) => [name, { schema: replicaSchema('tasks') }]);
  await database.addCollections(Object.fromEntries(schemas));
  expect(Object.keys(database.collections)).toHaveLength(replicatedBudget);
  await database.close();
});
