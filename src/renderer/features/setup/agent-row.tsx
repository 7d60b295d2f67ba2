import { RefreshCw } from 'lucide-react';
import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import type { Setup } from '#shared/contract/setup.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { SetupRow } from './setup-row.tsx';
import type { SetupCheck } from './use-setup.ts';

/** Who works on the tasks, whether it is on this machine, and which model it uses. */
export function AgentRow({
  setup: { agent, agents },
  check,
}: {
  readonly setup: Setup;
  readonly check: SetupCheck;
}): JSX.Element {
  const { type, problem } = agent;
  const options = agents.map((one) => ({ value: one.type, label: one.type, hint: agentHint(one) }));
  const isListed = agents.some((one) => one.type === type);
  return (
    <SetupRow state={problem === null ? 'ready' : 'wrong'} label="Agent">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-60 max-w-full">
          <Select
            label="Agent for tasks without an agent label"
            isLabelHidden
            value={type}
            options={
              isListed ? options : [{ value: type, label: type, hint: 'unknown' }, ...options]
            }
            onChange={(value) =>
              void check.change(
                { path: ['agents', 'default'], value },
                `Tasks without an agent label go to ${value}.`,
              )
            }
          />
        </div>
        <span className="text-12 text-muted">{modelWords(type)}</span>
      </div>
      {problem !== null && (
        <FailureNote
          failure={problem}
          actions={
            <Button size="sm" icon={RefreshCw} onClick={check.look}>
              Look again
            </Button>
          }
        />
      )}
    </SetupRow>
  );
}

/** Its version, or that it is not there. */
export function agentHint({ type, version, problem }: AgentInfo): string {
  if (problem !== null) return problem.code === 'agent-missing' ? 'not found' : 'not usable';
  return version ?? (type === 'script' ? 'runs the script of a task' : 'found');
}

/** Each agent has its own setting for that, which is used as it is. */
function modelWords(type: string): string {
  return type === 'script' ? 'No model: no account needed' : `Model: as ${type} itself is set up`;
}
