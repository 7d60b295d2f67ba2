import { ChevronDown, ChevronUp } from 'lucide-react';
import type { JSX } from 'react';
import { commandKeyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';

/** What is beside the panel knows which task comes next; where it has no such order, there is no button. */
const steps = [
  { id: 'board.previous-task', icon: ChevronUp },
  { id: 'board.next-task', icon: ChevronDown },
] as const;

/** Goes to the task before or after this one. */
export function TaskSteps(): JSX.Element {
  const commands = useAllCommands();
  return (
    <>
      {steps.map(({ id, icon }) => {
        const command = commands.find((one) => one.id === id);
        return (
          command !== undefined && (
            <IconButton
              key={id}
              icon={icon}
              label={command.title}
              shortcut={commandKeyLabel(command)}
              onClick={() => command.run()}
            />
          )
        );
      })}
    </>
  );
}
