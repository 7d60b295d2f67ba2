import { Bot } from 'lucide-react';
import type { ReactNode } from 'react';

export interface AgentBadgeProps {
  readonly name: string;
  /** Only the mark; the name goes to the tooltip and to assistive technology. */
  readonly isCompact?: boolean;
}

/** Who works on something. */
export function AgentBadge({ name, isCompact = false }: AgentBadgeProps): ReactNode {
  const [first = '', second = ''] = name.trim();
  return (
    <span
      className="inline-flex align-middle min-w-0 items-center gap-1 text-12 text-muted"
      title={name}
    >
      <span
        aria-hidden
        className="grid h-4 min-w-5 shrink-0 place-items-center rounded-sm bg-pressed px-0.5 text-12 leading-none font-medium text-text"
      >
        {first === '' ? <Bot className="size-3" /> : first.toUpperCase() + second.toLowerCase()}
      </span>
      <span className={isCompact ? 'sr-only' : 'truncate'}>{name}</span>
    </span>
  );
}
