import type { JSX } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';

/** A text that was changed elsewhere while somebody edits it here: both are shown, one is chosen. */
export function DraftConflict({
  theirs,
  keepWord = 'Save mine',
  onKeepMine,
  onTakeTheirs,
}: {
  readonly theirs: string;
  /** Where the choice does not save at once, what it does. */
  readonly keepWord?: string;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}): JSX.Element {
  return (
    <span role="alert" className="flex flex-col items-start gap-1 text-waiting">
      <span>
        Changed elsewhere while you were writing; yours is not saved yet.{' '}
        {theirs === '' ? 'It is empty now.' : 'It says now:'}
      </span>
      {theirs !== '' && (
        <span className="max-h-40 w-full overflow-y-auto whitespace-pre-wrap text-text">
          {theirs}
        </span>
      )}
      <span className="flex gap-2">
        <Button size="sm" onClick={onKeepMine}>
          {keepWord}
        </Button>
        <Button size="sm" onClick={onTakeTheirs}>
          Take the other
        </Button>
      </span>
    </span>
  );
}
