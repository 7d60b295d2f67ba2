import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Name of what opens. */
  readonly label: string;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** Details or a few fields beside what they belong to. */
export function Popover({
  trigger,
  label,
  children,
  align = 'start',
  side = 'bottom',
}: PopoverProps): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-overlay"
        >
          <Base.Popup
            aria-label={label}
            className="popup-motion max-h-(--available-height) max-w-md min-w-xs overflow-y-auto rounded-lg bg-raised p-3 text-13 shadow-overlay outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
