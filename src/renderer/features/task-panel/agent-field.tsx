import type { JSX } from 'react';
import { chosenAgent, labelWords } from '#shared/core/project-config/agent-choice.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import { agentLabel } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { useAgentRules } from '#renderer/features/work/index.ts';
import { Select } from '#renderer/ui/fields/select.tsx';
import { withAgent } from './agent-labels.ts';

/** Choice of no agent in particular; not a possible label. */
const byDefault = ':default';

/** Who works on the task: kept as its label `agent:<name>`, and chosen among those that there are. */
export function AgentField({
  task,
  isLocked,
  onSave,
}: {
  readonly task: Task;
  readonly isLocked: boolean;
  readonly onSave: (labels: string[]) => Promise<boolean>;
}): JSX.Element {
  const rules = useAgentRules();
  const label = agentLabel(task);
  return (
    <Select
      label="Agent"
      value={label ?? byDefault}
      options={optionsFor(label, rules)}
      isDisabled={isLocked || rules === null}
      onChange={(chosen) =>
        void onSave(withAgent(task.labels, chosen === byDefault ? null : chosen))
      }
    />
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

function optionsFor(label: string | null, rules: AgentRules | null): readonly Option[] {
  if (rules === null) return label === null ? [] : [{ value: label, label }];
  const types = [...new Set([...rules.types, ...Object.keys(rules.byType)])].toSorted();
  const known = types.map((type) => ({ value: type, label: wordsFor(type, rules) }));
  const others =
    label === null || types.includes(label)
      ? []
      : [{ value: label, label: wordsFor(label, rules), hint: 'no agent has this name' }];
  return [{ value: byDefault, label: `Default (${rules.byDefault})` }, ...others, ...known];
}

function wordsFor(label: string, rules: AgentRules): string {
  return labelWords(label, chosenAgent(label, rules)) ?? label;
}
