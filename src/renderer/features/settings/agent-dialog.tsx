import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { CustomAgent } from '#shared/model/settings/agent-settings.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showToast } from '#renderer/lib/toasts.ts';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import type { KeptForm } from '#renderer/lib/use-kept-form.ts';
import { ActionLink } from '#renderer/ui/buttons/action-link.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { DraftConflict } from '#renderer/ui/fields/draft-conflict.tsx';
import { ListField } from '#renderer/ui/fields/list-field.tsx';
import { MapField } from '#renderer/ui/fields/map-field.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import {
  agentFormSchema,
  agentOf,
  describeField,
  formOf,
  mergeAgent,
  outputForms,
  problemsOfForm,
  promptForms,
} from './agent-form.ts';
import type { AgentForm } from './agent-form.ts';
import { changesBetween, sameSetting } from './config-changes.ts';
import type { ChangeConfig } from './use-config.ts';

const promptHints: Readonly<Record<AgentForm['prompt'], string>> = {
  argument: 'as its last argument',
  stdin: 'on its standard input',
  file: 'in a file, named by SWITCHYARD_PROMPT',
};

const variables = '{prompt}, {prompt_file}, {report_file}, {task_id} and {worktree}';

/** Writes an agent of one's own; what is written outlives the dialog until it is saved. */
export function AgentDialog({
  name,
  agents,
  change: changeConfig,
  onClose,
}: {
  /** Empty for a new one. */
  readonly name: string;
  readonly agents: Readonly<Record<string, CustomAgent>>;
  readonly change: ChangeConfig;
  readonly onClose: () => void;
}): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const isNew = name === '';
  const draftName = `${workspaceId}/settings/agent/${name}`;
  const { form, isRestored, change, forget, conflictOf, now, isGone } = useAgentForm(
    draftName,
    name,
    agents[name] ?? null,
  );
  const [isChecked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const problems = problemsOfForm(form, isNew ? Object.keys(agents) : []);
  const shown = isChecked ? problems : {};
  const save = async (): Promise<void> => {
    setChecked(true);
    // What somebody else wrote meanwhile is written over only where the person chose that.
    if (Object.keys(problems).length > 0 || conflictOf.size > 0) return;
    const path = ['agents', 'custom', form.name.trim()];
    const changes = changesBetween(path, now === null ? undefined : agentOf(now), agentOf(form));
    if (changes.length > 0) {
      setSaving(true);
      const result = await changeConfig(changes);
      setSaving(false);
      if (!result.ok) {
        setRefusal(`${result.error.message} ${result.error.action}`);
        return;
      }
      showToast(`Agent ${form.name.trim()}: saved. New runs use it.`, { key: 'settings' });
    }
    forget();
    onClose();
  };
  return (
    <Dialog
      isOpen
      isSticky
      onClose={onClose}
      title={isNew ? 'Add an agent' : `Agent ${name}`}
      description="The program is started directly, never through a shell."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isLoading={isSaving} onClick={() => void save()}>
            {isNew ? 'Add the agent' : 'Save the agent'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 py-1">
        {isRestored && (
          <p className="text-12 text-waiting">
            Not saved yet: written before. <ActionLink onClick={forget}>Start over</ActionLink>
          </p>
        )}
        {isGone && (
          <p role="alert" className="text-12 text-waiting">
            It was taken out of the file elsewhere: to save it puts it back.
          </p>
        )}
        {refusal !== null && (
          <p role="alert" className="text-12 text-blocked">
            {refusal}
          </p>
        )}
        {isNew && (
          <TextField
            label="Name"
            isCode
            value={form.name}
            onChange={(next) => change({ name: next })}
            description="The label agent:<name> of a task calls it by this name."
            error={shown.name ?? null}
          />
        )}
        <ListField
          label="Command"
          entry="argument"
          isCode
          items={form.command}
          onChange={(command) => change({ command: [...command] })}
          description={
            conflictOf.get('command') ??
            `The program, then its arguments; ${variables} are replaced.`
          }
          error={shown.command ?? (isNew ? null : (shown.name ?? null))}
        />
        <ListField
          label="Arguments that print its version"
          entry="argument"
          isCode
          items={form.version}
          onChange={(version) => change({ version: [...version] })}
          description={
            conflictOf.get('version') ?? 'For example --version; left empty, it is not asked.'
          }
          error={shown.version ?? null}
        />
        <AgentChoices form={form} change={change} conflictOf={conflictOf} />
        <MapField
          draftName={`${draftName}/new-variable`}
          label="Environment"
          nameLabel="variable"
          valueLabel="value"
          entries={form.env}
          onChange={(env) => change({ env: { ...env } })}
          description={
            conflictOf.get('env') ??
            'Variables that are added to its environment; the file is in the repository, so no secrets.'
          }
          error={shown.env ?? null}
        />
      </div>
    </Dialog>
  );
}

interface EditedAgent extends Omit<KeptForm<AgentForm>, 'base' | 'taken'> {
  /** The agent as the file has it; null where it has none. */
  readonly now: AgentForm | null;
  /** Whether it was there when the person began, and is not any more. */
  readonly isGone: boolean;
  /** The choice to make at each field that was changed elsewhere meanwhile. */
  readonly conflictOf: Conflicts;
}

type Conflicts = ReadonlyMap<keyof AgentForm, ReactNode>;

/** The form of an agent, beside what the file says of it by now. */
function useAgentForm(draftName: string, name: string, agent: CustomAgent | null): EditedAgent {
  const file = formOf(name, agent);
  const { base, form: mine, ...kept } = useKeptForm(draftName, agentFormSchema, file);
  /** What the file said in the fields for which the person chose the own text. */
  const [overruled, setOverruled] = useState<Partial<AgentForm>>({});
  const isGone = name !== '' && agent === null;
  const merged = agent === null ? { form: mine, overtaken: [] } : mergeAgent(base, mine, file);
  const open = merged.overtaken.filter((field) => !sameSetting(overruled[field], file[field]));
  const conflictOf = new Map(
    open.map((field) => [
      field,
      <DraftConflict
        key={field}
        theirs={describeField(file, field)}
        keepWord="Keep mine"
        onKeepMine={() => setOverruled({ ...overruled, [field]: file[field] })}
        onTakeTheirs={() => kept.change({ [field]: file[field] })}
      />,
    ]),
  );
  return { ...kept, form: merged.form, now: agent === null ? null : file, isGone, conflictOf };
}

function AgentChoices({
  form,
  change,
  conflictOf,
}: {
  readonly conflictOf: Conflicts;
  readonly form: AgentForm;
  readonly change: (part: Partial<AgentForm>) => void;
}): JSX.Element {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Select
        label="Gets the prompt"
        value={form.prompt}
        options={promptForms.map((value) => ({ value, label: value, hint: promptHints[value] }))}
        onChange={(prompt) => change({ prompt })}
        description={conflictOf.get('prompt') ?? 'Where no argument names it.'}
      />
      <Select
        label="Output is read as"
        value={form.output}
        options={outputForms.map((value) => ({ value, label: value }))}
        onChange={(output) => change({ output })}
        description={conflictOf.get('output') ?? 'For tokens, cost and rate limits.'}
      />
    </div>
  );
}
