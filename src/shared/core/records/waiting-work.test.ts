import { describe, expect, it } from 'vitest';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import { taskMachine } from './task-machine.ts';
import { saysWhatWaits, waitingWork } from './waiting-work.ts';

const reason = '/repo has the epic branch checked out with uncommitted changes.';
const at = '2026-01-01T10:00:00.000Z';
const waitsFor = { gate: 'checkout' as const, reason, since: at, parts: [] };
const waitingLanding = makeLanding({ phase: 'waiting', waitsFor });

describe('work whose merge waits', () => {
  it('says for which folder it waits, and what the person does there', () => {
    const waiting = waitingWork(waitingLanding);
    expect(waiting?.reason).toBe(reason);
    expect(waiting?.action).toContain('Commit or stash your changes in that folder');
  });

  it('is none while it is checked', () => {
    expect(waitingWork(makeLanding())).toBeNull();
  });
});

describe('a wish that a merge stands against', () => {
  const task = makeTask({ status: 'in_review' });
  const requests = [
    { kind: 'edit', changes: { title: 'Other' }, at },
    { kind: 'close_by_hand', reason: 'Not needed.', by: 'person', at },
  ] as const;

  it.each(requests)(
    '$kind is refused with what the merge waits for, and says of no agent that it works',
    (wish) => {
      const decided = taskMachine.decide(task, wish);
      if (decided.ok) throw new Error('It was not refused.');
      const said = saysWhatWaits(decided.error, task, [waitingLanding]);
      expect(said.message).toContain(`Its merge waits: ${reason}`);
      expect(said.action).toMatch(/^Commit or stash your changes in that folder/);
      expect(`${said.message} ${said.action}`).not.toContain('agent');
      const checked = saysWhatWaits(decided.error, task, [makeLanding()]);
      expect(checked).toEqual(decided.error);
      expect(checked.message).toContain('while its work is checked and merged');
    },
  );

  it('stays what it was while an agent works', () => {
    const decided = taskMachine.decide(makeTask({ status: 'in_progress' }), requests[0]);
    if (decided.ok) throw new Error('It was not refused.');
    expect(saysWhatWaits(decided.error, { status: 'in_progress' }, [])).toBe(decided.error);
    expect(decided.error.message).toContain('while an agent works on it');
  });
});
