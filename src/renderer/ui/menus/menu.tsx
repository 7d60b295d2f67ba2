import { Menu as Base } from '@base-ui/react/menu';
import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { giveFocusBack } from '#renderer/lib/focus-keeper.ts';
import { MenuEntries, menuPopup } from './menu-entries.tsx';
import type { MenuItems } from './menu-entries.tsx';

export interface MenuProps {
  /** The button that opens it: a Button or IconButton with a name. */
  readonly trigger: ReactElement;
  readonly items: MenuItems;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
}

/** Actions behind a button. */
export function Menu({ trigger, items, align = 'start', side = 'bottom' }: MenuProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
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
            ref={popup}
            finalFocus={(closedWith) => giveFocusBack(popup.current, closedWith)}
            className={menuPopup}
          >
            <MenuEntries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
