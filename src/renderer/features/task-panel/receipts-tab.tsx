import { Receipt as ReceiptIcon, Undo2 } from 'lucide-react';
import type { JSX } from 'react';
import type { Receipt } from '#shared/model/receipt.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CodeText } from '#renderer/ui/code-text.tsx';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';

const kinds: Readonly<Record<Receipt['kind'], string>> = {
  merge: 'Merged',
  revert: 'Merge taken back',
  restore: 'Merge brought back',
};
const proofs: Readonly<Record<Receipt['proof'], string>> = {
  tree_equality: 'The merged tree is the checked tree.',
  patch_equality: 'The merge holds the same change; the combined tree was checked.',
  three_way_merge: 'A three-way merge that can be repeated; the combined tree was checked.',
};

export interface ReceiptsTabProps {
  /** Oldest first. */
  readonly receipts: readonly Receipt[];
  readonly onUndo: () => void;
}

/** The proof of each merge, and the way to take the last one back (SPEC sections 7.4 and 7.6). */
export function ReceiptsTab({ receipts, onUndo }: ReceiptsTabProps): JSX.Element {
  if (receipts.length === 0) {
    return (
      <EmptyState
        icon={ReceiptIcon}
        text="Nothing has been merged yet. Each merge leaves a receipt that proves what landed."
      />
    );
  }
  const newestFirst = receipts.toReversed();
  return (
    <ul aria-label="Merge receipts" className="flex flex-col gap-3 p-4">
      {newestFirst.map((receipt, index) => (
        <li key={receipt.id} className="rounded-lg border border-border bg-surface p-3">
          <div className="mb-2 flex items-center gap-3 text-12 text-muted">
            <StateDot
              state={receipt.kind === 'revert' ? 'idle' : 'verified'}
              label={kinds[receipt.kind]}
            />
            <RelativeTime iso={receipt.createdAt} />
            {index === 0 && (
              <Button size="sm" icon={Undo2} className="ml-auto" onClick={onUndo}>
                {receipt.kind === 'revert' ? 'Bring the merge back' : 'Take the merge back'}
              </Button>
            )}
          </div>
          <DefinitionList
            items={[
              { term: 'Branch', description: <CodeText text={shortRef(receipt.branchRef)} /> },
              {
                term: 'From',
                description: <CodeText text={receipt.headBefore} copyLabel="Copy the commit" />,
              },
              {
                term: 'To',
                description: <CodeText text={receipt.headAfter} copyLabel="Copy the commit" />,
              },
              {
                term: 'Tree',
                description: <CodeText text={receipt.tree} copyLabel="Copy the tree" />,
              },
              { term: 'Proof', description: proofs[receipt.proof] },
              {
                term: 'Evidence',
                description: `${plural(receipt.evidenceIds.length, 'check')} passed`,
              },
              {
                term: 'Kept at',
                description:
                  receipt.archiveRef === null ? null : <CodeText text={receipt.archiveRef} />,
              },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

function shortRef(ref: string): string {
  return ref.replace('refs/heads/', '');
}
