import { NumberField as Base } from '@base-ui/react/number-field';
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldFrame } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';

export interface NumberFieldProps extends FieldFrameProps {
  /** Null is an empty field. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Shown after the number: "tasks", "min", "USD". */
  readonly unit?: string;
  readonly isDisabled?: boolean;
}

const stepper =
  'grid h-3 w-5 place-items-center text-faint transition-colors hover:text-text disabled:text-disabled';

/** A number with a unit; the arrow keys change it, with Shift by ten. */
export function NumberField({
  value,
  onChange,
  min,
  max,
  step = 1,
  unit,
  isDisabled = false,
  ...frame
}: NumberFieldProps): ReactNode {
  return (
    <FieldFrame {...frame}>
      <Base.Root
        value={value}
        onValueChange={(next) => onChange(next)}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        step={step}
        disabled={isDisabled}
        className="group"
      >
        <Base.Group className="relative flex h-7 items-center rounded-md border border-border-strong bg-surface transition-colors focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus hover:border-control data-disabled:border-border data-disabled:bg-canvas data-invalid:border-blocked-solid">
          <Base.Input className="h-full min-w-0 flex-1 bg-transparent px-2 text-13 tabular outline-none disabled:text-disabled" />
          {unit !== undefined && <span className="shrink-0 text-12 text-faint">{unit}</span>}
          <span className="flex shrink-0 flex-col px-1">
            <Base.Increment className={stepper} aria-label="More">
              <ChevronUp aria-hidden className="size-3" />
            </Base.Increment>
            <Base.Decrement className={stepper} aria-label="Less">
              <ChevronDown aria-hidden className="size-3" />
            </Base.Decrement>
          </span>
        </Base.Group>
      </Base.Root>
    </FieldFrame>
  );
}
