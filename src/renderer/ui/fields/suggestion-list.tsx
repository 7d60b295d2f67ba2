import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { OptionHint, optionRow } from './option-parts.tsx';

/** What the word that is being typed may become. */
export interface Suggestion {
  readonly text: string;
  readonly hint: string;
}

/** What a field with suggestions adds to its input, its keys, and what stands below it. */
export interface SuggestionParts {
  readonly input: {
    readonly 'aria-autocomplete': 'list';
    readonly 'aria-controls': string | undefined;
    readonly 'aria-activedescendant': string | undefined;
  };
  /** Whether the key was meant for the list. */
  readonly press: (event: KeyboardEvent<HTMLInputElement>) => boolean;
  readonly list: ReactNode;
}

/**
 * Suggestions under a field, walked with the arrow keys: Enter and Tab take the one that was walked to, Esc puts
 * the list away until something else is typed. Nothing is taken that was not walked to.
 */
export function useSuggestions(
  suggestions: readonly Suggestion[],
  onPick: (index: number) => void,
): SuggestionParts {
  const id = useId();
  const key = suggestions.map(({ text }) => text).join('\n');
  const [shown, setShown] = useState({ key: '', index: -1, isAway: false });
  // What was walked to, or put away, was so for another list.
  const { index, isAway } = shown.key === key ? shown : { index: -1, isAway: false };
  const isOpen = suggestions.length > 0 && !isAway;
  const optionId = (at: number): string => `${id}-${at}`;
  const walk = (to: number): void => setShown({ key, index: to, isAway: false });
  const press = ({ key: pressed, shiftKey }: KeyboardEvent<HTMLInputElement>): boolean => {
    if (!isOpen) return false;
    switch (pressed) {
      case 'ArrowDown':
        walk((index + 1) % suggestions.length);
        return true;
      case 'ArrowUp':
        walk(index <= 0 ? suggestions.length - 1 : index - 1);
        return true;
      case 'Enter':
      case 'Tab':
        if (index < 0 || shiftKey) return false;
        onPick(index);
        return true;
      case 'Escape':
        setShown({ key, index: -1, isAway: true });
        return true;
      default:
        return false;
    }
  };
  return {
    input: {
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? id : undefined,
      'aria-activedescendant': isOpen && index >= 0 ? optionId(index) : undefined,
    },
    press,
    list: (
      <>
        <span role="status" className="sr-only">
          {isOpen && `${suggestions.length} suggested: arrow down goes to the first.`}
        </span>
        {isOpen && (
          <div
            id={id}
            role="listbox"
            tabIndex={-1}
            aria-label="Suggestions"
            className="absolute top-full left-0 z-overlay mt-1 w-max max-w-md min-w-full rounded-lg bg-raised p-1 shadow-overlay"
          >
            {suggestions.map(({ text, hint }, at) => (
              <div
                key={text}
                id={optionId(at)}
                role="option"
                tabIndex={-1}
                aria-selected={at === index}
                // The field keeps the focus.
                onPointerDown={(event) => {
                  event.preventDefault();
                  onPick(at);
                }}
                className={classNames(optionRow, at === index && 'bg-hover')}
              >
                <span className="truncate font-mono text-12">{text}</span>
                <OptionHint text={hint} />
              </div>
            ))}
          </div>
        )}
      </>
    ),
  };
}
