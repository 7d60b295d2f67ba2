import { describe, expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';

import { taskSpecSchema } from '#shared/model/task.ts';
import { sourceChanges, sourceFields } from './source-changes.ts';

const spec = { ...emptySpec, id: 't', epicId: 'e', title: 'Title' };
const task = freshTask(spec, '2026-01-02T03:04:05.000Z');

describe('sourceFields', () => {
  it('are all that people and imports write of a task, but for which one it is', () => {
    const all = Object.keys(taskSpecSchema.shape);
    expect([...sourceFields, 'id', 'epicId'].toSorted()).toEqual(all.toSorted());
  });
});

describe('sourceChanges', () => {
  it('are the fields that are told otherwise', () => {
    const told = { ...spec, title: 'Another', labels: ['new'], priority: 2 };
    expect(sourceChanges(task, told, sourceFields)).toEqual({ title: 'Another', labels: ['new'] });
    expect(sourceChanges(task, spec, sourceFields)).toEqual({});
  });

  it('leave out what the source does not own, and what it does not tell', () => {
    const told = { title: 'Another', labels: ['new'] };
    expect(sourceChanges(task, told, ['title', 'description'])).toEqual({ title: 'Another' });
  });
});
