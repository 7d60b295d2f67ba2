import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon?: LucideIcon;
  /** One sentence that teaches what belongs here. */
  readonly text: ReactNode;
  /** The one thing to do about it: a Button. */
  readonly action?: ReactNode;
}

/** What stands where there is nothing yet. */
export function EmptyState({ icon: Icon, text, action }: EmptyStateProps): ReactNode {
  return (
    <div className="flex h-full min-h-0 flex-col items-center justify-center gap-3 p-6 text-center">
      {Icon !== undefined && (
        <span className="grid size-10 place-items-center rounded-lg bg-raised text-faint shadow-card inset-ring inset-ring-border">
          <Icon aria-hidden strokeWidth={1.5} className="size-5" />
        </span>
      )}
      <p className="max-w-sm text-13 text-balance text-muted">{text}</p>
      {action}
    </div>
  );
}
