import { FileDiff, RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { ChangeReview } from '#renderer/features/review/index.ts';
import { MarkList } from '#renderer/features/work/index.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { comparisonsOf, workSoFar } from './comparisons.ts';

export interface DiffTabProps {
  readonly attempts: readonly AttemptView[];
  readonly receipts: readonly Receipt[];
  /** Gives the panel more room; null when it has all there is. */
  readonly onWiden: (() => void) | null;
}

/** What the task changed: what landed on its epic, or what an attempt left. */
export function DiffTab({ attempts, receipts, onWiden }: DiffTabProps): JSX.Element {
  const newest = useWorkspaceStatus()?.work[attempts.at(-1)?.id ?? ''] ?? null;
  const [present, setPresent] = useState(newest);
  // It stays as it is while it is read: newer work is shown when it is asked for.
  if (present === null ? newest !== null : newest === null) setPresent(newest);
  const choices = useMemo(
    () => comparisonsOf(attempts, receipts, present),
    [attempts, receipts, present],
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = choices.find((choice) => choice.value === chosen) ?? choices[0];
  if (shown === undefined) {
    return (
      <EmptyState
        icon={FileDiff}
        text="No work to compare yet. What an agent changes appears here some seconds later."
      />
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b border-border px-4 py-1">
        <Select
          label="What to compare"
          isLabelHidden
          value={shown.value}
          options={choices}
          onChange={setChosen}
          className="w-sm"
        />
        <span className="text-12 whitespace-nowrap text-faint">{shown.hint}</span>
        {shown.value === workSoFar && newest !== null && newest.tree !== present?.tree && (
          <Button size="sm" icon={RefreshCw} onClick={() => setPresent(newest)}>
            Show the newest
          </Button>
        )}
      </div>
      <EarlierNote latest={attempts.at(-1)} attempt={shown.attempt} />
      <MarkList isBanner of="this work" marks={shown.marks} />
      <div className="min-h-0 flex-1">
        <ChangeReview from={shown.from} to={shown.to} onWiden={onWiden} />
      </div>
    </div>
  );
}

/** What is shown while another attempt is at work is not its work. */
function EarlierNote({
  latest,
  attempt,
}: {
  readonly latest: AttemptView | undefined;
  readonly attempt: number | null;
}): JSX.Element | null {
  if (latest === undefined || latest.phase !== 'running' || attempt === latest.number) return null;
  return (
    <Banner>
      {attempt === null ? 'This is earlier work.' : `This is the work of attempt ${attempt}.`}{' '}
      Attempt {latest.number} is at work now.
    </Banner>
  );
}
