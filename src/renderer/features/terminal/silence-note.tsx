import type { JSX } from 'react';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';
import type { TerminalState } from './terminal-state.ts';

/** How long a program may take for its first words before it is said that there are none, in ms. */
const firstWordsMs = 1_000;

/** Says why a screen is empty. It takes no room and no clicks, and goes with the first byte of output. */
export function SilenceNote({ state }: { readonly state: TerminalState }): JSX.Element | null {
  const isSilent = (state.kind === 'live' || state.kind === 'ended') && state.isSilent;
  const isWaitedFor = useDelayed(isSilent, firstWordsMs);
  if (!isSilent || (state.kind === 'live' && !isWaitedFor)) return null;
  return (
    <p className="pointer-events-none absolute inset-0 grid place-items-center p-3 text-center text-13 text-muted">
      {state.kind === 'live' ? 'Nothing printed yet.' : 'It printed nothing.'}
    </p>
  );
}
