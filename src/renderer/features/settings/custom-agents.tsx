import { Pencil, Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { JSX } from 'react';
import type { WorkspaceConfig } from '#shared/contract/settings.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { GroupFrame } from '#renderer/ui/fields/group-frame.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { agentOf, formOf } from './agent-form.ts';
import type { SettingField } from './setting-field.ts';
import type { ChangeConfig } from './use-config.ts';

/** The agents that the config describes: a line for each, and a dialog to write one. */
export function CustomAgents({
  field,
  read,
  change,
  problem,
}: {
  readonly field: SettingField;
  readonly read: WorkspaceConfig;
  readonly change: ChangeConfig;
  readonly problem: string | null;
}): JSX.Element {
  /** Name of the agent that is written, empty for a new one; null: none is. */
  const [written, setWritten] = useState<string | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const agents = Object.entries(read.config.agents.custom);
  const isLocked = read.locked !== null;
  const remove = async (name: string): Promise<void> => {
    const agent = read.config.agents.custom[name];
    if (agent === undefined) return;
    const path = [...field.path, name];
    const former = agentOf(formOf(name, agent));
    adder.current?.focus();
    const removed = await change([{ path, value: null }]);
    if (!removed.ok) {
      showFailure(removed.error);
      return;
    }
    showUndo({
      text: `Agent ${name} is taken out of the file.`,
      kept: 'The program itself stays where it is.',
      onUndo: () => {
        void change([{ path, value: former }]).then((undone) => {
          if (!undone.ok) showFailure(undone.error);
        });
      },
    });
  };
  return (
    <>
      <GroupFrame label={field.label} description={field.description} error={problem}>
        {agents.length > 0 && (
          <ul aria-label={field.label} className="flex flex-col gap-1">
            {agents.map(([name, { command }]) => (
              <li key={name} className="flex min-w-0 items-center gap-2 text-13">
                <span className="w-24 shrink-0 truncate font-medium" title={name}>
                  {name}
                </span>
                <span className="min-w-0 flex-1">
                  <CodeText text={command.join(' ')} />
                </span>
                <IconButton
                  icon={Pencil}
                  label={`Change ${name}`}
                  disabled={isLocked}
                  onClick={() => setWritten(name)}
                />
                <IconButton
                  icon={X}
                  label={`Take away ${name}`}
                  disabled={isLocked}
                  onClick={() => void remove(name)}
                />
              </li>
            ))}
          </ul>
        )}
        <div>
          <Button
            ref={adder}
            size="sm"
            icon={Plus}
            disabled={isLocked}
            onClick={() => setWritten('')}
          >
            Add an agent
          </Button>
        </div>
      </GroupFrame>
      {written !== null && (
        <AgentDialog
          name={written}
          agents={read.config.agents.custom}
          change={change}
          onClose={() => setWritten(null)}
        />
      )}
    </>
  );
}
