import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { useId } from 'react';
import type { ReactNode } from 'react';

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly description?: ReactNode;
  /** Some of what it stands for is checked. */
  readonly isMixed?: boolean;
  readonly isDisabled?: boolean;
}

/** Yes or no, for one thing of a list or a form. */
export function Checkbox({
  label,
  isChecked,
  onChange,
  description,
  isMixed = false,
  isDisabled = false,
}: CheckboxProps): ReactNode {
  const descriptionId = useId();
  return (
    <label className="flex min-w-0 items-start gap-2 text-13 has-data-disabled:text-disabled">
      <Base.Root
        checked={isChecked}
        indeterminate={isMixed}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next)}
        aria-describedby={description === undefined ? undefined : descriptionId}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-control bg-surface text-on-accent transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:border-border-strong data-disabled:bg-canvas data-disabled:text-disabled data-indeterminate:border-accent data-indeterminate:bg-accent"
      >
        <Base.Indicator className="grid place-items-center">
          {isMixed ? (
            <Minus aria-hidden strokeWidth={3} className="size-3" />
          ) : (
            <Check aria-hidden strokeWidth={3} className="size-3" />
          )}
        </Base.Indicator>
      </Base.Root>
      <span className="min-w-0">
        <span className="block break-words">{label}</span>
        {description !== undefined && (
          <span id={descriptionId} className="block text-12 text-faint">
            {description}
          </span>
        )}
      </span>
    </label>
  );
}
