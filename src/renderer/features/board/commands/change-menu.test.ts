import { describe, expect, it } from 'vitest';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import type { Task } from '#shared/model/task.ts';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import type { BulkChange } from '#renderer/features/board/model/bulk-changes.ts';
import { agentEntries, changeEntries, labelEntries, priorityEntries } from './change-menu.ts';
import type { ChangeParts } from './change-menu.ts';

type Of<Kind extends MenuEntry['kind']> = Extract<MenuEntry, { kind: Kind }>;

/** A board of these tasks, and what was asked for in a menu of some of them. */
function bench(...tasks: readonly Partial<Task>[]) {
  const board = buildBoard(tasks.map(makeTask), false);
  const asked: { readonly ids: readonly string[]; readonly change: BulkChange | 'new label' }[] =
    [];
  const idsOf = (cards: readonly BoardCard[]): readonly string[] =>
    cards.map(({ task }) => task.id);
  const parts: ChangeParts = {
    view: { board },
    agents: ['claude', 'codex'],
    change: (cards, change) => void asked.push({ ids: idsOf(cards), change }),
    newLabel: (cards) => void asked.push({ ids: idsOf(cards), change: 'new label' }),
  };
  const cards = (...ids: readonly string[]): readonly BoardCard[] =>
    ids.map((id) => board.cards.get(id)!);
  return { parts, cards, asked };
}

function choiceIn([entry]: readonly MenuEntry[]): Of<'choice'> {
  if (entry?.kind !== 'choice') throw new Error('That is no choice.');
  return entry;
}

function checksIn(entries: readonly MenuEntry[]): readonly Of<'check'>[] {
  return entries.filter((entry) => entry.kind === 'check');
}

describe('the menu of priorities', () => {
  it('names all of them, and marks the one that all the cards have', () => {
    const { parts, cards } = bench({ id: 'e.1', priority: 0 }, { id: 'e.2', priority: 0 });
    const { value, options } = choiceIn(priorityEntries(parts, cards('e.1', 'e.2')));
    expect(value).toBe('0');
    expect(options.map(({ label }) => label)).toEqual([
      'P0 most urgent',
      'P1 urgent',
      'P2 normal',
      'P3 low',
      'P4 least urgent',
    ]);
  });

  it('marks none where they differ, and sets the same for all', () => {
    const { parts, cards, asked } = bench({ id: 'e.1', priority: 0 }, { id: 'e.2', priority: 3 });
    const choice = choiceIn(priorityEntries(parts, cards('e.1', 'e.2')));
    expect(choice.value).toBe('');
    choice.onChange('4');
    expect(asked).toEqual([{ ids: ['e.1', 'e.2'], change: { kind: 'priority', priority: 4 } }]);
  });
});

describe('the menu of agents', () => {
  const tasks = [
    { id: 'e.1', labels: ['agent:codex'] },
    { id: 'e.2', labels: ['ui', 'agent:codex'] },
    { id: 'e.3', labels: ['ui'] },
    { id: 'e.4' },
  ];

  it('marks the one that all the cards are given to, which may be none in particular', () => {
    const { parts, cards } = bench(...tasks);
    const valueOf = (...ids: readonly string[]): string =>
      choiceIn(agentEntries(parts, cards(...ids))).value;
    expect(valueOf('e.1', 'e.2')).toBe('codex');
    expect(valueOf('e.1', 'e.3')).toBe('');
    const { options } = choiceIn(agentEntries(parts, cards('e.3', 'e.4')));
    const marked = options.find(({ value }) => value === valueOf('e.3', 'e.4'));
    expect(marked?.label).toBe('Default of the workspace');
    expect(options.map(({ label }) => label).slice(1)).toEqual(['claude', 'codex']);
  });

  it('gives the cards to an agent, or to none in particular again', () => {
    const { parts, cards, asked } = bench(...tasks);
    const { onChange, options } = choiceIn(agentEntries(parts, cards('e.1')));
    for (const { value } of options) onChange(value);
    const agents = asked.map(({ change }) => change);
    expect(agents).toEqual([
      { kind: 'agent', agent: null },
      { kind: 'agent', agent: 'claude' },
      { kind: 'agent', agent: 'codex' },
    ]);
  });
});

describe('the menu of labels', () => {
  const tasks = [
    { id: 'e.1', labels: ['ui', 'api'] },
    { id: 'e.2', labels: ['ui', 'agent:codex'] },
    { id: 'e.3', labels: ['docs'] },
  ];

  it('has those of the whole board, none that choose an agent, and ticks what all the cards have', () => {
    const { parts, cards } = bench(...tasks);
    const checks = checksIn(labelEntries(parts, cards('e.1', 'e.2')));
    expect(checks.map(({ label, isChecked }) => [label, isChecked])).toEqual([
      ['ui', true],
      ['api', false],
      ['docs', false],
    ]);
  });

  it('takes off what all of them have, and puts on what one of them lacks', () => {
    const { parts, cards, asked } = bench(...tasks);
    for (const check of checksIn(labelEntries(parts, cards('e.1', 'e.2')))) {
      check.onChange(!check.isChecked);
    }
    expect(asked.map(({ change }) => change)).toEqual([
      { kind: 'remove_label', label: 'ui' },
      { kind: 'add_label', label: 'api' },
      { kind: 'add_label', label: 'docs' },
    ]);
  });

  it('stays short where there are many, and always has a way to another one', () => {
    const labels = Array.from({ length: 50 }, (_, index) => `label-${index}`);
    const { parts, cards, asked } = bench({ id: 'e.1', labels }, { id: 'e.2' });
    const entries = labelEntries(parts, cards('e.2'));
    expect(checksIn(entries)).toHaveLength(20);
    const last = entries.at(-1);
    expect(last).toMatchObject({ kind: 'action', label: 'Another label…' });
    if (last?.kind === 'action') last.onSelect();
    expect(asked).toEqual([{ ids: ['e.2'], change: 'new label' }]);
  });
});

it('the menu of a card has all three below it, each line by a name of its own', () => {
  const { parts, cards } = bench({ id: 'e.1', labels: ['ui'] });
  const menus = changeEntries(parts, cards('e.1')).filter((entry) => entry.kind === 'submenu');
  expect(menus.map(({ label }) => label)).toEqual(['Priority', 'Agent', 'Labels']);
  const ids = menus.flatMap(({ id, items }) => [id, ...items.map((item) => item.id)]);
  expect(new Set(ids).size).toBe(ids.length);
});
