import { describe, expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { epicRecords, taskRecords } from './removal.ts';

const at = '2026-01-01T00:00:00.000Z';

describe('deleting a document', () => {
  it('ends a task that nobody works on, and brings it back exactly as it was', () => {
    const task = makeTask({ status: 'closed', finalSummary: 'Done.' });
    expect(taskRecords.decide(task, { kind: 'delete', at })).toEqual({
      ok: true,
      value: [{ kind: 'deleted', at }],
    });
    expect(taskRecords.evolve(task, { kind: 'deleted', at })).toBeNull();
    expect(taskRecords.evolve(null, { kind: 'restored', document: task, at })).toBe(task);
  });

  it('is refused while an agent works on it or its work is merged', () => {
    for (const status of ['in_progress', 'in_review'] as const) {
      expect(taskRecords.decide(makeTask({ status }), { kind: 'delete', at })).toMatchObject({
        ok: false,
        error: { code: 'illegal-task-status' },
      });
    }
  });

  it('may be asked for twice; bringing back what is there is refused', () => {
    expect(epicRecords.decide(null, { kind: 'delete', at })).toEqual({ ok: true, value: [] });
    const document = makeTask();
    expect(taskRecords.decide(document, { kind: 'restore', document, at })).toMatchObject({
      error: { code: 'duplicate-id' },
    });
  });
});
