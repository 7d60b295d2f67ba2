import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { choicesAt, kindAt } from '#shared/core/project-config/config-expectation.ts';
import { ListField } from '#renderer/ui/fields/list-field.tsx';
import { MapField } from '#renderer/ui/fields/map-field.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import type { SelectOption } from '#renderer/ui/fields/select.tsx';
import { Switch } from '#renderer/ui/fields/switch.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import type { SettingValue } from './config-changes.ts';
import type { SettingField } from './setting-field.ts';
import type { SettingControlProps } from './setting-control-props.ts';
import { textOf } from './setting-text.ts';
import { TextSetting } from './text-setting.tsx';

/** The control that fits a setting's kind; it saves when it is left, or at once where there is nothing to type. */
export function SettingControl(props: SettingControlProps): JSX.Element {
  const { field, draft, agents, isDisabled, error, description } = props;
  const { path, label, editor } = field;
  const frame = { label, error, description };
  if (editor === 'agent') {
    return (
      <Select
        {...frame}
        value={textOf(draft.value)}
        options={agentOptions(agents, [textOf(draft.value)])}
        isDisabled={isDisabled}
        onChange={draft.save}
        className="max-w-sm"
      />
    );
  }
  const kind = kindAt(path);
  switch (kind) {
    case 'switch':
      return (
        <Switch
          label={label}
          description={error === null ? description : <span className="text-blocked">{error}</span>}
          isOn={draft.value === true}
          isDisabled={isDisabled}
          onChange={draft.save}
        />
      );
    case 'choice':
      return (
        <Select
          {...frame}
          value={textOf(draft.value)}
          options={choiceOptions(field)}
          isDisabled={isDisabled}
          onChange={draft.save}
          className="max-w-sm"
        />
      );
    case 'number':
    case 'text':
      return <TextSetting {...props} />;
    case 'list':
      return (
        <ListField
          {...frame}
          isCode
          entry={field.entry ?? 'line'}
          items={textsOf(draft.value)}
          isDisabled={isDisabled}
          onChange={(items, isDone) => (isDone ? draft.save([...items]) : draft.change([...items]))}
          onLeave={() => draft.save()}
        />
      );
    case 'names':
      return (
        <MapField
          {...frame}
          draftName={`${draft.name}/new`}
          entries={namesOf(draft.value)}
          nameLabel="type"
          valueLabel="agent"
          options={agentOptions(agents, Object.values(namesOf(draft.value)))}
          isDisabled={isDisabled}
          onChange={(entries) => draft.save({ ...entries })}
        />
      );
    case 'fixed':
      return (
        <TextField
          {...frame}
          value={textOf(draft.value)}
          onChange={() => undefined}
          disabled
          className="max-w-3xs"
        />
      );
    case null:
      throw new Error(`${path.join('.')} is no setting.`);
    default:
      return assertNever(kind, 'kind of setting');
  }
}

function choiceOptions({ path, choices = {} }: SettingField): readonly SelectOption<string>[] {
  return choicesAt(path).map((value) => ({
    value,
    label: choices[value]?.label ?? value,
    hint: choices[value]?.hint ?? '',
    isDisabled: choices[value]?.unavailable !== undefined,
  }));
}

/** The agents that there are, and those that the file names though there are none such. */
function agentOptions(
  agents: readonly AgentInfo[],
  named: readonly string[],
): readonly SelectOption<string>[] {
  const options = agents.map(({ type, version, problem }) => ({
    value: type,
    label: type,
    hint: problem === null ? (version ?? 'found') : 'not found',
  }));
  const unknown = [...new Set(named)].filter((name) => !agents.some(({ type }) => type === name));
  return [...options, ...unknown.map((name) => ({ value: name, label: name }))];
}

/** The texts of a list; while it is written it may have empty ones. */
function textsOf(value: SettingValue): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function namesOf(value: SettingValue): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, textOf(text)]));
}
