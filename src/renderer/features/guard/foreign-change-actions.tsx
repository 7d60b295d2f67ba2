import { Undo2 } from 'lucide-react';
import type { JSX } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { useDecideChange } from './use-decide-change.ts';

/** What can be done about a change that waits for the person: one click each. */
export function ForeignChangeActions({
  changeId,
  onDecided,
}: {
  readonly changeId: string;
  readonly onDecided?: (() => void) | undefined;
}): JSX.Element {
  const send = useDecideChange();
  const decide = (decision: 'put_back' | 'leave'): void =>
    void send(changeId, decision).then(onDecided);
  return (
    <span className="flex shrink-0 items-center gap-2">
      <Button
        size="sm"
        icon={Undo2}
        title="Put back what it was; what it is now stays kept"
        onClick={() => decide('put_back')}
      >
        Put back
      </Button>
      <Button
        size="sm"
        variant="quiet"
        title="Agree to it: it stays as it is"
        onClick={() => decide('leave')}
      >
        Leave it
      </Button>
    </span>
  );
}
