import type { JSX, MouseEvent } from 'react';
import { Button } from '#renderer/ui/buttons/button.tsx';
import type { TaskLock } from './task-lock.ts';

/** Why a text was not saved: typed before the page was closed, locked, refused. */
export type UnsavedBecause = 'closed' | 'locked' | 'refused';

export interface DraftNoteProps {
  readonly because: UnsavedBecause;
  readonly lock: TaskLock | null;
  readonly onSave: () => void;
  readonly onGiveUp: () => void;
}

const lockedTexts: Readonly<Record<TaskLock, string>> = {
  agent:
    'An agent works on this task now; your text is kept and can be saved when the attempt has ended.',
  landing:
    'The work of this task is being checked and merged; your text is kept and can be saved after that.',
  closed: 'This task is closed; your text is kept and can be saved when it is open again.',
  file: 'This task is kept in a file now, where it is edited; your text is kept here.',
};

const openTexts: Readonly<Record<UnsavedBecause, string>> = {
  closed: 'Not saved yet: typed before the page was closed.',
  locked: 'Not saved yet: the task was locked while you were writing.',
  refused: 'Not saved: it was refused.',
};

/** A text of the person's that is not saved: why, and what can be done with it. */
export function DraftNote({ because, lock, onSave, onGiveUp }: DraftNoteProps): JSX.Element {
  return (
    <span role="status" className="flex flex-col items-start gap-1 text-waiting">
      <span>{lock === null ? openTexts[because] : lockedTexts[lock]}</span>
      <span className="flex gap-2">
        {lock === null && (
          <Button size="sm" onMouseDown={stayInField} onClick={onSave}>
            Save mine
          </Button>
        )}
        <Button size="sm" onMouseDown={stayInField} onClick={onGiveUp}>
          Give it up
        </Button>
      </span>
    </span>
  );
}

/** To leave the field is to save it: a press on what gives it up must not come to that first. */
function stayInField(event: MouseEvent): void {
  event.preventDefault();
}
