import type { JSX } from 'react';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { SilenceNote } from './silence-note.tsx';
import { useTerminal } from './use-terminal.ts';

/** The screen of a program at a glance, as far as it can be read: it is only looked at. */
export function TerminalScreen({ attemptId }: { readonly attemptId: string }): JSX.Element {
  const { state, place } = useTerminal(attemptId, 'follow');
  return (
    <div className="relative h-full min-h-0 overflow-hidden bg-terminal p-1">
      <div ref={place} className="h-full" />
      <SilenceNote state={state} />
      {state.kind === 'opening' && (
        <div className="absolute inset-0 bg-terminal p-2">
          <Skeleton lines={4} />
        </div>
      )}
      {state.kind === 'failed' && (
        <p className="absolute inset-0 bg-terminal p-2 text-12 text-muted">
          {state.failure.message}
        </p>
      )}
    </div>
  );
}
