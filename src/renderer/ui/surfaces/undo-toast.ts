import { toast } from 'sonner';

/** Something that was done without asking, because it can be taken back. */
export interface UndoableAction {
  /** What was done: "AUTH-42 cancelled". */
  readonly text: string;
  /** What is kept: "Its snapshot stays in the vault." */
  readonly kept?: string;
  readonly undoLabel?: string;
  readonly onUndo: () => void;
}

/** How long an action can be undone from its toast, in milliseconds. */
export const undoTime = 10_000;

/** Says what was done and can undo it for ten seconds, instead of asking before. */
export function showUndo({ text, kept, undoLabel = 'Undo', onUndo }: UndoableAction): void {
  toast(text, {
    duration: undoTime,
    ...(kept !== undefined && { description: kept }),
    action: { label: undoLabel, onClick: onUndo },
  });
}
