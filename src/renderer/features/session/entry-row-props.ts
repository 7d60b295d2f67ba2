import type { SessionEntry } from '#shared/model/session-entry.ts';

export interface EntryRowProps {
  readonly entry: SessionEntry;
  readonly isOpen: boolean;
  /** Whether anything of the agent may still run. */
  readonly isLive: boolean;
  readonly isCompact?: boolean;
  readonly onToggle: () => void;
  readonly onOpenLink: (address: string) => void;
  /** Shows what was changed; without it there is nothing to show. */
  readonly onShowDiff: (() => void) | null;
}
