import { useState } from 'react';
import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { NumberField } from '#renderer/ui/number-field.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { SettingField } from './settings-fields.ts';

export type SettingValue = string | number | boolean | string[] | null;

export interface SettingControlProps {
  readonly field: SettingField;
  readonly value: unknown;
  readonly agents: readonly AgentInfo[];
  readonly error: string | null;
  readonly onSave: (value: SettingValue) => void;
}

/** The control that fits a setting's kind; it saves when it is left, or at once where there is nothing to type. */
export function SettingControl(props: SettingControlProps): JSX.Element {
  const { field, value, agents, error, onSave } = props;
  const { label, description, kind } = field;
  const frame = { label, error, ...(description === undefined ? {} : { description }) };
  switch (kind.type) {
    case 'switch':
      return (
        <Switch
          label={label}
          {...(description === undefined ? {} : { description })}
          isOn={value === true}
          onChange={onSave}
        />
      );
    case 'choice':
      return (
        <Select
          {...frame}
          value={String(value)}
          options={kind.values.map((one) => ({ value: one, label: one }))}
          onChange={onSave}
        />
      );
    case 'agent':
      return (
        <Select
          {...frame}
          value={String(value)}
          options={agentOptions(agents, String(value))}
          onChange={onSave}
        />
      );
    case 'number':
      return (
        <NumberSetting
          {...frame}
          value={typeof value === 'number' ? value : null}
          min={kind.min}
          unit={kind.unit}
          isOptional={kind.isOptional}
          onSave={onSave}
        />
      );
    case 'lines':
      return (
        <TextSetting
          {...frame}
          isCode
          isLong
          text={Array.isArray(value) ? value.join('\n') : ''}
          onSave={(text) => onSave(text.split('\n').filter((line) => line.trim() !== ''))}
        />
      );
    case 'text':
      return (
        <TextSetting
          {...frame}
          isCode={kind.isCode}
          text={typeof value === 'string' ? value : ''}
          onSave={onSave}
        />
      );
    default:
      return assertNever(kind, 'kind of setting');
  }
}

function agentOptions(
  agents: readonly AgentInfo[],
  chosen: string,
): { value: string; label: string; hint: string }[] {
  const options = agents.map(({ type, version, problem }) => ({
    value: type,
    label: type,
    hint: problem === null ? (version ?? 'found') : 'not found',
  }));
  if (options.some((option) => option.value === chosen)) return options;
  return [...options, { value: chosen, label: chosen, hint: '' }];
}

interface Frame {
  readonly label: string;
  readonly description?: string;
  readonly error: string | null;
}

function TextSetting({
  text,
  isCode,
  isLong = false,
  onSave,
  ...frame
}: Frame & {
  readonly text: string;
  readonly isCode: boolean;
  readonly isLong?: boolean;
  readonly onSave: (text: string) => void;
}): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = (): void => {
    if (draft !== null && draft !== text) onSave(draft);
    // A refused value stays in the field, beside its reason.
    if (draft === text) setDraft(null);
  };
  const shared = {
    ...frame,
    isCode,
    value: draft ?? text,
    onChange: setDraft,
    onBlur: finish,
  };
  if (isLong) return <TextArea rows={2} {...shared} />;
  return (
    <TextField
      {...shared}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
      }}
    />
  );
}

function NumberSetting({
  value,
  min,
  unit,
  isOptional,
  onSave,
  ...frame
}: Frame & {
  readonly value: number | null;
  readonly min: number;
  readonly unit: string;
  readonly isOptional: boolean;
  readonly onSave: (value: number | null) => void;
}): JSX.Element {
  return (
    <NumberField
      {...frame}
      value={value}
      min={min}
      {...(unit === '' ? {} : { unit })}
      onChange={(next) => {
        if (next !== value && (next !== null || isOptional)) onSave(next);
      }}
    />
  );
}
