import { LogIn, ShieldAlert } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { assertNever } from '#shared/lib/assert-never.ts';
import { useHost, useHostDoubt, useHostState } from '#renderer/bridge/host-context.tsx';
import { knownHost } from '#renderer/bridge/known-host.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';

/**
 * Shows the page only where the host has let this browser in, or where nobody is there who could: what the
 * browser keeps is then shown, and the page says that the host is away. A page that is open stays open when
 * somebody else answers; it says so itself (`frame/banners.tsx`).
 */
export function HostGate({ children }: { readonly children: ReactNode }): ReactNode {
  const state = useHostState();
  const doubt = useHostDoubt();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen && doubt === null && state !== 'connecting') setOpen(true);
  switch (doubt) {
    case null:
      return children;
    case 'not-let-in':
      return <NotLetIn />;
    case 'ended':
      return <Ended />;
    case 'stranger':
      return isOpen ? children : <Stranger onGoOn={() => setOpen(true)} />;
    case 'other-host':
      return <OtherHost />;
    default:
      return assertNever(doubt, 'doubt');
  }
}

const howToEnter = (
  <p>
    Open the address that <code>switchyard serve</code> printed when it started: it holds a key that
    works once, in one browser. For another one, press Enter in the terminal of{' '}
    <code>switchyard serve</code>, or start it again: a run that it drives is kept and can be
    resumed.
  </p>
);

function NotLetIn(): JSX.Element {
  return (
    <Notice icon={LogIn} title="This browser is not signed in">
      {howToEnter}
      <p>
        An address whose key was used, or that was replaced by a newer one, is of no use any more.
      </p>
    </Notice>
  );
}

function Ended(): JSX.Element {
  return (
    <Notice icon={LogIn} title="This browser was signed out">
      <p>
        Its session was ended in Settings, or its 14 days are over. Edits that were not sent are
        kept here, and are sent when it is signed in again.
      </p>
      {howToEnter}
    </Notice>
  );
}

function Stranger({ onGoOn }: { readonly onGoOn: () => void }): JSX.Element {
  const canGoOn = knownHost.info !== null;
  return (
    <Notice
      icon={ShieldAlert}
      title="This is not your host"
      actions={canGoOn && <Button onClick={onGoOn}>Show what this browser keeps</Button>}
    >
      <p>
        Something else answers at {globalThis.location.origin} in place of Switchyard. Nothing was
        sent to it, and nothing of it is shown.
      </p>
      <p>
        Start Switchyard again, once the other program is ended: this page finds it by itself. Do
        not load this page again past the browser’s cache meanwhile: that would show the other
        program’s page.
      </p>
    </Notice>
  );
}

function OtherHost(): JSX.Element {
  const host = useHost();
  return (
    <Notice
      icon={ShieldAlert}
      title="Another Switchyard answers here"
      actions={
        <Button onClick={() => host.acceptOtherHost()}>
          It is mine: sign in to it from now on
        </Button>
      }
    >
      <p>
        The address that you opened is of another Switchyard than the one that this browser knows at{' '}
        {globalThis.location.origin}. That is so when its data folder is another one, or was
        deleted.
      </p>
      <p>
        If you did not start it yourself, close this page. If you did, go on: edits that were not
        sent go to it where it has the same workspace.
      </p>
    </Notice>
  );
}

/** In place of the whole page. */
function Notice({
  icon: Icon,
  title,
  actions,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Switchyard`;
    // It takes the place of what had the focus, and is read out.
    heading.current?.focus();
  }, [title]);
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="flex w-full max-w-lg flex-col gap-3 text-13 text-muted">
        <Icon aria-hidden className="icon-md text-waiting" />
        <h1 ref={heading} tabIndex={-1} className="text-20 font-semibold text-text">
          {title}
        </h1>
        {children}
        {actions !== undefined && actions !== false && <div className="flex gap-2">{actions}</div>}
      </div>
    </main>
  );
}
