import { Dialog as Base } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { giveFocusBack } from '#renderer/lib/focus-keeper.ts';
import { useDeliberateClose } from '#renderer/ui/surfaces/stray-press.ts';
import { Kbd } from './kbd.tsx';
import { matchScore } from './palette-match.ts';

export interface PaletteItem {
  /** Unique among all groups. */
  readonly id: string;
  readonly title: string;
  /** Quiet text after the title. */
  readonly hint?: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  /** Other words by which it is found. */
  readonly keywords?: readonly string[];
  readonly isDisabled?: boolean;
  readonly onSelect: () => void;
}

export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

export interface PaletteProps {
  readonly isOpen: boolean;
  /** Esc, a click outside, and after something was chosen. */
  readonly onClose: () => void;
  readonly label: string;
  readonly placeholder: string;
  readonly groups: readonly PaletteGroup[];
  readonly emptyText?: string;
  /** Hears what is typed, for lists that are searched elsewhere. */
  readonly onSearch?: (search: string) => void;
}

function ItemRow({
  item,
  onClose,
}: {
  readonly item: PaletteItem;
  readonly onClose: () => void;
}): ReactNode {
  const { id, title, hint, icon: Icon, shortcut, keywords = [], isDisabled = false } = item;
  return (
    <Command.Item
      value={id}
      keywords={[title, ...keywords]}
      disabled={isDisabled}
      onSelect={() => {
        onClose();
        item.onSelect();
      }}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-13 text-text select-none aria-disabled:text-disabled aria-selected:bg-hover"
    >
      {Icon !== undefined && <Icon aria-hidden className="icon-md text-faint" />}
      <span className="truncate">{title}</span>
      {hint !== undefined && <span className="min-w-0 truncate text-12 text-faint">{hint}</span>}
      {shortcut !== undefined && (
        <span className="ml-auto pl-4">
          <Kbd keys={shortcut} />
        </span>
      )}
    </Command.Item>
  );
}

/** Finds and does anything by typing a few letters of it. */
export function Palette({
  isOpen,
  onClose,
  label,
  placeholder,
  groups,
  emptyText = 'Nothing matches. Try other words.',
  onSearch,
}: PaletteProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  const onOpenChange = useDeliberateClose(isOpen, onClose);
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-dialog bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-dialog grid grid-rows-[minmax(0,1fr)_auto_minmax(0,4fr)] justify-items-center p-4">
          <Base.Popup
            ref={popup}
            finalFocus={(closedWith) => giveFocusBack(popup.current, closedWith)}
            aria-label={label}
            className="popup-motion row-start-2 w-full max-w-lg overflow-hidden rounded-xl bg-raised shadow-dialog outline-none"
          >
            <Command
              label={label}
              loop
              filter={(_id, search, texts) => matchScore(search, texts ?? [])}
            >
              <div className="flex h-11 items-center gap-2 border-b border-border px-3">
                <Search aria-hidden className="icon-md text-faint" />
                <Command.Input
                  placeholder={placeholder}
                  {...(onSearch !== undefined && { onValueChange: onSearch })}
                  className="h-full min-w-0 flex-1 bg-transparent text-14 outline-none"
                />
                <Kbd keys="Esc" />
              </div>
              <Command.List
                label={label}
                className="max-h-half scroll-py-2 overflow-y-auto p-2 outline-none"
              >
                <Command.Empty className="px-2 py-6 text-center text-13 text-muted">
                  {emptyText}
                </Command.Empty>
                {groups.map((group) => (
                  <Command.Group
                    key={group.label}
                    heading={
                      <span className="block px-2 pt-2 pb-1 text-12 text-faint">{group.label}</span>
                    }
                  >
                    {group.items.map((item) => (
                      <ItemRow key={item.id} item={item} onClose={onClose} />
                    ))}
                  </Command.Group>
                ))}
              </Command.List>
            </Command>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
