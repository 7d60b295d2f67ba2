import { describe, expect, it } from 'vitest';
import { clearableFields, requestedFields } from './task-request.ts';
import type { TaskRequest, WrittenFields } from './task-request.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const lists = {
  labels: [],
  dependencies: [],
  filesToModify: [],
  testFiles: [],
  verify: [],
  repositories: [],
};
const nothing: TaskRequest = {
  clear: [],
  criteria: [],
  removedCriteria: [],
  checked: [],
  unchecked: [],
  added: lists,
  removed: lists,
};
const task: WrittenFields = makeTask({
  acceptanceCriteria: [
    { text: 'one', checked: false },
    { text: 'two', checked: true },
  ],
  labels: ['ui', 'agent:codex'],
  filesToModify: ['src/a.ts'],
  dependencies: ['e.9'],
});

function changed(wish: Partial<TaskRequest>): WrittenFields {
  const result = requestedFields(task, { ...nothing, ...wish });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

describe('requestedFields', () => {
  it('changes nothing that is not said', () => {
    expect(changed({})).toEqual(task);
  });

  it('ticks, unticks, takes out and adds criteria by the numbers that they had', () => {
    const wish = { removedCriteria: ['1'], unchecked: ['2'], criteria: ['three'] };
    expect(changed(wish).acceptanceCriteria).toEqual([
      { text: 'two', checked: false },
      { text: 'three', checked: false },
    ]);
    expect(changed({ checked: ['1'] }).acceptanceCriteria[0]?.checked).toBe(true);
  });

  it('adds to lists once, takes out of them, and compares paths as git writes them', () => {
    const wish = {
      added: { ...lists, labels: ['ui', 'new'], filesToModify: ['b/'] },
      removed: { ...lists, filesToModify: ['./src//a.ts'], dependencies: ['e.9'] },
    };
    expect(changed(wish)).toMatchObject({
      labels: ['ui', 'agent:codex', 'new'],
      filesToModify: ['b/'],
      dependencies: [],
    });
  });

  it('has one label for the agent', () => {
    expect(changed({ agent: 'claude' }).labels).toEqual(['ui', 'agent:claude']);
    expect(changed({ agent: '' }).labels).toEqual(['ui']);
  });

  it.each(clearableFields)('empties %s', (field) => {
    const cleared = JSON.stringify(changed({ clear: [field] }));
    expect(changed({ clear: [field, field] })).toEqual(JSON.parse(cleared));
  });

  it('replaces a list that is emptied first', () => {
    const wish = { clear: ['labels'], added: { ...lists, labels: ['only'] } };
    expect(changed(wish).labels).toEqual(['only']);
  });

  it.each([
    [{ clear: ['status'] }, 'bad-field'],
    [{ priority: 'P9' }, 'bad-priority'],
    [{ ordinal: 'first' }, 'bad-ordinal'],
    [{ checked: ['3'] }, 'bad-criterion'],
    [{ removedCriteria: ['0'] }, 'bad-criterion'],
    [{ removed: { ...lists, labels: ['gone'] } }, 'not-listed'],
  ] as const)('refuses %j', (wish, code) => {
    expect(requestedFields(task, { ...nothing, ...wish })).toMatchObject({ error: { code } });
  });
});
