import { describe, expect, it } from 'vitest';
import { assignBacklogIds, commonPrefix, idNumbers } from './export-ids.ts';

describe('ids of an export', () => {
  it('keeps ids that the tool can read and numbers the others after all that are used', () => {
    const taken = idNumbers(['task-7 - Old.md', 'notes.md', 'jira-9 - x.md'], 'task');
    expect([...assignBacklogIds(['auth-7f3.1', 'TASK-2', 'task-3.1'], 'task', taken)]).toEqual([
      ['TASK-2', 'TASK-2'],
      ['task-3.1', 'task-3.1'],
      ['auth-7f3.1', 'TASK-8'],
    ]);
  });

  it('gives a new number to an id whose number is taken', () => {
    expect(assignBacklogIds(['TASK-1', 'TASK-2'], 'task', new Set(['1'])).get('TASK-1')).toBe(
      'TASK-3',
    );
  });

  it('sees a prefix only when all ids share it', () => {
    expect(commonPrefix(['JIRA-1', 'jira-2'])).toBe('jira');
    expect(commonPrefix(['JIRA-1', 'TASK-2'])).toBeNull();
    expect(commonPrefix(['auth-7f3.1'])).toBeNull();
    expect(commonPrefix([])).toBeNull();
  });
});
