import { Switch as Base } from '@base-ui/react/switch';
import { useId } from 'react';
import type { ReactNode } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly description?: ReactNode;
  readonly isDisabled?: boolean;
}

/** A setting that takes effect at once. */
export function Switch({
  label,
  isOn,
  onChange,
  description,
  isDisabled = false,
}: SwitchProps): ReactNode {
  const descriptionId = useId();
  return (
    <label className="flex min-w-0 items-start justify-between gap-4 text-13 has-data-disabled:text-disabled">
      <span className="min-w-0">
        <span className="block">{label}</span>
        {description !== undefined && (
          <span id={descriptionId} className="block text-12 text-faint">
            {description}
          </span>
        )}
      </span>
      <Base.Root
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={(next) => onChange(next)}
        aria-describedby={description === undefined ? undefined : descriptionId}
        className="mt-0.5 flex h-4 w-7 shrink-0 items-center rounded-full bg-control p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3 rounded-full bg-on-accent shadow-knob transition-transform data-checked:translate-x-3" />
      </Base.Root>
    </label>
  );
}
