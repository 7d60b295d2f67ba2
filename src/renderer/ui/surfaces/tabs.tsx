import { Tabs as Base } from '@base-ui/react/tabs';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { Badge } from '#renderer/ui/signs/badge.tsx';

export interface TabItem<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly count?: number;
  readonly isDisabled?: boolean;
}

export interface TabsProps<Value extends string> {
  /** What the tabs are of: "Task AUTH-42". */
  readonly label: string;
  readonly tabs: readonly TabItem<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** At the right end of the row of tabs. */
  readonly actions?: ReactNode;
  /** A {@link TabPanel} for each tab. */
  readonly children: ReactNode;
  readonly className?: string;
}

/** Views of one thing. Arrow keys move between tabs and show them. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  actions,
  children,
  className,
}: TabsProps<Value>): ReactNode {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className={classNames('flex min-h-0 min-w-0 flex-col', className)}
    >
      <div className="flex shrink-0 items-center gap-2 border-b border-border px-4">
        <Base.List
          activateOnFocus
          aria-label={label}
          className="relative -mb-px flex min-w-0 flex-1 gap-3 overflow-x-auto overflow-y-hidden"
        >
          {tabs.map(({ value: tab, label: name, icon: Icon, count, isDisabled }) => (
            <Base.Tab
              key={tab}
              value={tab}
              disabled={isDisabled ?? false}
              className="flex h-9 shrink-0 items-center gap-1 rounded-sm text-13 text-muted transition-colors select-none focus-inset hover:text-text data-active:font-medium data-active:text-text data-disabled:text-disabled"
            >
              {Icon !== undefined && <Icon aria-hidden className="icon-sm" />}
              {name}
              {count !== undefined && <Badge>{count}</Badge>}
            </Base.Tab>
          ))}
          <Base.Indicator className="absolute bottom-0 left-(--active-tab-left) h-0.5 w-(--active-tab-width) bg-accent transition-all" />
        </Base.List>
        {actions}
      </div>
      {children}
    </Base.Root>
  );
}

export interface TabPanelProps<Value extends string> {
  readonly value: Value;
  readonly children: ReactNode;
  readonly className?: string;
}

/** What one tab shows; exists only while it is shown. */
export function TabPanel<Value extends string>({
  value,
  children,
  className,
}: TabPanelProps<Value>): ReactNode {
  return (
    <Base.Panel
      value={value}
      className={classNames('min-h-0 flex-1 overflow-auto focus-inset', className)}
    >
      {children}
    </Base.Panel>
  );
}
