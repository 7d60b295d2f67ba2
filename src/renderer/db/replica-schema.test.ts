import { expect, it } from 'vitest';
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
