import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { FieldFrame, fieldBox, partFrame, readOnlyBox } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';

export interface TextAreaProps
  extends FieldFrameProps, Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onChange'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isCode?: boolean;
}

/**
 * A longer text is as high as a field can be anyway, and is not measured again with each key: of 1 MB that
 * takes 100 ms and more.
 */
const longText = 50_000;

/** Several lines of text; grows with them from `rows` (3) to about half the window. */
export function TextArea(props: TextAreaProps): ReactNode {
  const { frame, control } = partFrame(props);
  const { value, onChange, isCode = false, className, rows = 3, ...rest } = control;
  return (
    <FieldFrame {...frame}>
      <Field.Control
        value={value}
        onValueChange={(next) => onChange(next)}
        className={classNames(
          fieldBox,
          readOnlyBox,
          'resize-none py-1 leading-5',
          value.length > longText ? 'h-half' : 'field-sizing-content h-auto max-h-half',
          isCode && 'font-mono text-12',
          className,
        )}
        style={{ minHeight: `calc(${rows}lh + 2.5 * var(--spacing))` }}
        render={
          <textarea spellCheck={!isCode} dir={isCode ? 'ltr' : 'auto'} {...rest} rows={rows} />
        }
      />
    </FieldFrame>
  );
}
