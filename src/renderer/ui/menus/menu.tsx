import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
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
          <Base.Popup className={menuPopup}>
            <MenuEntries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
