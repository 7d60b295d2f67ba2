import { describe, expect, it } from 'vitest';
import { epicSchema } from '#shared/model/epic.ts';
import { taskSchema } from '#shared/model/task.ts';
import { emptySpec, epicIdFor, freshEpic, freshTask, nextTaskId } from './new-items.ts';
import { recordTime } from '#shared/core/testing/records.ts';

describe('new items', () => {
  it('are valid records', () => {
    const spec = { ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' };
    expect(taskSchema.parse(freshTask(spec, recordTime))).toMatchObject({ status: 'open' });
    const told = { id: 'e', title: 'E', description: '', baseBranch: 'main' };
    expect(epicSchema.parse(freshEpic(told, recordTime))).toMatchObject({ branch: 'epic/e' });
  });

  it('are numbered after the highest of their epic, past other ids', () => {
    expect(nextTaskId('e', [])).toBe('e.1');
    expect(nextTaskId('e', ['e.2', 'e.10', 'e.x', 'f.99', 'e.3.4'])).toBe('e.11');
  });

  it('name an epic by two words of its title', () => {
    expect(epicIdFor('Faster catalogue, please!', '7f3')).toBe('faster-catalogue-7f3');
    expect(epicIdFor('日本', '7f3')).toBe('epic-7f3');
  });
});
