import { ChevronDown, ChevronUp } from 'lucide-react';
import type { JSX, Ref } from 'react';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { SearchField } from '#renderer/ui/fields/search-field.tsx';
import { Switch } from '#renderer/ui/fields/switch.tsx';
import type { SessionSearch } from './use-session-search.ts';

/** Searches a session, and switches to what was printed as it was. */
export function SessionBar({
  search,
  searchRef,
  isRaw,
  onRaw,
}: {
  /** Null where there is nothing to search. */
  readonly search: SessionSearch | null;
  readonly searchRef?: Ref<HTMLInputElement>;
  readonly isRaw: boolean;
  readonly onRaw: (isRaw: boolean) => void;
}): JSX.Element {
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-2 border-b border-border px-4 py-1 text-12 text-muted">
      {search !== null && (
        <>
          <SearchField
            label="Search the session"
            value={search.words}
            onChange={search.setWords}
            {...(searchRef !== undefined && { inputRef: searchRef })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              search.step(event.shiftKey ? 1 : -1);
            }}
            className="max-w-xs flex-1"
          />
          <span role="status" className="tabular shrink-0">
            {search.count}
          </span>
          {search.found !== null && (
            <>
              <IconButton
                icon={ChevronUp}
                label="The one before"
                shortcut="Enter"
                size="sm"
                onClick={() => search.step(-1)}
              />
              <IconButton
                icon={ChevronDown}
                label="The next one"
                shortcut="Shift+Enter"
                size="sm"
                onClick={() => search.step(1)}
              />
            </>
          )}
        </>
      )}
      <span className="ml-auto shrink-0">
        <Switch label="Raw" isOn={isRaw} onChange={onRaw} />
      </span>
    </div>
  );
}
