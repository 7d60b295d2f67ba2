import { Bot, Flag, Plus, Tag } from 'lucide-react';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { commonLabels } from '#renderer/features/board/model/bulk-changes.ts';
import type { BulkChange } from '#renderer/features/board/model/bulk-changes.ts';
import { priorityWords } from '#renderer/features/board/model/priority-words.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';

/** What the entries of these menus need. */
export interface ChangeParts {
  readonly view: Pick<BoardView, 'board'>;
  /** Names of agents that can be chosen. */
  readonly agents: readonly string[];
  change(cards: readonly BoardCard[], change: BulkChange): void;
  /** Asks for a label that no task has yet. */
  newLabel(cards: readonly BoardCard[]): void;
}

/** Labels in a menu at most; others can be typed. */
const mostLabels = 20;
/** The choice of no agent in particular; not the name of one. */
const anyAgent = ':default';

/** What the cards have in common; empty where they differ. */
function common(cards: readonly BoardCard[], of: (card: BoardCard) => string): string {
  const [first, ...others] = cards.map(of);
  return first !== undefined && others.every((one) => one === first) ? first : '';
}

/** The priorities, with the one that all the cards have. */
export function priorityEntries(
  parts: ChangeParts,
  cards: readonly BoardCard[],
): readonly MenuEntry[] {
  return [
    {
      kind: 'choice',
      id: 'priority',
      label: 'Priority',
      value: common(cards, ({ task }) => String(task.priority)),
      options: priorityWords.map((word, priority) => ({
        value: String(priority),
        label: `P${priority} ${word}`,
      })),
      onChange: (value) => parts.change(cards, { kind: 'priority', priority: Number(value) }),
    },
  ];
}

/** The agents, with the one that all the cards are given to. */
export function agentEntries(
  parts: ChangeParts,
  cards: readonly BoardCard[],
): readonly MenuEntry[] {
  const options = parts.agents.map((agent) => ({ value: agent, label: agent }));
  return [
    {
      kind: 'choice',
      id: 'agent',
      label: 'Agent',
      value: common(cards, ({ task }) => agentLabel(task) ?? anyAgent),
      options: [{ value: anyAgent, label: 'Default of the workspace' }, ...options],
      onChange: (value) =>
        parts.change(cards, { kind: 'agent', agent: value === anyAgent ? null : value }),
    },
  ];
}

/** Labels to put on and to take off: one that all the cards have is taken off. */
export function labelEntries(
  parts: ChangeParts,
  cards: readonly BoardCard[],
): readonly MenuEntry[] {
  const all = [...parts.view.board.cards.values()].map(({ task }) => task);
  const labels = commonLabels(all, mostLabels);
  return [
    { kind: 'heading', id: 'labels', label: 'Labels' },
    ...labels.map((label): MenuEntry => {
      const isChecked = cards.every(({ task }) => task.labels.includes(label));
      return {
        kind: 'check',
        id: `label-${label}`,
        label,
        isChecked,
        onChange: () =>
          parts.change(cards, { kind: isChecked ? 'remove_label' : 'add_label', label }),
      };
    }),
    {
      kind: 'action',
      id: 'new-label',
      label: 'Another label…',
      icon: Plus,
      onSelect: () => parts.newLabel(cards),
    },
  ];
}

/** Priority, agent and labels as parts of the menu of cards. */
export function changeEntries(
  parts: ChangeParts,
  cards: readonly BoardCard[],
): readonly MenuEntry[] {
  return [
    {
      kind: 'submenu',
      id: 'priority-menu',
      label: 'Priority',
      icon: Flag,
      items: priorityEntries(parts, cards),
    },
    {
      kind: 'submenu',
      id: 'agent-menu',
      label: 'Agent',
      icon: Bot,
      items: agentEntries(parts, cards),
    },
    {
      kind: 'submenu',
      id: 'label-menu',
      label: 'Labels',
      icon: Tag,
      items: labelEntries(parts, cards),
    },
  ];
}
