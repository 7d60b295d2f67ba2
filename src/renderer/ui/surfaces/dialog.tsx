import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { giveFocusBack } from '#renderer/lib/focus-keeper.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { useDeliberateClose } from './stray-press.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Esc, the cross and a click outside. */
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence under the title: what will happen, what is kept. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  readonly size?: 'sm' | 'md' | 'lg';
  /** Takes the focus on opening; by default the first field or button. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** A click outside does not close it: for forms with text in them. */
  readonly isSticky?: boolean;
  /** There is nothing in it but text to read: it has the focus as a whole, so that the keys scroll it. */
  readonly isText?: boolean;
}

const widths = { sm: 'max-w-md', md: 'max-w-lg', lg: 'max-w-2xl' } as const;

/** Stops keeping a text at the end that it was sent to; see {@link goToEnd}. */
let stopKeeping: (() => void) | null = null;

/**
 * To its top and its end by Home and End, whatever in it has the focus: the browser leaves that out while an
 * earlier key still scrolls, and adds what is left of that scrolling afterwards. So it is kept there for a moment,
 * until the person scrolls again.
 */
function goToEnd(event: KeyboardEvent<HTMLElement>): void {
  const { key, currentTarget: text, ctrlKey, metaKey, altKey } = event;
  stopKeeping?.();
  if ((key !== 'Home' && key !== 'End') || ctrlKey || metaKey || altKey) return;
  event.preventDefault();
  const top = key === 'Home' ? 0 : text.scrollHeight;
  const until = performance.now() + longestGlideMs;
  let frame = 0;
  const keep = (): void => {
    text.scrollTo({ top });
    frame = performance.now() < until ? requestAnimationFrame(keep) : 0;
  };
  stopKeeping = () => {
    cancelAnimationFrame(frame);
    text.removeEventListener('wheel', stop);
    text.removeEventListener('pointerdown', stop);
    stopKeeping = null;
  };
  const stop = stopKeeping;
  text.addEventListener('wheel', stop, { passive: true });
  text.addEventListener('pointerdown', stop);
  keep();
}

/** For so long a key's scrolling goes on in a browser. */
const longestGlideMs = 400;

/** A question or a form that must be dealt with before anything else. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  size = 'md',
  initialFocus,
  isSticky = false,
  isText = false,
}: DialogProps): ReactNode {
  const popup = useRef<HTMLDivElement>(null);
  const onOpenChange = useDeliberateClose(isOpen, onClose);
  const focus = initialFocus ?? (isText ? popup : undefined);
  const close = (
    <span className="absolute top-3 right-3">
      <Base.Close render={<IconButton icon={X} label="Close" size="sm" shortcut="Esc" />} />
    </span>
  );
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange} disablePointerDismissal={isSticky}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-dialog bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-dialog grid grid-rows-[1fr_auto_2fr] justify-items-center p-4">
          <Base.Popup
            ref={popup}
            {...(focus !== undefined && { initialFocus: focus })}
            finalFocus={(closedWith) => giveFocusBack(popup.current, closedWith)}
            {...(isText && { onKeyDown: goToEnd })}
            className={classNames(
              'popup-motion relative row-start-2 flex max-h-full min-h-0 w-full flex-col rounded-xl bg-raised shadow-dialog outline-none',
              widths[size],
              isText && 'overflow-y-auto',
            )}
          >
            <header
              className={classNames('px-5 pt-4 pr-12 pb-3', isText && 'sticky top-0 bg-raised')}
            >
              <Base.Title className="text-14 font-semibold break-words text-text">
                {title}
              </Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-1 text-13 text-muted">
                  {description}
                </Base.Description>
              )}
              {isText && close}
            </header>
            {children !== undefined && (
              <div
                className={classNames(
                  'px-5 pt-1',
                  !isText && 'min-h-0 flex-1 overflow-y-auto',
                  actions === undefined ? 'pb-4' : 'pb-1',
                )}
              >
                {children}
              </div>
            )}
            {actions !== undefined && (
              <footer className="flex justify-end gap-2 px-5 pt-3 pb-4">{actions}</footer>
            )}
            {/* Last, so that the first field has the focus. */}
            {!isText && close}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
