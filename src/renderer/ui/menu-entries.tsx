import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '#shared/lib/assert-never.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Kbd } from './kbd.tsx';

/** Something that is done when it is chosen. */
export interface MenuAction {
  readonly kind: 'action';
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  /** Why it cannot be chosen, or what it affects: a second, quiet line. */
  readonly hint?: string;
  readonly isDanger?: boolean;
  readonly onSelect: () => void;
}

/** One line of a menu. */
export type MenuEntry =
  | MenuAction
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly label: string;
      readonly isChecked: boolean;
      readonly onChange: (isChecked: boolean) => void;
    }
  | {
      readonly kind: 'choice';
      readonly id: string;
      /** Name of the group of choices, shown above them. */
      readonly label: string;
      readonly value: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
      readonly onChange: (value: string) => void;
    }
  | {
      readonly kind: 'submenu';
      readonly id: string;
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly items: readonly MenuEntry[];
    }
  | { readonly kind: 'heading'; readonly id: string; readonly label: string }
  | { readonly kind: 'separator'; readonly id: string };

/** The items, or how to make them when the menu opens. */
export type MenuItems = readonly MenuEntry[] | (() => readonly MenuEntry[]);

const row =
  'flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 text-13 text-text outline-none select-none data-highlighted:bg-hover data-disabled:text-disabled data-popup-open:bg-hover';

/** The floating box of every menu. */
export const menuPopup =
  'popup-motion max-h-(--available-height) max-w-(--available-width) min-w-2xs overflow-y-auto rounded-lg bg-raised p-1 shadow-overlay outline-none';

function Row({ icon: Icon, label }: { icon: LucideIcon | undefined; label: string }): ReactNode {
  return (
    <>
      {Icon !== undefined && <Icon aria-hidden className="icon-sm text-faint" />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
    </>
  );
}

function ActionRow({ action }: { readonly action: MenuAction }): ReactNode {
  return (
    <Base.Item
      onClick={action.onSelect}
      disabled={action.isDisabled ?? false}
      className={classNames(row, action.isDanger === true && 'text-blocked')}
    >
      {action.icon !== undefined && <action.icon aria-hidden className="icon-sm opacity-70" />}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{action.label}</span>
        {action.hint !== undefined && (
          <span className="block max-w-sm text-12 text-faint">{action.hint}</span>
        )}
      </span>
      {action.shortcut !== undefined && (
        <span className="ml-4">
          <Kbd keys={action.shortcut} />
        </span>
      )}
    </Base.Item>
  );
}

function Tick({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="icon-sm shrink-0">{children}</span>;
}

function EntryRow({ entry }: { readonly entry: MenuEntry }): ReactNode {
  switch (entry.kind) {
    case 'action':
      return <ActionRow action={entry} />;
    case 'check':
      return (
        <Base.CheckboxItem
          checked={entry.isChecked}
          onCheckedChange={entry.onChange}
          className={row}
        >
          <Tick>
            <Base.CheckboxItemIndicator>
              <Check aria-hidden className="icon-sm" />
            </Base.CheckboxItemIndicator>
          </Tick>
          <Row icon={undefined} label={entry.label} />
        </Base.CheckboxItem>
      );
    case 'choice':
      return (
        <Base.RadioGroup
          value={entry.value}
          onValueChange={(value: string) => entry.onChange(value)}
        >
          <Base.GroupLabel className="px-2 py-1 text-12 text-faint">{entry.label}</Base.GroupLabel>
          {entry.options.map(({ value, label }) => (
            <Base.RadioItem key={value} value={value} closeOnClick className={row}>
              <Tick>
                <Base.RadioItemIndicator>
                  <Check aria-hidden className="icon-sm" />
                </Base.RadioItemIndicator>
              </Tick>
              <Row icon={undefined} label={label} />
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      );
    case 'submenu':
      return (
        <Base.SubmenuRoot>
          <Base.SubmenuTrigger className={row}>
            <Row icon={entry.icon} label={entry.label} />
            <ChevronRight aria-hidden className="icon-sm text-faint" />
          </Base.SubmenuTrigger>
          <Base.Portal>
            <Base.Positioner sideOffset={4} alignOffset={-4} className="z-overlay">
              <Base.Popup className={menuPopup}>
                <MenuEntries items={entry.items} />
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.SubmenuRoot>
      );
    case 'heading':
      return <div className="px-2 py-1 text-12 text-faint">{entry.label}</div>;
    case 'separator':
      return <Base.Separator className="-mx-1 my-1 h-px bg-border" />;
    default:
      return assertNever(entry, 'menu entry');
  }
}

/** The lines of a menu; made only while it is open. */
export function MenuEntries({ items }: { readonly items: MenuItems }): ReactNode {
  const entries = typeof items === 'function' ? items() : items;
  return entries.map((entry) => <EntryRow key={entry.id} entry={entry} />);
}
