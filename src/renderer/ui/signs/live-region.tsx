import type { ReactNode } from 'react';

export interface LiveRegionProps {
  /** What happened; each change is read out. Empty says nothing. */
  readonly message: string;
  /** Interrupts what is being read: only for what cannot wait. */
  readonly isUrgent?: boolean;
}

/** Announces to assistive technology what the eye can see change. Keep it mounted. */
export function LiveRegion({ message, isUrgent = false }: LiveRegionProps): ReactNode {
  return (
    <div role={isUrgent ? 'alert' : 'status'} className="sr-only">
      {message}
    </div>
  );
}
