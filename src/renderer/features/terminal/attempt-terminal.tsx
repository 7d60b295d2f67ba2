import { Accessibility, CloudOff, Copy, Keyboard } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JSX, ReactNode, RefObject } from 'react';
import { assertNever } from '#shared/lib/assert-never.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { ErrorState } from '#renderer/ui/signs/failure-note.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { followLink, LinkQuestion } from './link-question.tsx';
import { leaveEvent, leaveKey } from './shown-terminal.ts';
import type { ShownTerminal } from './shown-terminal.ts';
import { SilenceNote } from './silence-note.tsx';
import { describeEnd, describeSkipped } from './terminal-state.ts';
import type { TerminalState } from './terminal-state.ts';
import { useTerminal } from './use-terminal.ts';

/**
 * The terminal of one attempt: live, and to be typed into, while its agent runs; its end afterwards. With `isReadOnly`
 * nobody reads what would be typed, so it cannot be.
 */
export function AttemptTerminal({
  attemptId,
  isReadOnly = false,
}: {
  readonly attemptId: string;
  readonly isReadOnly?: boolean;
}): JSX.Element {
  const frame = useRef<HTMLElement>(null);
  const exit = useRef<HTMLButtonElement>(null);
  const { terminal, state, place } = useTerminal(attemptId, 'fit');
  const [link, setLink] = useState<string | null>(null);

  useEffect(() => terminal?.setReadOnly(isReadOnly), [terminal, isReadOnly]);

  useEffect(() => {
    return terminal?.listenToLinks((address) => followLink(address, setLink));
  }, [terminal]);

  useEffect(() => {
    const element = frame.current;
    const leave = (): void => exit.current?.focus();
    element?.addEventListener(leaveEvent, leave);
    return () => element?.removeEventListener(leaveEvent, leave);
  }, []);

  return (
    <section ref={frame} aria-label="Terminal" className="flex h-full min-h-0 flex-col bg-terminal">
      {state.kind === 'away' && (
        <Banner tone="waiting" icon={CloudOff}>
          The host is away. The terminal continues when it is back.
        </Banner>
      )}
      <div className="relative min-h-0 flex-1 overflow-auto p-2">
        <div ref={place} className="h-full min-w-0" />
        <SilenceNote state={state} />
        <Cover state={state} />
      </div>
      <Footer {...{ terminal, state, exit }} canType={state.kind === 'live' && !isReadOnly} />
      <LinkQuestion address={link} onClose={() => setLink(null)} />
    </section>
  );
}

/** What stands over the screen while there is none. */
function Cover({ state }: { readonly state: TerminalState }): ReactNode {
  if (state.kind === 'opening') {
    return (
      <div className="absolute inset-0 bg-terminal p-3">
        <Skeleton lines={8} />
      </div>
    );
  }
  if (state.kind !== 'failed') return null;
  return (
    <div className="absolute inset-0 bg-terminal">
      <ErrorState failure={state.failure} />
    </div>
  );
}

function Footer({
  terminal,
  state,
  exit,
  canType,
}: {
  readonly terminal: ShownTerminal | null;
  readonly state: TerminalState;
  readonly canType: boolean;
  readonly exit: RefObject<HTMLButtonElement | null>;
}): JSX.Element {
  const [isRead, setRead] = useState(false);
  const copy = async (): Promise<void> => {
    if (terminal === null) return;
    await navigator.clipboard.writeText(terminal.text());
    showToast('The text of the terminal was copied.');
  };
  const toggle = (): void => {
    terminal?.setScreenReaderMode(!isRead);
    setRead(!isRead);
  };
  return (
    <footer className="flex min-h-8 shrink-0 items-center gap-2 border-t border-border bg-surface px-2 text-12 text-muted">
      <span role="status" className="min-w-0 flex-1 truncate">
        {stateText(state)}
      </span>
      <SkippedNote state={state} />
      {canType && (
        <span className="truncate text-faint">{keyLabel([leaveKey])} leaves the terminal</span>
      )}
      <IconButton
        ref={exit}
        icon={Copy}
        label="Copy the selection, or all text"
        size="sm"
        tooltipSide="top"
        onClick={() => void copy()}
      />
      <IconButton
        icon={Accessibility}
        label="Describe the screen to a screen reader"
        size="sm"
        tooltipSide="top"
        isPressed={isRead}
        onClick={toggle}
      />
      {canType && (
        <IconButton
          icon={Keyboard}
          label="Type into the terminal"
          size="sm"
          tooltipSide="top"
          onClick={() => terminal?.focus()}
        />
      )}
    </footer>
  );
}

/** Not announced: it changes several times a second while there is more to say. */
function SkippedNote({ state }: { readonly state: TerminalState }): ReactNode {
  if (state.kind !== 'live' && state.kind !== 'ended') return null;
  const text = describeSkipped(state.skippedBytes);
  return text === null ? null : <span className="tabular truncate text-faint">{text}</span>;
}

function stateText(state: TerminalState): string {
  switch (state.kind) {
    case 'opening':
      return 'Opening…';
    case 'live':
      return 'Live';
    case 'ended':
      return describeEnd(state.exitCode, state.signal);
    case 'away':
      return 'Host away';
    case 'failed':
      return 'Cannot be shown';
    default:
      return assertNever(state, 'state of a terminal');
  }
}
