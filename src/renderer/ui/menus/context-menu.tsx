import { ContextMenu as Base } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';
import { MenuEntries, menuPopup } from './menu-entries.tsx';
import type { MenuItems } from './menu-entries.tsx';

export interface ContextMenuProps {
  /** The element that is right-clicked; takes a ref, events and attributes. */
  readonly children: ReactElement;
  readonly items: MenuItems;
}

/** The actions of one thing, under the pointer. Each must be reachable another way too. */
export function ContextMenu({ children, items }: ContextMenuProps): ReactNode {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner collisionPadding={8} className="z-overlay">
          <Base.Popup className={menuPopup}>
            <MenuEntries items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
