import { describe, expect, it } from 'vitest';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';
import { workToRun } from './work-to-run.ts';

const { cards } = buildBoard(
  [
    makeTask({ id: 'e.1' }),
    makeTask({ id: 'e.2', dependencies: ['e.1'] }),
    makeTask({ id: 'e.3', status: 'closed' }),
  ],
  false,
);
const all = [...cards.values()];
const having = (...ids: readonly string[]) => all.filter(({ task }) => ids.includes(task.id));
const nothing = { selected: [], shown: null, all, run: null };

describe('the button that starts work', () => {
  it('runs all that is open, whether it is ready or waits for the others', () => {
    expect(workToRun(nothing)).toEqual({
      choice: 'all',
      taskIds: ['e.1', 'e.2'],
      label: 'Run all 2',
      obstacle: null,
    });
    expect(workToRun({ ...nothing, all: having('e.1') }).label).toBe('Run 1 task');
  });

  it('runs what the filter shows, and no more', () => {
    expect(workToRun({ ...nothing, shown: having('e.2', 'e.3') })).toMatchObject({
      choice: 'shown',
      taskIds: ['e.2'],
      label: 'Run 1 shown',
    });
    expect(workToRun({ ...nothing, shown: [] }).obstacle).toBe('No task that is shown is open.');
  });

  it('runs what is selected before what is shown', () => {
    const asked = { ...nothing, selected: ['e.1', 'e.2'], shown: [] };
    expect(workToRun(asked)).toMatchObject({ choice: 'selected', label: 'Run 2 tasks' });
  });

  it('adds to the active run what that does not have, also what it has skipped', () => {
    const run = makeRun({ taskIds: ['e.1'] });
    expect(workToRun({ ...nothing, run })).toMatchObject({
      taskIds: ['e.2'],
      label: 'Queue 1 task',
    });
    const skipped = makeRun({
      taskIds: ['e.1', 'e.2'],
      skipped: [{ taskId: 'e.2', reason: 'It waits.' }],
    });
    expect(workToRun({ ...nothing, run: skipped }).taskIds).toEqual(['e.2']);
  });

  it('says why it cannot be pressed', () => {
    const run = makeRun({ taskIds: ['e.1', 'e.2'] });
    expect(workToRun({ ...nothing, run }).obstacle).toContain('in the active run already');
    expect(workToRun({ ...nothing, run: makeRun({ status: 'stopping' }) }).obstacle).toContain(
      'being cancelled',
    );
    expect(workToRun({ ...nothing, all: having('e.3') }).obstacle).toBe('No task is open.');
  });
});
