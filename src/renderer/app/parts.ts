import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { ViewName } from '#renderer/lib/location.ts';

/** A view that the rail leads to. */
export interface ViewRoute {
  readonly name: ViewName;
  readonly title: string;
  readonly icon: LucideIcon;
  /** tinykeys syntax. */
  readonly keys: readonly string[];
  /** Rendered while the view is open, inside of the open workspace. */
  readonly View: ComponentType;
  /** Keeps its place at the end of the rail, apart from the others. */
  readonly isAtEnd?: boolean;
}

/** What the frame is filled with. */
export interface AppParts {
  readonly views: readonly ViewRoute[];
  /** Shown while no workspace is open. */
  readonly Welcome: ComponentType | null;
  /** Shown beside the view while the place names a task. */
  readonly TaskPanel: ComponentType<{ readonly taskId: string }> | null;
  /** Mounted as long as a workspace is open, whatever the view: palette, dialogs, watchers. */
  readonly companions: readonly ComponentType[];
}
