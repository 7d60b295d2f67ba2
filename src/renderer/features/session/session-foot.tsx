import { CircleStop } from 'lucide-react';
import type { JSX } from 'react';
import type { SessionView } from '#shared/contract/attempts.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { sessionWords, spentWords } from './session-words.ts';

/** Says below a session how it stands, what it has used, and stops its agent. */
export function SessionFoot({
  view,
  isAway,
  onStop,
}: {
  readonly view: SessionView;
  readonly isAway: boolean;
  /** Null where there is nothing to stop. */
  readonly onStop: (() => void) | null;
}): JSX.Element {
  const now = useNow(1_000);
  const { words, time } = sessionWords(view, now);
  const spent = spentWords(view);
  const isMoving = view.isLive && !isAway && !view.isQuestion;
  const state = !view.isLive || isAway ? 'idle' : view.isQuestion ? 'waiting' : 'running';
  return (
    <footer className="flex min-h-9 shrink-0 items-center gap-2 border-t border-border bg-surface px-4 text-12 text-muted">
      <span role="status" className="flex min-w-0 items-center">
        <StateDot state={state} label={isAway ? 'Host away' : words} isMoving={isMoving} />
      </span>
      {!isAway && time !== '' && <span className="tabular shrink-0">{time}</span>}
      <span className="tabular ml-auto shrink-0">{spent}</span>
      {view.isLive && onStop !== null && (
        <Button size="sm" icon={CircleStop} onClick={onStop}>
          Stop…
        </Button>
      )}
    </footer>
  );
}
