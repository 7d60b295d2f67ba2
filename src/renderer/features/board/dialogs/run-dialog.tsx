import { useState } from 'react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { NumberField } from '#renderer/ui/fields/number-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { scopeOf } from '#renderer/features/board/drag/host-moves.ts';
import { canStart, countOf } from '#renderer/features/board/model/run-terms.ts';
import { BaselineChoice, isRed } from './baseline-choice.tsx';
import { PreflightReport } from './preflight-report.tsx';
import { SkipNotices } from './skip-notices.tsx';
import { usePreflight } from './use-preflight.ts';
import type { PreflightState } from './use-preflight.ts';
import { useRunDefaults } from './use-run-defaults.ts';
import { useRunPress, useRunStart } from './use-run-start.ts';

export interface RunDialogProps {
  readonly scope: RunScope;
  readonly title: string;
  readonly onClose: () => void;
}

const schedules = [
  { value: 'continuous', label: 'Continuous' },
  { value: 'batch', label: 'In batches' },
] as const;

const scheduleTexts: Readonly<Record<RunSettings['schedule'], string>> = {
  continuous: 'A free slot takes the next ready task at once.',
  batch: 'A batch starts together, and ends before the next one starts.',
};

/** What a run would do, what stands in its way, and the button that starts it. */
export function RunDialog({ scope: asked, title, onClose }: RunDialogProps): JSX.Element {
  const [included, setIncluded] = useState<RunScope | null>(null);
  const scope = included ?? asked;
  const defaults = useRunDefaults();
  const [overrides, setOverrides] = useState<Partial<RunSettings>>({});
  // Nothing is put in the place of a number that was taken away: the person says which.
  const [isCountMissing, setCountMissing] = useState(false);
  const { schedule, maxParallelTasks } = { ...defaults, ...overrides };
  const start = useRunStart(overrides, onClose);
  const preflight = usePreflight(scope, overrides, start.refusals);
  const { answer, isStale } = preflight;
  const button = useRunPress(preflight, () => void start.run(scope, []));
  const report = answer?.ok === true ? answer.value : null;
  const count = report === null ? 0 : countOf(report);
  const { baseline = 'stop' } = overrides;
  const isStopped = baseline === 'stop' && report !== null && isRed(report);
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onClose}
      title={title}
      description="Each task gets a worktree of its own; your checkout is not touched, and main moves only when you merge the epic."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={isCountMissing || isStopped || !canStart(report)}
            isLoading={start.isUnderWay || button.isWaiting}
            onClick={() => void button.press()}
          >
            {report === null || count === 0 ? 'Run' : `Run ${plural(count, 'task')}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {start.problem !== null && <FailureNote failure={start.problem} />}
        {button.hasChanged && (
          <p role="alert" className="text-13 font-medium text-text">
            Nothing was started: what would run has changed. Look at it again.
          </p>
        )}
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4">
          <div className="flex flex-col items-start gap-1">
            <span className="text-12 font-medium text-muted">Schedule</span>
            <SegmentedControl
              label="Schedule"
              options={schedules}
              value={schedule}
              onChange={(next) => setOverrides({ ...overrides, schedule: next })}
            />
            <p className="text-12 text-faint">{scheduleTexts[schedule]}</p>
          </div>
          <NumberField
            label="At once"
            unit="tasks"
            min={1}
            max={64}
            value={isCountMissing ? null : maxParallelTasks}
            error={isCountMissing ? 'Say how many tasks may run at once.' : null}
            onChange={(next) => {
              setCountMissing(next === null);
              if (next !== null) setOverrides({ ...overrides, maxParallelTasks: next });
            }}
          />
        </div>
        {report !== null && (
          <BaselineChoice
            report={report}
            value={baseline}
            onChange={(next) => setOverrides({ ...overrides, baseline: next })}
          />
        )}
        {report !== null && (
          <SkipNotices
            report={report}
            isBusy={start.isUnderWay || isCountMissing}
            onInclude={({ taskIds, reopen }) => {
              const together = scopeOf(taskIds);
              // Where it cannot be started, the dialog says why of all of them.
              setIncluded(together);
              void start.run(together, reopen);
            }}
          />
        )}
        <Answer
          answer={answer}
          isStale={isStale}
          schedule={schedule}
          onMended={preflight.askAgain}
        />
      </div>
    </Dialog>
  );
}

function Answer({
  answer,
  isStale,
  schedule,
  onMended,
}: Pick<PreflightState, 'answer' | 'isStale'> &
  Pick<RunSettings, 'schedule'> & { readonly onMended: () => void }): JSX.Element {
  if (answer === null) return <Skeleton lines={6} />;
  if (!answer.ok) return <FailureNote failure={answer.error} safe="Nothing was started." />;
  return (
    <div className={isStale ? 'opacity-60' : ''} aria-busy={isStale}>
      <PreflightReport
        report={answer.value satisfies Preflight}
        schedule={schedule}
        onMended={onMended}
      />
    </div>
  );
}
