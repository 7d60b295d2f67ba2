import { describe, expect, it } from 'vitest';
import { pageAction } from './page-action.ts';

describe('what can be done about a failure in the page', () => {
  it('names what can be clicked where the failure names a command', () => {
    const action = 'Go on with `switchyard run --resume`, or end it with `switchyard cancel`.';
    expect(pageAction({ code: 'run-interrupted', action })).toBe('Resume it or end it in Runs.');
  });

  it('is what the failure says where that holds for the page too', () => {
    const action = 'Stop the task instead: its work is kept, and it is blocked then.';
    expect(pageAction({ code: 'illegal-task-status', action })).toBe(action);
    expect(pageAction({ code: 'toString', action: 'Try `switchyard doctor`.' })).toBe(
      'Try `switchyard doctor`.',
    );
  });
});
