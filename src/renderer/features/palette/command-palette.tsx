import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { Command } from '#renderer/lib/commands.ts';
import { keyLabel, useAllCommands, useCommands } from '#renderer/lib/commands.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { Palette } from '#renderer/ui/palette.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';

/** More tasks than this are found by typing a part of their id or title. */
const mostTasks = 200;

/** Every command with its key, and every task: opened with ⌘K / Ctrl+K (UI, keyboard). */
export function CommandPalette(): JSX.Element {
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
      {isOpen && <OpenPalette onClose={() => setIsOpen(false)} />}
      <ShortcutHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </>
  );
}

function OpenPalette({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const commands = useAllCommands();
  const tasks = useDocuments('tasks');
  const [, go] = useAppLocation();
  const taskItems = useMemo(
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
  const groups = [
    ...[...Map.groupBy(commands, (command) => command.group)].map(([label, own]) => ({
      label,
      items: own
        .filter((command) => command.id !== 'palette.open')
        .map((command) => toItem(command, onClose)),
    })),
    { label: 'Tasks', items: taskItems },
  ];
  return (
    <Palette
      isOpen
      onClose={onClose}
      label="All commands"
      placeholder="Type a command or a task…"
      groups={groups.filter((group) => group.items.length > 0)}
      emptyText="No command and no task has this in its name."
    />
  );
}

function toItem(command: Command, onClose: () => void) {
  const shortcut = keyLabel(command.keys);
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
