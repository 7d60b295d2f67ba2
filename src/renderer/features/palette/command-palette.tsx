import { useMemo, useState } from 'react';
import type { ComponentType, JSX } from 'react';
import type { Command } from '#renderer/lib/commands.ts';
import { commandKeyLabel, useAllCommands, useCommands } from '#renderer/lib/commands.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { Palette } from '#renderer/ui/menus/palette.tsx';
import type { PaletteItem } from '#renderer/ui/menus/palette.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';

/** More tasks than this are found by typing a part of their id or title. */
const mostTasks = 200;

/** Every command with its key, and every task: opened with ⌘K / Ctrl+K (UI, keyboard). */
export function CommandPalette(): JSX.Element {
  return <PaletteCommands Opened={PaletteWithTasks} />;
}

/** The palette while no workspace is open: the commands alone. */
export function WelcomePalette(): JSX.Element {
  return <PaletteCommands Opened={OpenPalette} />;
}

interface OpenedProps {
  readonly onClose: () => void;
}

function PaletteCommands({ Opened }: { readonly Opened: ComponentType<OpenedProps> }): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useCommands([
    {
      id: 'palette.open',
      title: 'Show all commands',
      group: 'Help',
      keys: ['$mod+k'],
      run: () => setIsOpen(true),
    },
    {
      id: 'palette.shortcuts',
      title: 'Show the keyboard shortcuts',
      group: 'Help',
      keys: ['?'],
      run: () => setIsHelpOpen(true),
    },
  ]);
  return (
    <>
      {isOpen && <Opened onClose={() => setIsOpen(false)} />}
      <ShortcutHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </>
  );
}

function PaletteWithTasks({ onClose }: OpenedProps): JSX.Element {
  const tasks = useDocuments('tasks');
  const [, go] = useAppLocation();
  const items = useMemo(
    () =>
      [...tasks.values()]
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
        .slice(0, mostTasks)
        .map((task) => ({
          id: `task ${task.id}`,
          title: `${task.id} ${task.title}`,
          keywords: [task.epicId, ...task.labels],
          onSelect: () => {
            onClose();
            go({ taskId: task.id });
          },
        })),
    [tasks, go, onClose],
  );
  return <OpenPalette onClose={onClose} tasks={items} />;
}

function OpenPalette({
  onClose,
  tasks,
}: OpenedProps & { readonly tasks?: readonly PaletteItem[] }): JSX.Element {
  const commands = useAllCommands();
  const groups = [
    ...[...Map.groupBy(commands, (command) => command.group)].map(([label, own]) => ({
      label,
      items: own
        .filter((command) => command.id !== 'palette.open')
        .map((command) => toItem(command, onClose)),
    })),
    { label: 'Tasks', items: tasks ?? [] },
  ];
  const [placeholder, emptyText] =
    tasks === undefined
      ? ['Type a command…', 'No command has this in its name.']
      : ['Type a command or a task…', 'No command and no task has this in its name.'];
  return (
    <Palette
      isOpen
      onClose={onClose}
      label="All commands"
      placeholder={placeholder}
      groups={groups.filter((group) => group.items.length > 0)}
      emptyText={emptyText}
    />
  );
}

function toItem(command: Command, onClose: () => void) {
  const shortcut = commandKeyLabel(command);
  return {
    id: command.id,
    title: command.title,
    isDisabled: command.isEnabled === false,
    ...(shortcut === '' ? {} : { shortcut }),
    onSelect: () => {
      onClose();
      command.run();
    },
  };
}
