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
  'flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 text-13 outline-none select-none data-highlighted:bg-hover data-disabled:text-disabled data-popup-open:bg-hover';

const heading = 'px-2 pt-2 pb-1 text-12 text-faint';

/** The floating box of every menu. */
export const menuPopup =
  'popup-motion max-h-(--available-height) max-w-(--available-width) min-w-2xs overflow-y-auto rounded-lg bg-raised p-1 shadow-overlay outline-none';

/** The column of icons and ticks, kept free in lines that have none, so that the words line up. */
function Mark({ children }: { readonly children?: ReactNode }): ReactNode {
  return <span className="icon-sm shrink-0 opacity-70">{children}</span>;
}

function hasMark(entry: MenuEntry): boolean {
  if (entry.kind === 'check' || entry.kind === 'choice') return true;
  return (entry.kind === 'action' || entry.kind === 'submenu') && entry.icon !== undefined;
}

function IconMark({ icon: Icon }: { readonly icon: LucideIcon | undefined }): ReactNode {
  return <Mark>{Icon !== undefined && <Icon aria-hidden className="icon-sm" />}</Mark>;
}

function Words({ label, hint }: { readonly label: string; readonly hint?: string }): ReactNode {
  return (
    <span className="min-w-0 flex-1">
      <span className="block truncate">{label}</span>
      {hint !== undefined && <span className="block max-w-sm text-12 text-faint">{hint}</span>}
    </span>
  );
}

interface RowProps<Kind extends MenuEntry['kind']> {
  readonly entry: Extract<MenuEntry, { kind: Kind }>;
  readonly isMarked: boolean;
}

function ActionRow({ entry, isMarked }: RowProps<'action'>): ReactNode {
  return (
    <Base.Item
      onClick={entry.onSelect}
      disabled={entry.isDisabled ?? false}
      className={classNames(row, entry.isDanger === true && 'text-blocked')}
    >
      {isMarked && <IconMark icon={entry.icon} />}
      <Words label={entry.label} {...(entry.hint !== undefined && { hint: entry.hint })} />
      {entry.shortcut !== undefined && (
        <span className="ml-4">
          <Kbd keys={entry.shortcut} />
        </span>
      )}
    </Base.Item>
  );
}

function CheckRow({ entry }: { readonly entry: RowProps<'check'>['entry'] }): ReactNode {
  return (
    <Base.CheckboxItem checked={entry.isChecked} onCheckedChange={entry.onChange} className={row}>
      <Mark>
        <Base.CheckboxItemIndicator>
          <Check aria-hidden className="icon-sm" />
        </Base.CheckboxItemIndicator>
      </Mark>
      <Words label={entry.label} />
    </Base.CheckboxItem>
  );
}

function ChoiceRows({ entry }: { readonly entry: RowProps<'choice'>['entry'] }): ReactNode {
  return (
    <Base.RadioGroup value={entry.value} onValueChange={(value: string) => entry.onChange(value)}>
      <Base.GroupLabel className={heading}>{entry.label}</Base.GroupLabel>
      {entry.options.map(({ value, label }) => (
        <Base.RadioItem key={value} value={value} closeOnClick className={row}>
          <Mark>
            <Base.RadioItemIndicator>
              <Check aria-hidden className="icon-sm" />
            </Base.RadioItemIndicator>
          </Mark>
          <Words label={label} />
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

function SubmenuRow({ entry, isMarked }: RowProps<'submenu'>): ReactNode {
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={row}>
        {isMarked && <IconMark icon={entry.icon} />}
        <Words label={entry.label} />
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
}

function EntryRow({
  entry,
  isMarked,
}: {
  readonly entry: MenuEntry;
  readonly isMarked: boolean;
}): ReactNode {
  switch (entry.kind) {
    case 'action':
      return <ActionRow entry={entry} isMarked={isMarked} />;
    case 'check':
      return <CheckRow entry={entry} />;
    case 'choice':
      return <ChoiceRows entry={entry} />;
    case 'submenu':
      return <SubmenuRow entry={entry} isMarked={isMarked} />;
    case 'heading':
      return <div className={heading}>{entry.label}</div>;
    case 'separator':
      return <Base.Separator className="-mx-1 my-1 h-px bg-border" />;
    default:
      return assertNever(entry, 'menu entry');
  }
}

/** The lines of a menu; made only while it is open. */
export function MenuEntries({ items }: { readonly items: MenuItems }): ReactNode {
  const entries = typeof items === 'function' ? items() : items;
  const isMarked = entries.some(hasMark);
  return entries.map((entry) => <EntryRow key={entry.id} entry={entry} isMarked={isMarked} />);
}
