import { Combobox as Base } from '@base-ui/react/combobox';
import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { drafts } from '#renderer/lib/drafts.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
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
  /** Name of what is typed, one of its own on this machine: it is kept until it is chosen or taken away. */
  readonly draftName?: string;
  readonly value: Value | null;
  readonly options: readonly ComboboxOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly emptyText?: string;
  readonly isDisabled?: boolean;
}

/** Options in the list at once; typing brings up the others. */
const shownOptions = 100;

type InputKeys = NonNullable<ComponentProps<typeof Base.Input>['onKeyDown']>;

/**
 * One of many options, found by typing. Enter picks the first that matches, or the one that was walked to, and
 * never goes on to the form around it while something is typed that was not chosen. What was typed stays until
 * it is chosen or taken away, and says so.
 */
export function Combobox<Value extends string>(props: ComboboxProps<Value>): ReactNode {
  const { options, placeholder = 'Type to search…', emptyText = 'Nothing matches.' } = props;
  const { value, onChange: _onChange, draftName: _draftName, isDisabled = false, ...frame } = props;
  const items = useMemo(
    () =>
      Base.createItems(options, {
        getValue: (option) => option.value,
        getLabel: (option) => option.label,
      }),
    [options],
  );
  const search = useSearch(props);
  return (
    <FieldFrame {...frame} error={search.problem ?? frame.error ?? null}>
      <Base.Root
        items={items}
        limit={shownOptions}
        autoHighlight
        value={value}
        disabled={isDisabled}
        {...search.root}
      >
        <Base.InputGroup className="relative flex items-center">
          <Base.Input
            placeholder={placeholder}
            className={classNames(fieldBox, 'pr-7')}
            data-unchosen={search.isUnchosen || undefined}
            {...search.input}
          />
          <Base.Trigger
            aria-label="Show the options"
            className="absolute right-1 grid size-5 place-items-center text-faint"
          >
            <ChevronsUpDown aria-hidden className="icon-sm" />
          </Base.Trigger>
        </Base.InputGroup>
        <Options emptyText={emptyText} />
      </Base.Root>
    </FieldFrame>
  );
}

/** What is typed and not chosen; with a name it outlives the field. */
function useTyped(name: string | null): readonly [string | null, (text: string | null) => void] {
  const [typed, show] = useState(() => (name === null ? null : (drafts.take(name)?.text ?? null)));
  return [
    typed,
    (text) => {
      show(text);
      if (name === null) return;
      drafts.keep(name, text === null || text.trim() === '' ? null : { text, base: '' });
    },
  ];
}

/** What is typed into the field, and when it counts as chosen. */
function useSearch<Value extends string>(props: ComboboxProps<Value>) {
  const { value, options, onChange, draftName = null } = props;
  const labelOf = (one: Value | null): string =>
    options.find((option) => option.value === one)?.label ?? one ?? '';
  const chosen = labelOf(value);
  /** Null while the field says what is chosen. */
  const [typed, setTyped] = useTyped(draftName);
  const [isOpen, setOpen] = useState(false);
  const [isTried, setTried] = useState(false);
  const highlighted = useRef<Value | undefined>(undefined);
  const { contains } = Base.useFilter({ sensitivity: 'base' });
  const text = typed ?? chosen;
  const isUnchosen = text.trim() !== '' && text !== chosen;
  const matching = (): ComboboxOption<Value> | undefined =>
    options.find(({ label }) => contains(label, text.trim()));
  const pick = (next: Value): void => {
    setTyped(null);
    setTried(false);
    setOpen(false);
    onChange(next);
  };
  const press: InputKeys = (event) => {
    if (isComposing(event)) return;
    if (event.key === 'Escape' && !isOpen) {
      // The list is closed already: what is typed stays, and Esc goes on to what is around the field.
      event.preventBaseUIHandler();
      return;
    }
    if (event.key !== 'Enter' || (!isOpen && !isUnchosen)) return;
    event.preventDefault();
    if (!isUnchosen || (isOpen && highlighted.current !== undefined)) return;
    // Quicker than the list, or nothing matches, or the list was closed: decided here.
    event.preventBaseUIHandler();
    const first = matching();
    if (first !== undefined) return pick(first.value);
    setTried(true);
  };
  return {
    isUnchosen,
    /** Why what was typed counts for nothing yet; null while somebody is typing, and when there is nothing. */
    problem: isUnchosen && (isTried || !isOpen) ? unchosenText(text, matching()) : null,
    root: {
      open: isOpen,
      onOpenChange: setOpen,
      inputValue: text,
      onInputValueChange: (next: string, details: { readonly reason: string }) => {
        // The list would bring back what is chosen when it closes: what was typed would be gone.
        if (details.reason !== 'input-change') return;
        setTyped(next);
        setTried(false);
      },
      onItemHighlighted: (item: Value | undefined) => {
        highlighted.current = item;
      },
      onValueChange: (next: Value | null) => {
        if (next !== null) pick(next);
      },
    },
    input: {
      onKeyDown: press,
      onBlur: () => {
        // An empty field of something that is chosen says again what that is.
        if (text.trim() === '') setTyped(null);
      },
    },
  };
}

function unchosenText(text: string, first: ComboboxOption<string> | undefined): string {
  const what = `“${text.trim()}”`;
  return first === undefined
    ? `Nothing matches ${what}: empty the field, or type something else.`
    : `${what} is not chosen yet: Enter takes ${first.label}.`;
}

function Options({ emptyText }: { readonly emptyText: string }): ReactNode {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} collisionPadding={8} className="z-overlay outline-none">
        <Base.Popup className="popup-motion max-w-(--available-width) min-w-(--anchor-width) rounded-lg bg-raised shadow-overlay">
          <Base.Empty>
            <div className="px-3 py-2 text-13 text-faint">{emptyText}</div>
          </Base.Empty>
          <Base.List className="max-h-half scroll-py-1 overflow-y-auto p-1 data-empty:p-0">
            {(option: ComboboxOption<string>) => (
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
  );
}
