import { Tooltip as Base } from '@base-ui/react/tooltip';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from '#renderer/ui/menus/kbd.tsx';

export interface TooltipProps {
  readonly content: ReactNode;
  /** The key that does the same, as text. */
  readonly shortcut?: string;
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** There is nothing to be said now. */
  readonly isOff?: boolean;
  /** One element that takes a ref, events and attributes. */
  readonly children: ReactElement;
}

/** Lets tooltips that follow each other appear without their delay; once around the app. */
export function TooltipProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Base.Provider delay={400} timeout={300}>
      {children}
    </Base.Provider>
  );
}

/** Says to the eye what its element does; the element must have a name of its own. */
export function Tooltip({
  content,
  shortcut,
  side = 'bottom',
  isOff = false,
  children,
}: TooltipProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <Base.Root
      disabled={isOff}
      open={isOpen}
      onOpenChange={(next, details) => {
        setOpen(next);
        if (details.reason !== 'escape-key') return;
        // The key is meant for what the person is at, such as a panel to be closed; a hint goes along with it.
        details.cancel();
        details.allowPropagation();
      }}
    >
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={4} collisionPadding={8} className="z-tooltip">
          <Base.Popup className="popup-motion flex max-w-sm items-center gap-2 rounded-md bg-inverse-surface px-2 py-1 text-12 text-inverse shadow-overlay kbd-on-fill">
            <span className="min-w-0 break-words">{content}</span>
            {shortcut !== undefined && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
