import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { z } from 'zod';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { useKeptForm } from '#renderer/lib/use-kept-form.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import type { FieldFrameProps } from './field-frame.tsx';
import { GroupFrame } from './group-frame.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Select } from './select.tsx';
import type { SelectOption } from './select.tsx';
import { TextField } from './text-field.tsx';

export type TextMap = Readonly<Record<string, string>>;

const newEntrySchema = z.object({ name: z.string(), value: z.string() });
type NewEntryState = Readonly<z.infer<typeof newEntrySchema>>;
const noEntry: NewEntryState = { name: '', value: '' };

export interface MapFieldProps extends FieldFrameProps {
  /** Name of what is typed into the new line, one of its own on this machine: it is kept until it is added. */
  readonly draftName: string;
  readonly entries: TextMap;
  /** `isDone`: an entry was chosen, added or taken away; else somebody is still writing. */
  readonly onChange: (entries: TextMap, isDone: boolean) => void;
  /** The focus has left the field. */
  readonly onLeave?: () => void;
  /** What an entry is found by: "type". */
  readonly nameLabel: string;
  /** What it leads to: "agent". */
  readonly valueLabel: string;
  /** The values to choose from; left out, any text is one. */
  readonly options?: readonly SelectOption<string>[];
  readonly isDisabled?: boolean;
}

/** A few names with a value each, and a line that adds one: what is complete there is added on leaving, too. */
export function MapField(props: MapFieldProps): ReactNode {
  const {
    draftName,
    entries,
    onChange,
    onLeave,
    nameLabel,
    valueLabel,
    options,
    isDisabled = false,
  } = props;
  const { label, isLabelHidden, description, error } = props;
  const names = Object.keys(entries);
  const { form: fresh, change, forget } = useKeptForm(draftName, newEntrySchema, noEntry);
  const name = fresh.name.trim();
  // An empty text is a value, no choice is none.
  const isComplete =
    name !== '' && !names.includes(name) && (options === undefined || fresh.value !== '');
  const add = (): void => {
    if (!isComplete) return;
    onChange({ ...entries, [name]: fresh.value }, true);
    forget();
  };
  const remove = (name: string): void => {
    onChange(Object.fromEntries(Object.entries(entries).filter(([other]) => other !== name)), true);
  };
  return (
    <GroupFrame
      label={label}
      {...(isLabelHidden === undefined ? {} : { isLabelHidden })}
      description={description}
      error={error ?? null}
      onLeave={() => {
        add();
        onLeave?.();
      }}
    >
      <div className="flex flex-col gap-1">
        {names.map((name) => (
          <div key={name} className="flex items-center gap-1">
            <code className="w-2xs shrink-0 truncate px-2 font-mono text-12" title={name}>
              {name}
            </code>
            <ValueControl
              label={`${valueLabel} of ${name}`}
              value={entries[name] ?? ''}
              options={options}
              isDisabled={isDisabled}
              onChange={(value) => onChange({ ...entries, [name]: value }, options !== undefined)}
            />
            <IconButton
              icon={X}
              label={`Take away ${name}`}
              disabled={isDisabled}
              onClick={() => remove(name)}
            />
          </div>
        ))}
        {!isDisabled && (
          <NewEntry
            entry={fresh}
            onChange={change}
            isTaken={names.includes(name)}
            nameLabel={nameLabel}
            valueLabel={valueLabel}
            options={options}
            onAdd={isComplete ? add : null}
          />
        )}
      </div>
    </GroupFrame>
  );
}

function ValueControl({
  label,
  value,
  options,
  isDisabled,
  onChange,
  onKeyDown,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption<string>[] | undefined;
  readonly isDisabled: boolean;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}): ReactNode {
  return (
    <div className="min-w-0 flex-1">
      {options === undefined ? (
        <TextField
          label={label}
          isLabelHidden
          isCode
          value={value}
          onChange={onChange}
          disabled={isDisabled}
          placeholder={value === '' ? label : ''}
          {...(onKeyDown === undefined ? {} : { onKeyDown })}
        />
      ) : (
        <Select
          label={label}
          isLabelHidden
          value={value === '' ? null : value}
          options={options}
          onChange={onChange}
          isDisabled={isDisabled}
          placeholder={`${label}…`}
        />
      )}
    </div>
  );
}

/** The line that adds an entry; what was typed there stays until it is added. */
function NewEntry({
  entry: { name, value },
  onChange,
  isTaken,
  nameLabel,
  valueLabel,
  options,
  onAdd,
}: Pick<MapFieldProps, 'nameLabel' | 'valueLabel'> & {
  readonly entry: NewEntryState;
  readonly onChange: (entry: NewEntryState) => void;
  readonly isTaken: boolean;
  readonly options: readonly SelectOption<string>[] | undefined;
  /** Null while something is missing. */
  readonly onAdd: (() => void) | null;
}): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const add = (): void => {
    if (onAdd === null) return;
    onAdd();
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || isComposing(event)) return;
    event.preventDefault();
    add();
  };
  return (
    <div className="flex items-start gap-1">
      <div className="w-2xs shrink-0">
        <TextField
          ref={field}
          label={`New ${nameLabel}`}
          isLabelHidden
          isCode
          placeholder={`New ${nameLabel}`}
          value={name}
          onChange={(next) => onChange({ name: next, value })}
          onKeyDown={press}
          error={isTaken ? `${name.trim()} is there already.` : null}
        />
      </div>
      <ValueControl
        label={`New ${valueLabel}`}
        value={value}
        options={options}
        isDisabled={false}
        onChange={(next) => onChange({ name, value: next })}
        onKeyDown={press}
      />
      <Button icon={Plus} disabled={onAdd === null} onClick={add}>
        Add
      </Button>
    </div>
  );
}
