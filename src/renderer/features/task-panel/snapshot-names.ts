import type { VaultSnapshot } from '#shared/contract/reviews.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';

/**
 * What a snapshot is called among the others of its task: its number, and which attempt's work it is. The
 * subject is the same for every attempt that ended well, so it is shown only where it says what else the
 * snapshot holds.
 */
export function snapshotName(
  taskId: string,
  snapshot: Pick<VaultSnapshot, 'ref' | 'number' | 'subject'>,
  attempts: readonly Pick<AttemptView, 'number' | 'vaultRef'>[],
): string {
  const { ref, number, subject } = snapshot;
  const attempt = attempts.find(({ vaultRef }) => vaultRef === ref);
  const what =
    attempt === undefined
      ? subject.replace(`${taskId}: `, '')
      : `work of attempt ${attempt.number}`;
  return `Snapshot ${number}: ${what}`;
}
