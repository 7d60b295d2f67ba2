import { useState } from 'react';
import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { TextArea } from '#renderer/ui/text-area.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { readNumber } from './read-number.ts';
import type { NumberRange } from './read-number.ts';
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
          unit={kind.unit}
          range={kind}
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

/** Keeps what was typed until it is a number that may be saved, and says what that is. */
function NumberSetting({
  value,
  unit,
  range,
  error,
  onSave,
  ...frame
}: Frame & {
  readonly value: number | null;
  readonly unit: string;
  readonly range: NumberRange;
  readonly onSave: (value: number | null) => void;
}): JSX.Element {
  const [draft, setDraft] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const text = value === null ? '' : String(value);
  const finish = (): void => {
    if (draft === null) return;
    const read = readNumber(draft, range);
    setRefusal(read.ok ? null : read.error);
    if (!read.ok) return;
    if (read.value === value) setDraft(null);
    else onSave(read.value);
  };
  const step = (by: 1 | -1): void => {
    const next = readNumber(String(Number(draft ?? text) + by), range);
    if (next.ok) setDraft(String(next.value));
  };
  return (
    <TextField
      {...frame}
      error={refusal ?? error}
      {...(unit === '' ? {} : { unit })}
      inputMode="decimal"
      value={draft ?? text}
      onChange={setDraft}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        step(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}
