import { toast } from 'sonner';

/** Something that was done without asking, because it can be taken back. */
export interface UndoableDeed {
  /** What was done: "AUTH-42 cancelled". */
  readonly text: string;
  /** What is kept: "Its snapshot stays in the vault." */
  readonly kept?: string;
  readonly undoLabel?: string;
  readonly onUndo: () => void;
}

/** How long a deed can be taken back from its toast, in milliseconds. */
export const undoTime = 10_000;

/** Says what was done and offers to take it back for ten seconds, instead of asking before. */
export function offerUndo({ text, kept, undoLabel = 'Undo', onUndo }: UndoableDeed): void {
  toast(text, {
    duration: undoTime,
    ...(kept !== undefined && { description: kept }),
    action: { label: undoLabel, onClick: onUndo },
  });
}
