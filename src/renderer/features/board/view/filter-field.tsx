import { useMemo, useState } from 'react';
import type { JSX, RefObject } from 'react';
import { acceptSuggestion, filterSuggestions } from '#shared/core/board/filter-suggestions.ts';
import type { SuggestionKnowledge } from '#shared/core/board/filter-suggestions.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { SearchField } from '#renderer/ui/fields/search-field.tsx';
import { useFilter } from './use-filter.ts';

export interface FilterFieldProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** Gives the focus back to the cards. */
  readonly onLeave: () => void;
}

/** What narrows the board, with what the word that is being typed may become. */
export function FilterField({ inputRef, onLeave }: FilterFieldProps): JSX.Element {
  const [filter, setFilter] = useFilter();
  const [caret, setCaret] = useState(0);
  const knowledge = useKnowledge();
  const found = useMemo(
    () => filterSuggestions(filter, Math.min(caret, filter.length), knowledge),
    [filter, caret, knowledge],
  );
  const pick = (index: number): void => {
    const chosen = found.items[index];
    if (chosen === undefined) return;
    const next = acceptSuggestion(filter, found, chosen);
    setFilter(next.text);
    setCaret(next.caret);
    // After the field shows the text.
    requestAnimationFrame(() => inputRef.current?.setSelectionRange(next.caret, next.caret));
  };
  return (
    <SearchField
      label="Filter the board"
      placeholder="Filter: words, epic:…, is:blocked, p:1"
      shortcut={keyLabel(boardKeys.filter)}
      value={filter}
      onChange={setFilter}
      onCaret={setCaret}
      suggestions={found.items}
      onPick={pick}
      onLeave={onLeave}
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        onLeave();
      }}
      inputRef={inputRef}
      className="w-80 min-w-0 shrink"
    />
  );
}

function useKnowledge(): SuggestionKnowledge {
  const epics = useDocuments('epics');
  const tasks = useDocuments('tasks');
  const attempts = useDocuments('attempts');
  return useMemo(
    () => ({
      epics: () => epics.values(),
      labels: () => new Set([...tasks.values()].flatMap(({ labels }) => labels)),
      agents: () =>
        new Set([
          ...[...attempts.values()].map(({ agent }) => agent),
          ...[...tasks.values()].flatMap(({ labels }) =>
            labels.filter((label) => label.startsWith('agent:')).map((label) => label.slice(6)),
          ),
        ]),
    }),
    [epics, tasks, attempts],
  );
}
