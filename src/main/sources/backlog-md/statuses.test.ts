import { describe, expect, it } from 'vitest';
import { nameFromStatus, statusFromName } from './statuses.ts';

const usual = { statuses: ['To Do', 'In Progress', 'Done'], defaultStatus: 'To Do' };
const rich = {
  statuses: ['Backlog', 'To Do', 'Doing', 'In Progress', 'Code Review', 'Blocked', 'Shipped'],
  defaultStatus: 'To Do',
};

describe('statusFromName', () => {
  it('reads the first as open, the last as closed and the middle as in progress', () => {
    expect(usual.statuses.map((name) => statusFromName(name, usual))).toEqual([
      'open',
      'in_progress',
      'closed',
    ]);
  });

  it('does not look at case, spaces and hyphens', () => {
    expect(statusFromName('in-progress', usual)).toBe('in_progress');
    expect(statusFromName('TODO', usual)).toBe('open');
  });

  it('knows review and blocked by their names, and counts all up to the default one as open', () => {
    expect(rich.statuses.map((name) => statusFromName(name, rich))).toEqual([
      'open',
      'open',
      'in_progress',
      'in_progress',
      'in_review',
      'blocked',
      'closed',
    ]);
  });

  it('does not take a trailing blocked status for closed', () => {
    const names = { statuses: ['To Do', 'Done', 'Blocked'], defaultStatus: null };
    expect(statusFromName('Done', names)).toBe('closed');
    expect(statusFromName('Blocked', names)).toBe('blocked');
  });

  it('has no meaning for a name that the project does not have', () => {
    expect(statusFromName('Draft', usual)).toBeNull();
  });
});

describe('nameFromStatus', () => {
  it('gives every status the name that is read back as it', () => {
    for (const status of ['open', 'in_progress', 'in_review', 'blocked', 'closed'] as const) {
      expect(statusFromName(nameFromStatus(status, rich, null)!, rich)).toBe(status);
    }
    expect(nameFromStatus('open', rich, null)).toBe('To Do');
    expect(nameFromStatus('in_progress', rich, null)).toBe('In Progress');
  });

  it('keeps the name that stands there when it means the same', () => {
    expect(nameFromStatus('in_progress', rich, 'doing')).toBe('doing');
    expect(nameFromStatus('open', rich, 'Backlog')).toBe('Backlog');
  });

  it('tells review and blocked as in progress where there is no name for them', () => {
    expect(nameFromStatus('blocked', usual, 'To Do')).toBe('In Progress');
    expect(nameFromStatus('in_review', usual, 'To Do')).toBe('In Progress');
  });

  it('has no name for in progress in a project with two statuses', () => {
    const names = { statuses: ['Open', 'Closed'], defaultStatus: null };
    expect(nameFromStatus('in_progress', names, 'Open')).toBeNull();
    expect(nameFromStatus('closed', names, 'Open')).toBe('Closed');
  });
});
