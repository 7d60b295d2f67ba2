import { CircleCheck, OctagonAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { Toaster as Sonner } from 'sonner';
import { showCodesWith } from '#renderer/lib/toasts.ts';
import { FailureCode } from '#renderer/ui/signs/failure-code.tsx';
import { Spinner } from '#renderer/ui/signs/spinner.tsx';

/** What the narrowest view leaves free beside the widest panel. */
const toastWidth: CSSProperties & { readonly '--width': string } = { '--width': '312px' };

/** Where toasts appear; once in the app. What is said is decided by lib/toasts.ts. */
export function Toaster(): ReactNode {
  useEffect(() => showCodesWith(FailureCode), []);
  return (
    <Sonner
      // Beside the rail: at the right they would lie on the fields of the task panel.
      position="bottom-left"
      // Each stands by itself: a pile shows of those behind it nothing but an empty edge.
      expand
      gap={8}
      closeButton
      offset={{ bottom: 40, left: 56 }}
      style={toastWidth}
      visibleToasts={4}
      icons={{
        success: <CircleCheck aria-hidden className="icon-md text-verified" />,
        error: <OctagonAlert aria-hidden className="icon-md text-blocked" />,
        loading: <Spinner />,
      }}
      className="z-toast"
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-2 rounded-lg bg-raised p-3 text-13 text-text shadow-overlay font-sans',
          icon: 'grid h-5 shrink-0 place-items-center',
          content: 'min-w-0 flex-1',
          title: 'break-words font-medium',
          description: 'mt-0.5 break-words text-12 text-muted',
          actionButton:
            '-my-0.5 h-6 shrink-0 rounded-sm px-2 text-12 font-medium text-accent-text transition-colors hover:bg-hover',
          closeButton:
            'order-last grid size-5 shrink-0 place-items-center rounded-sm text-faint transition-colors hover:bg-hover hover:text-text [&>svg]:icon-sm',
          cancelButton:
            '-my-0.5 h-6 shrink-0 rounded-sm px-2 text-12 font-medium text-muted transition-colors hover:bg-hover',
        },
      }}
    />
  );
}
