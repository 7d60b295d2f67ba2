import { Field } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

/** What every field has around its control. */
export interface FieldFrameProps {
  readonly label: string;
  /** The label is read out, not shown: where the place says what the field is. */
  readonly isLabelHidden?: boolean;
  /** One sentence: what it does, in which unit. */
  readonly description?: ReactNode;
  /** What is wrong and how to put it right; marks the control. */
  readonly error?: string | null;
  /** What has just become of its content, such as "Saved"; beside the label, so that nothing moves. */
  readonly status?: string | null;
}

/** Parts what belongs to a field's frame from what belongs to its control. */
export function partFrame<Props extends FieldFrameProps>({
  label,
  isLabelHidden = false,
  description,
  error = null,
  status = null,
  ...control
}: Props): {
  readonly frame: FieldFrameProps;
  readonly control: Omit<Props, keyof FieldFrameProps>;
} {
  return { frame: { label, isLabelHidden, description, error, status }, control };
}

/** The box of text fields, selects and number fields. */
export const fieldBox =
  'focus-snug h-7 w-full max-w-full min-w-0 rounded-md border border-border-strong bg-surface px-2 text-13 text-text transition-colors hover:border-control data-invalid:border-blocked-solid disabled:bg-canvas disabled:text-disabled disabled:hover:border-border-strong';

/**
 * The box of a text that can be read and selected, not changed. For text fields alone: to CSS whatever takes no
 * text is read-only, buttons too.
 */
export const readOnlyBox =
  'read-only:bg-canvas read-only:text-muted read-only:hover:border-border-strong';

/** Says for a moment what has become of a field. */
export function SavedNote({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return null;
  return (
    <span role="status" className="ml-auto text-12 text-verified">
      {text}
    </span>
  );
}

/** Label above, control, then the error or the description. */
export function FieldFrame({
  label,
  isLabelHidden = false,
  description,
  error,
  status = null,
  children,
}: FieldFrameProps & { readonly children: ReactNode }): ReactNode {
  const isWrong = error !== undefined && error !== null && error !== '';
  return (
    <Field.Root invalid={isWrong} className="flex min-w-0 flex-col gap-1">
      <span className={classNames('flex items-center gap-2 text-12', isLabelHidden && 'sr-only')}>
        <Field.Label className="font-medium text-muted">{label}</Field.Label>
        <SavedNote text={status} />
      </span>
      {children}
      {isWrong && (
        <Field.Error match className="text-12 text-blocked">
          {error}
        </Field.Error>
      )}
      {!isWrong && description !== undefined && (
        <Field.Description className="text-12 text-faint">{description}</Field.Description>
      )}
    </Field.Root>
  );
}
