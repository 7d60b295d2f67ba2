import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { useAttemptLook } from '#renderer/features/work/index.ts';
import { formatTokens } from '#renderer/lib/format.ts';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';

export interface AttemptPickerProps {
  readonly attempts: readonly AttemptView[];
  readonly selected: string;
  readonly onSelect: (attemptId: string) => void;
}

/** Chooses an attempt and says how it stands, in one line. */
export function AttemptPicker({ attempts, selected, onSelect }: AttemptPickerProps): JSX.Element {
  const attempt = attempts.find((one) => one.id === selected);
  return (
    <div className="flex shrink-0 items-center gap-3 border-b border-border px-4 py-1 text-12 text-muted">
      <Select
        label="Attempt"
        isLabelHidden
        value={selected}
        options={attempts
          .map((one) => ({
            value: one.id,
            label: `Attempt ${one.number}`,
            hint: `${one.agent}, ${one.role}`,
          }))
          .toReversed()}
        onChange={onSelect}
        className="w-2xs"
      />
      {attempt !== undefined && <AttemptState attempt={attempt} />}
    </div>
  );
}

function AttemptState({ attempt }: { readonly attempt: AttemptView }): JSX.Element {
  const { usage } = attempt;
  const look = useAttemptLook(attempt);
  return (
    <>
      <StateDot state={look.state} label={look.word} isMoving={look.isMoving} />
      <span className="truncate">
        {attempt.agent}, {attempt.role}
      </span>
      {usage !== null && usage.tokens !== null && (
        <span className="tabular" title={`Source: ${usage.tokenSource}`}>
          {formatTokens(usage.tokens)} tokens
        </span>
      )}
      <span className="ml-auto shrink-0">
        <RelativeTime iso={attempt.startedAt ?? attempt.createdAt} />
      </span>
    </>
  );
}
