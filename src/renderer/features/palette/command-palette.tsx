import { useMemo, useState } from 'react';
import type { ComponentType, JSX } from 'react';
import type { Command } from '#renderer/lib/commands.ts';
import { commandKeyLabel, useAllCommands, useCommands } from '#renderer/lib/commands.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { Palette } from '#renderer/ui/menus/palette.tsx';
import type { PaletteItem } from '#renderer/ui/menus/palette.tsx';
import { plainTitle } from '#renderer/ui/text/title-parts.ts';
import { findTasks, textsOf } from './find-tasks.ts';
import { paletteGroups } from './palette-order.ts';
import { recentCommands, rememberCommand } from './recent-commands.ts';
import { ShortcutHelp } from './shortcut-help.tsx';

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
  const [search, setSearch] = useState('');
  const items = useMemo(
    () =>
      findTasks(tasks.values(), search).map((task) => ({
        id: `task ${task.id}`,
        title: `${task.id} ${plainTitle(task.title)}`,
        keywords: textsOf(task),
        onSelect: () => {
          onClose();
          go({ taskId: task.id });
        },
      })),
    [tasks, search, go, onClose],
  );
  return <OpenPalette onClose={onClose} onSearch={setSearch} tasks={items} />;
}

function OpenPalette({
  onClose,
  onSearch,
  tasks,
}: OpenedProps & {
  readonly onSearch?: (search: string) => void;
  readonly tasks?: readonly PaletteItem[];
}): JSX.Element {
  const commands = useAllCommands();
  const [recent] = useState(recentCommands);
  const groups = [
    ...paletteGroups(
      commands.filter(({ id }) => id !== 'palette.open'),
      recent,
    ).map(({ label, commands: own }) => ({
      label,
      items: own.map((command) => toItem(command, onClose)),
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
      {...(onSearch !== undefined && { onSearch })}
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
      rememberCommand(command.id);
      command.run();
    },
  };
}
