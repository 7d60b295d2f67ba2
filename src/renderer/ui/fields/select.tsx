import { Select as Base } from '@base-ui/react/select';
import { ChevronsUpDown } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { FieldFrame, fieldBox } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';
import { OptionHint, optionRow, optionTick, optionTickPlace } from './option-parts.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon;
  /** Quiet text after the label. */
  readonly hint?: string;
  readonly isDisabled?: boolean;
}

export interface SelectProps<Value extends string> extends FieldFrameProps {
  readonly value: Value | null;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** One of up to about twenty options; for more use {@link Combobox}. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  placeholder = 'Choose…',
  isDisabled = false,
  className,
  ...frame
}: SelectProps<Value>): ReactNode {
  return (
    <FieldFrame {...frame}>
      <Base.Root
        items={options}
        value={value}
        disabled={isDisabled}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
      >
        <Base.Trigger
          className={classNames(
            fieldBox,
            'flex items-center justify-between gap-2 text-left data-popup-open:border-control data-placeholder:text-faint',
            className,
          )}
        >
          <span className="min-w-0 truncate">
            <Base.Value placeholder={placeholder} />
          </span>
          <Base.Icon>
            <ChevronsUpDown aria-hidden className="icon-sm text-faint" />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            alignItemWithTrigger={false}
            sideOffset={4}
            collisionPadding={8}
            className="z-overlay outline-none"
          >
            <Base.Popup className="popup-motion max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg bg-raised p-1 shadow-overlay outline-none">
              <Base.List>
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.isDisabled ?? false}
                    className={optionRow}
                  >
                    {option.icon !== undefined && (
                      <option.icon aria-hidden className="icon-sm text-faint" />
                    )}
                    <Base.ItemText className="truncate">{option.label}</Base.ItemText>
                    <OptionHint text={option.hint} />
                    <span className={optionTickPlace}>
                      <Base.ItemIndicator>{optionTick}</Base.ItemIndicator>
                    </span>
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  );
}
