import { Play, Trash2 } from 'lucide-react';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';

const nothing = (): void => undefined;

export const longText =
  'Move the catalogue to the new store without a window in which both answer, and keep the old identifiers valid for whoever stored them';

export const sampleMenu: readonly MenuEntry[] = [
  {
    kind: 'action',
    id: 'run',
    label: 'Run this task',
    icon: Play,
    shortcut: 'R',
    onSelect: nothing,
  },
  {
    kind: 'action',
    id: 'edit',
    label: 'Edit',
    isDisabled: true,
    hint: 'A run works on it.',
    onSelect: nothing,
  },
  { kind: 'separator', id: 's1' },
  { kind: 'check', id: 'done', label: 'Show done', isChecked: true, onChange: nothing },
  {
    kind: 'submenu',
    id: 'move',
    label: 'Move to',
    items: [{ kind: 'action', id: 'ready', label: 'Ready', onSelect: nothing }],
  },
  { kind: 'separator', id: 's2' },
  {
    kind: 'choice',
    id: 'sort',
    label: 'Sort by',
    value: 'priority',
    options: [
      { value: 'priority', label: 'Priority' },
      { value: 'age', label: 'Age' },
    ],
    onChange: nothing,
  },
  { kind: 'separator', id: 's3' },
  {
    kind: 'action',
    id: 'delete',
    label: 'Delete the task',
    icon: Trash2,
    shortcut: '⌫',
    isDanger: true,
    onSelect: nothing,
  },
];
