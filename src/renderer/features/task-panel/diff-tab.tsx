import { FileDiff } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { ChangeReview } from '#renderer/features/review/index.ts';
import { MarkList } from '#renderer/features/work/index.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { comparisonsOf } from './comparisons.ts';

export interface DiffTabProps {
  readonly attempts: readonly AttemptView[];
  readonly receipts: readonly Receipt[];
  /** Gives the panel more room; null when it has all there is. */
  readonly onWiden: (() => void) | null;
}

/** What the task changed: what landed on its epic, or what an attempt left. */
export function DiffTab({ attempts, receipts, onWiden }: DiffTabProps): JSX.Element {
  const choices = useMemo(() => comparisonsOf(attempts, receipts), [attempts, receipts]);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = choices.find((choice) => choice.value === chosen) ?? choices[0];
  if (shown === undefined) {
    return (
      <EmptyState
        icon={FileDiff}
        text="No work to compare yet. The changes of an attempt appear here when it has ended."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="shrink-0 border-b border-border px-4 py-1">
        <Select
          label="What to compare"
          isLabelHidden
          value={shown.value}
          options={choices}
          onChange={setChosen}
          className="w-sm"
        />
      </div>
      <MarkList isBanner of="this work" marks={shown.marks} />
      <div className="min-h-0 flex-1">
        <ChangeReview from={shown.from} to={shown.to} onWiden={onWiden} />
      </div>
    </div>
  );
}
