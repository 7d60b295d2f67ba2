import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { FieldFrame, fieldBox, partFrame, readOnlyBox } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';

export interface TextFieldProps
  extends FieldFrameProps, Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** For paths, commands, branches and ids. */
  readonly isCode?: boolean;
  /** Shown after what is typed: "minutes", "USD". */
  readonly unit?: string;
}

/** One line of text. */
export function TextField(props: TextFieldProps): ReactNode {
  const { frame, control } = partFrame(props);
  const { value, onChange, isCode = false, unit, className, ...rest } = control;
  return (
    <FieldFrame {...frame}>
      <div className={classNames('relative flex min-w-0 items-center', className)}>
        <Field.Control
          spellCheck={!isCode}
          autoComplete="off"
          dir={isCode ? 'ltr' : 'auto'}
          {...rest}
          value={value}
          onValueChange={(next) => onChange(next)}
          className={classNames(
            fieldBox,
            readOnlyBox,
            isCode && 'font-mono text-12',
            unit !== undefined && 'pr-16',
          )}
        />
        {unit !== undefined && (
          <span className="pointer-events-none absolute right-2 text-12 text-faint">{unit}</span>
        )}
      </div>
    </FieldFrame>
  );
}
