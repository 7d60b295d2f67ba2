import { ContextMenu as Base } from '@base-ui/react/context-menu';
import { useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { giveFocusBack } from '#renderer/lib/focus-keeper.ts';
import { MenuEntries, menuPopup } from './menu-entries.tsx';
import type { MenuItems } from './menu-entries.tsx';

export interface ContextMenuProps {
  /** The element that is right-clicked; takes a ref, events and attributes. */
  readonly children: ReactElement;
  readonly items: MenuItems;
}

/** The actions of one thing, under the pointer. Each must be reachable another way too. */
export function ContextMenu({ children, items }: ContextMenuProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner collisionPadding={8} className="z-overlay">
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
