import { Receipt as ReceiptIcon, Undo2 } from 'lucide-react';
import type { JSX } from 'react';
import { describeChecks, describeProof, receiptTitles } from '#shared/core/records/receipt-text.ts';
import { undoOptions } from '#shared/core/edits/undo-options.ts';
import type { UndoDirection } from '#shared/core/edits/undo-options.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Task } from '#shared/model/task.ts';
import { MarkList } from '#renderer/features/work/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { DefinitionList } from '#renderer/ui/surfaces/definition-list.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';

export interface ReceiptsTabProps {
  readonly task: Pick<Task, 'id' | 'status'>;
  /** Oldest first. */
  readonly receipts: readonly Receipt[];
  /** Whether a run has not ended: no merge is undone meanwhile. */
  readonly hasRun: boolean;
  readonly onUndo: (direction: UndoDirection) => void;
}

/** The proof of each merge, and the way to take back the last one that stands (SPEC sections 7.4 and 7.6). */
export function ReceiptsTab({ task, receipts, hasRun, onUndo }: ReceiptsTabProps): JSX.Element {
  if (receipts.length === 0) {
    return (
      <EmptyState
        icon={ReceiptIcon}
        text="Nothing has been merged yet. Each merge leaves a receipt that proves what landed."
      />
    );
  }
  const { takeBack, bringBack, obstacle } = undoOptions(task, receipts);
  const reason =
    obstacle?.message ?? (hasRun ? 'No merge can be undone before the run has ended.' : null);
  return (
    <ul aria-label="Merge receipts" className="flex flex-col gap-3 p-4">
      {receipts.toReversed().map((receipt) => (
        <li key={receipt.id} className="rounded-lg border border-border bg-surface p-3">
          <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-muted">
            <StateDot
              state={receipt.kind === 'revert' ? 'idle' : 'verified'}
              label={receiptTitles[receipt.kind]}
            />
            <RelativeTime iso={receipt.createdAt} />
            {receipt.id === takeBack?.id && (
              <UndoButton reason={reason} onClick={() => onUndo('take_back')}>
                Take the merge back
              </UndoButton>
            )}
            {receipt.id === bringBack?.id && (
              <UndoButton reason={reason} onClick={() => onUndo('bring_back')}>
                Bring the merge back
              </UndoButton>
            )}
          </div>
          <div className="flex flex-col gap-2">
            <MarkList of="this merge" marks={receipt.kind === 'revert' ? [] : receipt.marks} />
            <DefinitionList items={itemsOf(receipt)} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A button that says, where everybody can read it, why it cannot be pressed. */
function UndoButton({
  reason,
  onClick,
  children,
}: {
  readonly reason: string | null;
  readonly onClick: () => void;
  readonly children: string;
}): JSX.Element {
  return (
    <>
      <Button
        size="sm"
        icon={Undo2}
        className="ml-auto"
        disabled={reason !== null}
        onClick={onClick}
      >
        {children}
      </Button>
      {reason !== null && <span className="w-full text-right">{reason}</span>}
    </>
  );
}

function itemsOf(receipt: Receipt): Parameters<typeof DefinitionList>[0]['items'] {
  const { headBefore, headAfter, tree, archiveRef } = receipt;
  return [
    { term: 'Branch', description: <CodeText text={shortRef(receipt.branchRef)} /> },
    { term: 'From', description: <CodeText text={headBefore} copyLabel="Copy the commit" /> },
    { term: 'To', description: <CodeText text={headAfter} copyLabel="Copy the commit" /> },
    { term: 'Tree', description: <CodeText text={tree} copyLabel="Copy the tree" /> },
    { term: 'Proof', description: describeProof(receipt) },
    { term: 'Evidence', description: describeChecks(receipt) },
    {
      term: 'Kept at',
      description: archiveRef === null ? null : <CodeText text={archiveRef} />,
    },
  ];
}

function shortRef(ref: string): string {
  return ref.replace('refs/heads/', '');
}
