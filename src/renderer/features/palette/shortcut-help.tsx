import type { JSX } from 'react';
import { commandKeyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { Kbd } from '#renderer/ui/menus/kbd.tsx';

/** The keys of everything that can be done in the present view. */
export function ShortcutHelp({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const commands = useAllCommands().filter((command) => commandKeyLabel(command) !== '');
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Keyboard shortcuts"
      description="What can be done here. Inside a terminal, keys go to its program."
      size="md"
      isText
    >
      <div className="flex flex-col gap-4">
        {[...Map.groupBy(commands, (command) => command.group)].map(([group, own]) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-12 font-medium text-muted">{group}</h3>
            <ul>
              {own.map((command) => (
                <li
                  key={command.id}
                  className="flex h-7 items-center justify-between gap-4 text-13"
                >
                  <span className="truncate">{command.title}</span>
                  <Kbd keys={commandKeyLabel(command)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
