import type { JSX } from 'react';
import { kindAt } from '#shared/core/project-config/config-expectation.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import type { SettingControlProps } from './setting-control-props.ts';
import { readSetting, refusalOf, textOf } from './setting-text.ts';

/** One line of text, or a number; Enter and Esc save as leaving the field does, the arrow keys count. */
export function TextSetting({
  field,
  draft,
  description,
  error,
  isDisabled,
}: Omit<SettingControlProps, 'agents'>): JSX.Element {
  const { path, label, unit, empty } = field;
  const isNumber = kindAt(path) === 'number';
  const text = textOf(draft.value);
  const count = (by: 1 | -1): void => {
    const number = readSetting(field, text);
    if (typeof number === 'number' && refusalOf(path, number + by) === null) {
      draft.change(String(number + by));
    }
  };
  return (
    <TextField
      label={label}
      description={description}
      error={error}
      value={text}
      onChange={draft.change}
      onBlur={() => draft.save()}
      disabled={isDisabled}
      isCode={!isNumber}
      {...(unit === undefined ? {} : { unit })}
      {...(empty === undefined ? {} : { placeholder: empty })}
      {...(isNumber ? { inputMode: 'decimal' as const, className: 'max-w-2xs' } : {})}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        if (event.key === 'Enter') draft.save();
        if (event.key === 'Escape' && draft.isEdited) {
          event.preventDefault();
          event.stopPropagation();
          draft.save();
        }
        if (!isNumber || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        count(event.key === 'ArrowUp' ? 1 : -1);
      }}
    />
  );
}
