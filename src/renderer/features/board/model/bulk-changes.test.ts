import { describe, expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { commonLabels, planBulkChange } from './bulk-changes.ts';

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

  it('offers the labels that the most tasks have', () => {
    const tasks = [
      { labels: ['api', 'ui'] },
      { labels: ['ui', 'agent:codex'] },
      { labels: ['docs'] },
    ];
    expect(commonLabels(tasks, 2)).toEqual(['ui', 'api']);
  });
});
