import { Combobox as Base } from '@base-ui/react/combobox';
import { ChevronsUpDown } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { FieldFrame, fieldBox } from './field-frame.tsx';
import type { FieldFrameProps } from './field-frame.tsx';
import { OptionHint, optionRow, optionTick, optionTickPlace } from './option-parts.tsx';

export interface ComboboxOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** Quiet text after the label. */
  readonly hint?: string;
}

export interface ComboboxProps<Value extends string> extends FieldFrameProps {
  readonly value: Value | null;
  readonly options: readonly ComboboxOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly emptyText?: string;
  readonly isDisabled?: boolean;
}

/** Options in the list at once; typing brings up the others. */
const shownOptions = 100;

/** One of many options, found by typing. */
export function Combobox<Value extends string>({
  value,
  options,
  onChange,
  placeholder = 'Type to search…',
  emptyText = 'Nothing matches.',
  isDisabled = false,
  ...frame
}: ComboboxProps<Value>): ReactNode {
  const items = useMemo(
    () =>
      Base.createItems(options, {
        getValue: (option) => option.value,
        getLabel: (option) => option.label,
      }),
    [options],
  );
  return (
    <FieldFrame {...frame}>
      <Base.Root
        items={items}
        limit={shownOptions}
        value={value}
        disabled={isDisabled}
        onValueChange={(next) => {
          if (next !== null) onChange(next);
        }}
      >
        <Base.InputGroup className="relative flex items-center">
          <Base.Input placeholder={placeholder} className={classNames(fieldBox, 'pr-7')} />
          <Base.Trigger
            aria-label="Show the options"
            className="absolute right-1 grid size-5 place-items-center text-faint"
          >
            <ChevronsUpDown aria-hidden className="icon-sm" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal>
          <Base.Positioner sideOffset={4} collisionPadding={8} className="z-overlay outline-none">
            <Base.Popup className="popup-motion max-w-(--available-width) min-w-(--anchor-width) rounded-lg bg-raised shadow-overlay">
              <Base.Empty>
                <div className="px-3 py-2 text-13 text-faint">{emptyText}</div>
              </Base.Empty>
              <Base.List className="max-h-half scroll-py-1 overflow-y-auto p-1 data-empty:p-0">
                {(option: ComboboxOption<Value>) => (
                  <Base.Item key={option.value} value={option.value} className={optionRow}>
                    <span className="truncate">{option.label}</span>
                    <OptionHint text={option.hint} />
                    <span className={optionTickPlace}>
                      <Base.ItemIndicator>{optionTick}</Base.ItemIndicator>
                    </span>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  );
}
