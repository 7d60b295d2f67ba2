import { Bot } from 'lucide-react';
import type { ReactNode } from 'react';

export interface AgentBadgeProps {
  readonly name: string;
  /** Only the mark; the name goes to the tooltip and to assistive technology. */
  readonly isCompact?: boolean;
}

/** Who works on something. */
export function AgentBadge({ name, isCompact = false }: AgentBadgeProps): ReactNode {
  const initial = name.trim().charAt(0).toUpperCase();
  return (
    <span className="inline-flex min-w-0 items-center gap-1 text-12 text-muted" title={name}>
      <span
        aria-hidden
        className="grid size-4 shrink-0 place-items-center rounded-sm bg-pressed text-12 leading-none font-semibold text-text"
      >
        {initial === '' ? <Bot className="size-3" /> : initial}
      </span>
      <span className={isCompact ? 'sr-only' : 'truncate'}>{name}</span>
    </span>
  );
}
