import { Search, X } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Kbd } from '#renderer/ui/menus/kbd.tsx';
import { useSuggestions } from './suggestion-list.tsx';
import type { Suggestion } from './suggestion-list.tsx';

export interface SearchFieldProps {
  /** What is searched: "Filter tasks". */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** The key that jumps here, as text. */
  readonly shortcut?: string;
  /** Esc in an empty field; with text in it, Esc clears the text. */
  readonly onLeave?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** What the word that is being typed may become. */
  readonly suggestions?: readonly Suggestion[];
  readonly onPick?: (index: number) => void;
  /** Where in the text something is typed, whenever that changes. */
  readonly onCaret?: (caret: number) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly className?: string;
}

const noSuggestions: readonly Suggestion[] = [];

/** Filters what stands beside or below it. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder = label,
  shortcut,
  onLeave,
  onKeyDown,
  suggestions = noSuggestions,
  onPick = () => undefined,
  onCaret,
  inputRef,
  className,
}: SearchFieldProps): ReactNode {
  const [isFocused, setFocused] = useState(false);
  const { input, press, list } = useSuggestions(isFocused ? suggestions : noSuggestions, onPick);
  const handleKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (!isComposing(event) && press(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    onKeyDown?.(event);
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    if (value === '') onLeave?.();
    else onChange('');
  };
  return (
    <div className={classNames('relative flex min-w-0 items-center', className)}>
      <Search aria-hidden className="pointer-events-none absolute left-2 icon-sm text-faint" />
      <input
        ref={inputRef}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        dir="auto"
        spellCheck={false}
        value={value}
        onChange={(event) => {
          onCaret?.(event.target.selectionStart ?? event.target.value.length);
          onChange(event.target.value);
        }}
        onSelect={({ currentTarget }) =>
          onCaret?.(currentTarget.selectionStart ?? currentTarget.value.length)
        }
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={handleKey}
        {...input}
        className="focus-snug h-7 w-full min-w-0 rounded-md border border-border-strong bg-surface pr-8 pl-7 text-13 text-text transition-colors hover:border-control"
      />
      {value === '' && shortcut !== undefined && (
        <span aria-hidden className="pointer-events-none absolute right-2">
          <Kbd keys={shortcut} />
        </span>
      )}
      {value !== '' && (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => onChange('')}
          className="absolute right-1 grid size-5 place-items-center rounded-sm text-faint hover:bg-hover hover:text-text"
        >
          <X aria-hidden className="icon-sm" />
        </button>
      )}
      {list}
    </div>
  );
}
