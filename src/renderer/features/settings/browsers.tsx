import { LogOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { JSX } from 'react';
import type { PageSession } from '#shared/contract/sessions.ts';
import { desktopBridge } from '#renderer/bridge/desktop-bridge.ts';
import { hostAway } from '#renderer/bridge/host-connection.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import { formatExactTime, plural } from '#renderer/lib/format.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { Badge } from '#renderer/ui/signs/badge.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';

/** So often it is looked who is there, in ms. */
const lookMs = 5_000;

/** The browsers that the host lets in, and a way to sign each of them out. The desktop's window is none. */
export function Browsers(): JSX.Element | null {
  if (desktopBridge() !== null) return null;
  return (
    <section aria-label="Browsers" className="flex flex-col gap-3">
      <h2 className="text-14 font-semibold">Browsers</h2>
      <div className="flex flex-col gap-3 rounded-lg border border-border bg-surface p-4">
        <p className="text-13 text-muted">
          These may do here what you can. One that is signed out is cut off at once; it needs a new
          address to come back, and what it keeps of your tasks stays in it.
        </p>
        <Sessions />
      </div>
    </section>
  );
}

function Sessions(): JSX.Element {
  const host = useHost();
  const [asked, setAsked] = useState<readonly PageSession[] | null>(null);
  const { query, reload } = useHostQuery('sessions', async (client) => ({
    ok: true as const,
    value: await client.sessions.list(),
  }));
  useEffect(() => {
    const timer = setInterval(reload, lookMs);
    return () => clearInterval(timer);
  }, [reload]);
  const sessions = query.kind === 'answered' ? query.value : [];
  const others = sessions.filter(({ isOwn }) => !isOwn);
  useCommands(
    others.length === 0
      ? []
      : [
          {
            id: 'settings.sign-out-others',
            title: 'Sign out all other browsers',
            group: 'Settings',
            run: () => setAsked(others),
          },
        ],
  );
  if (query.kind === 'loading') return <Skeleton lines={3} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const end = async (ended: readonly PageSession[]): Promise<void> => {
    const ids = ended.map(({ id }) => id);
    const result = await host.call((client) => client.sessions.end({ ids }));
    // Whoever signs itself out is cut off before the answer.
    const isCutOff = !result.ok && result.error.code === hostAway.code;
    if (!result.ok && !(isCutOff && ended.some(({ isOwn }) => isOwn))) showFailure(result.error);
    else if (!isCutOff) showToast(`${plural(ended.length, 'browser')} signed out.`);
    reload();
  };
  return (
    <>
      <ul aria-label="Browsers that are signed in" className="divide-y divide-border">
        {sessions.map((session) => (
          <Row key={session.id} session={session} onEnd={() => setAsked([session])} />
        ))}
      </ul>
      {others.length === 0 ? (
        <p className="text-13 text-muted">
          No other browser is signed in. For another one, press Enter in the terminal of{' '}
          <code>switchyard serve</code> and open the address that it prints in that browser.
        </p>
      ) : (
        <div>
          <Button size="sm" icon={LogOut} onClick={() => setAsked(others)}>
            Sign out all others
          </Button>
        </div>
      )}
      {asked !== null && (
        <Question
          sessions={asked}
          onClose={() => setAsked(null)}
          onEnd={() => {
            setAsked(null);
            void end(asked);
          }}
        />
      )}
    </>
  );
}

function Row({
  session: { browser, origin, madeAt, seenAt, endsAt, isOwn },
  onEnd,
}: {
  readonly session: PageSession;
  readonly onEnd: () => void;
}): JSX.Element {
  const made = formatExactTime(madeAt);
  return (
    <li className="flex items-center gap-3 py-2 text-13">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{browser}</span>
          {isOwn && <Badge tone="verified">this browser</Badge>}
        </p>
        <p className="text-12 text-muted">
          {seenAt === null ? (
            'Here now'
          ) : (
            <>
              Last here <RelativeTime iso={seenAt} />
            </>
          )}
          , signed in <RelativeTime iso={madeAt} />, until {formatExactTime(endsAt)}
          {origin !== globalThis.location.origin && `, at ${origin}`}
        </p>
      </div>
      <Button size="sm" aria-label={`Sign out ${browser}, signed in ${made}`} onClick={onEnd}>
        Sign out
      </Button>
    </li>
  );
}

/** It cannot be taken back: whoever is signed out needs a new address. */
function Question({
  sessions,
  onClose,
  onEnd,
}: {
  readonly sessions: readonly PageSession[];
  readonly onClose: () => void;
  readonly onEnd: () => void;
}): JSX.Element {
  const [first, ...others] = sessions;
  const isOwn = sessions.some((one) => one.isOwn);
  const who =
    others.length > 0
      ? plural(sessions.length, 'browser')
      : isOwn
        ? 'this browser'
        : (first?.browser ?? '');
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={`Sign out ${who}?`}
      description={
        isOwn
          ? 'This page is closed at once. To come back, you need a new address from the terminal of switchyard serve.'
          : 'What is open there is cut off at once, and needs a new address to come back.'
      }
      actions={
        <>
          <Button onClick={onClose}>Leave it signed in</Button>
          <Button variant="danger" onClick={onEnd}>
            Sign out
          </Button>
        </>
      }
    />
  );
}
