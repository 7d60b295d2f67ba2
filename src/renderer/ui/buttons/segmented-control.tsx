import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon;
}

export interface SegmentedControlProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

/** Two to five options side by side, one of them chosen. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled = false,
}: SegmentedControlProps<Value>): ReactNode {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => onChange(next)}
      className="inline-flex h-7 w-fit shrink-0 items-center gap-0.5 rounded-md bg-sunken p-0.5 inset-ring inset-ring-border"
    >
      {options.map(({ value: option, label: name, icon: Icon }) => (
        <Radio.Root
          key={option}
          value={option}
          className="inline-flex h-6 items-center gap-1 rounded-sm px-2 text-12 font-medium whitespace-nowrap text-muted transition-colors select-none focus-inset hover:text-text data-checked:bg-raised data-checked:text-text data-checked:shadow-card data-disabled:text-disabled"
        >
          {Icon !== undefined && <Icon aria-hidden className="icon-sm" />}
          {name}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
