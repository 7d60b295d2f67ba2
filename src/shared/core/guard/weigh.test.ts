import { describe, expect, it } from 'vitest';
import type { ForeignItem, WorkThen } from '#shared/model/foreign-change.ts';
import { isOpen, needsPerson } from './weigh.ts';
import { changeText } from './words.ts';

const agent: WorkThen = {
  attemptId: 'a-1',
  taskId: 'e.1',
  number: 2,
  what: 'agent',
  startedAt: '2026-03-15T09:00:00.000Z',
  endedAt: null,
};
const branch = (ref: string, isForward: boolean): ForeignItem => ({
  kind: 'ref',
  ref,
  from: '1111111111111',
  to: '2222222222222',
  isForward,
  isPutBack: false,
});
const grown = branch('refs/heads/main', true);
const thrownBack = branch('refs/heads/main', false);

describe('what of a change waits for the person', () => {
  it('is what is gone while something of ours ran, not a branch that grew', () => {
    expect(needsPerson({ ran: [agent], items: [thrownBack] })).toBe(true);
    expect(needsPerson({ ran: [agent], items: [grown] })).toBe(false);
  });

  it('is nothing while nothing of ours ran, but an epic on which nothing is merged', () => {
    expect(needsPerson({ ran: [], items: [thrownBack] })).toBe(false);
    expect(needsPerson({ ran: [], items: [branch('refs/heads/epic/e', true)] })).toBe(true);
  });

  it('waits until all of it is put back, or left', () => {
    expect(isOpen({ leftAt: null, items: [grown, thrownBack] })).toBe(true);
    expect(isOpen({ leftAt: null, items: [{ ...grown, isPutBack: true }, thrownBack] })).toBe(true);
    expect(isOpen({ leftAt: null, items: [{ ...grown, isPutBack: true }] })).toBe(false);
    expect(isOpen({ leftAt: agent.startedAt, items: [grown] })).toBe(false);
  });
});

describe('changeText', () => {
  it('says what was seen and who ran, and blames nobody', () => {
    expect(changeText({ ran: [agent], items: [thrownBack] })).toBe(
      'Your repository changed: branch main moved from 1111111111 to 2222222222. Then ran: the agent of e.1 (attempt 2). Maybe it was you.',
    );
    expect(changeText({ ran: [], items: [grown] })).toBe(
      'Your repository changed: branch main grew from 1111111111 to 2222222222. Nothing of Switchyard ran then: maybe it was you.',
    );
  });
});
