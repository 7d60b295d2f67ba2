import { describe, expect, it } from 'vitest';
import { epicMachine } from './epic-machine.ts';
import type { EpicCommand } from './epic-machine.ts';
import { evolveAll } from '#shared/core/testing/evolve-all.ts';
import { makeEpic } from '#shared/core/testing/records.ts';

const setBase: EpicCommand = { kind: 'set_base', commit: 'abc' };
const edit: EpicCommand = { kind: 'edit', changes: { title: 'Another title' } };
const block: EpicCommand = { kind: 'set_status', status: 'blocked' };

function apply(epic: ReturnType<typeof makeEpic>, command: EpicCommand): unknown {
  const decided = epicMachine.decide(epic, command);
  return decided.ok ? evolveAll(epicMachine, epic, decided.value) : decided.error.message;
}

describe('epicMachine', () => {
  it('adds an epic once', () => {
    const epic = makeEpic();
    const added = epicMachine.decide(null, { kind: 'add', epic });
    expect(added).toEqual({ ok: true, value: [{ kind: 'added', epic }] });
    expect(epicMachine.evolve(null, { kind: 'added', epic })).toBe(epic);
    expect(apply(epic, { kind: 'add', epic })).toBe('Epic e exists already.');
  });

  it('refuses everything else for an epic that is not there', () => {
    for (const command of [setBase, block, edit]) {
      expect(epicMachine.decide(null, command)).toMatchObject({
        ok: false,
        error: { code: 'unknown-epic' },
      });
    }
    expect(() => epicMachine.evolve(null, { kind: 'base_set', commit: 'abc' })).toThrow('before');
  });

  it('notes the commit it starts from, or starts from after all', () => {
    const based = makeEpic({ baseCommit: 'abc' });
    expect(apply(makeEpic(), setBase)).toEqual(based);
    expect(apply(makeEpic({ baseCommit: 'first' }), setBase)).toEqual(based);
    expect(epicMachine.decide(based, setBase)).toEqual({ ok: true, value: [] });
  });

  it('takes a new title or description, and leaves the other as it is', () => {
    const epic = makeEpic({ description: 'Why.' });
    expect(apply(epic, edit)).toEqual({ ...epic, title: 'Another title' });
    expect(apply(epic, { kind: 'edit', changes: { description: 'How.' } })).toEqual({
      ...epic,
      description: 'How.',
    });
  });

  it('follows its tasks between open, in progress and blocked, and logs only changes', () => {
    const blocked = makeEpic({ status: 'blocked' });
    expect(apply(makeEpic(), block)).toEqual(blocked);
    expect(epicMachine.decide(blocked, block)).toEqual({ ok: true, value: [] });
    expect(apply(blocked, { kind: 'set_status', status: 'in_progress' })).toMatchObject({
      status: 'in_progress',
    });
    expect(epicMachine.effects(blocked)).toEqual([]);
  });
});
