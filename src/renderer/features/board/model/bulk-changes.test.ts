import { describe, expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { changeWords, commonLabels, planBulkChange } from './bulk-changes.ts';

describe('changing several tasks', () => {
  it('touches those that say something else, and knows the way back', () => {
    const tasks = [
      makeTask({ id: 'e.1', priority: 2 }),
      makeTask({ id: 'e.2', priority: 0 }),
      makeTask({ id: 'e.3', priority: 4, status: 'blocked' }),
    ];
    expect(planBulkChange(tasks, { kind: 'priority', priority: 0 })).toEqual({
      edits: [
        { id: 'e.1', changes: { priority: 0 } },
        { id: 'e.3', changes: { priority: 0 } },
      ],
      undo: [
        { id: 'e.1', changes: { priority: 2 } },
        { id: 'e.3', changes: { priority: 4 } },
      ],
      left: [],
    });
  });

  it('leaves those that are at work, done or kept in a file, and says why', () => {
    const source = { kind: 'backlog-md', file: 'backlog/a.md', hash: '' } as const;
    const tasks = [
      makeTask({ id: 'e.1', status: 'in_progress' }),
      makeTask({ id: 'e.2', status: 'closed' }),
      makeTask({ id: 'e.3', source: { ...makeTask().source, ...source } }),
    ];
    const { edits, left } = planBulkChange(tasks, { kind: 'add_label', label: 'ui' });
    expect(edits).toEqual([]);
    expect(left.map(({ reason }) => reason)).toEqual([
      'An agent works on e.1.',
      'e.2 is closed: reopen it to change it.',
      'e.3 is kept in backlog/a.md: edit it there.',
    ]);
  });

  it('sets the agent in the place of another one, and takes it away again', () => {
    const task = makeTask({ id: 'e.1', labels: ['ui', 'agent:codex'] });
    expect(planBulkChange([task], { kind: 'agent', agent: 'claude' }).edits).toEqual([
      { id: 'e.1', changes: { labels: ['ui', 'agent:claude'] } },
    ]);
    expect(planBulkChange([task], { kind: 'agent', agent: null }).edits).toEqual([
      { id: 'e.1', changes: { labels: ['ui'] } },
    ]);
    expect(planBulkChange([task], { kind: 'agent', agent: 'codex' }).edits).toEqual([]);
  });

  it('puts a label on and takes it off, each where that changes anything, and can be undone', () => {
    const tasks = [
      makeTask({ id: 'e.1', labels: ['ui', 'api'] }),
      makeTask({ id: 'e.2', labels: ['api'] }),
    ];
    const added = planBulkChange(tasks, { kind: 'add_label', label: 'ui' });
    expect(added.edits).toEqual([{ id: 'e.2', changes: { labels: ['api', 'ui'] } }]);
    expect(added.undo).toEqual([{ id: 'e.2', changes: { labels: ['api'] } }]);
    const removed = planBulkChange(tasks, { kind: 'remove_label', label: 'ui' });
    expect(removed.edits).toEqual([{ id: 'e.1', changes: { labels: ['api'] } }]);
    expect(removed.undo).toEqual([{ id: 'e.1', changes: { labels: ['ui', 'api'] } }]);
  });

  it('says nothing of a task at work that already says what it is to say', () => {
    const task = makeTask({ id: 'e.1', status: 'in_review', priority: 1 });
    const nothing = { edits: [], undo: [], left: [] };
    expect(planBulkChange([task], { kind: 'priority', priority: 1 })).toEqual(nothing);
    expect(planBulkChange([task], { kind: 'priority', priority: 2 })).toEqual({
      ...nothing,
      left: [{ taskId: 'e.1', reason: 'The work of e.1 is being checked and merged.' }],
    });
  });

  it('is said in a sentence', () => {
    const sentences = [
      changeWords({ kind: 'priority', priority: 0 }, '2 tasks'),
      changeWords({ kind: 'agent', agent: 'codex' }, 'e.1'),
      changeWords({ kind: 'agent', agent: null }, 'e.1'),
      changeWords({ kind: 'add_label', label: 'ui' }, '3 tasks'),
      changeWords({ kind: 'remove_label', label: 'ui' }, '3 tasks'),
    ];
    expect(sentences).toEqual([
      'Priority P0 set for 2 tasks.',
      'Agent codex set for e.1.',
      'Agent of the workspace set for e.1.',
      'Label ui added to 3 tasks.',
      'Label ui taken off 3 tasks.',
    ]);
  });

  it('offers the labels that the most tasks have', () => {
    const tasks = [
      { labels: ['api', 'ui'] },
      { labels: ['ui', 'agent:codex'] },
      { labels: ['docs'] },
    ];
    expect(commonLabels(tasks, 2)).toEqual(['ui', 'api']);
  });
});
