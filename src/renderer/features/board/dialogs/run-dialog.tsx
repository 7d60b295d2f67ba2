import { useState } from 'react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { SetupList } from '#renderer/features/setup/index.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { scopeOf } from '#renderer/features/board/drag/host-moves.ts';
import { canStart, countOf } from '#renderer/features/board/model/run-terms.ts';
import { BaselineChoice, isRed } from './baseline-choice.tsx';
import { BeginningNote, StopBeginningButton } from './beginning-note.tsx';
import { RunOrder } from './run-order.tsx';
import { RunPlan } from './run-plan.tsx';
import { RunProblems } from './run-problems.tsx';
import { SkipNotices } from './skip-notices.tsx';
import { usePreflight } from './use-preflight.ts';
import { useRunDefaults } from './use-run-defaults.ts';
import { useRunPress, useRunStart } from './use-run-start.ts';

export interface RunDialogProps {
  readonly scope: RunScope;
  readonly title: string;
  readonly onClose: () => void;
}

/** What a run would do, what stands in its way, and the button that starts it. */
export function RunDialog({ scope: asked, title, onClose }: RunDialogProps): JSX.Element {
  const [chosen, setChosen] = useState<RunScope | null>(null);
  const scope = chosen ?? asked;
  const defaults = useRunDefaults();
  const [overrides, setOverrides] = useState<Partial<RunSettings>>({});
  const change = (part: Partial<RunSettings>): void => setOverrides({ ...overrides, ...part });
  // Nothing is put in the place of a number that was taken away: the person says which.
  const [isCountMissing, setCountMissing] = useState(false);
  const { schedule, maxParallelTasks } = { ...defaults, ...overrides };
  const start = useRunStart(overrides, onClose);
  const preflight = usePreflight(scope, overrides, start.refusals);
  const { answer, isStale } = preflight;
  const button = useRunPress(preflight, () => void start.run(scope, []));
  const beginning = useWorkspaceStatus()?.beginning ?? null;
  const report = answer?.ok === true ? answer.value : null;
  const { baseline = 'stop' } = overrides;
  const isStopped = baseline === 'stop' && report !== null && isRed(report);
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onClose}
      title={chosen === null ? title : `Run ${plural(sizeOf(chosen), 'task')}`}
      description="Each task gets a worktree of its own; your checkout is not touched, and main moves only when you merge the epic."
      actions={
        <>
          {beginning === null ? (
            <Button onClick={onClose}>Cancel</Button>
          ) : (
            <StopBeginningButton size="md" />
          )}
          <Button
            variant="primary"
            disabled={isCountMissing || isStopped || !canStart(report)}
            isLoading={start.isUnderWay || button.isWaiting}
            onClick={() => void button.press()}
          >
            {runWords(report)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {start.isUnderWay && beginning !== null && <BeginningNote beginning={beginning} />}
        {start.problem !== null && <FailureNote failure={start.problem} />}
        {button.hasChanged && (
          <p role="alert" className="text-13 font-medium text-text">
            Nothing was started: what would run has changed. Look at it again.
          </p>
        )}
        {answer === null && <Skeleton lines={6} />}
        {answer?.ok === false && <FailureNote failure={answer.error} safe="Nothing was started." />}
        {report !== null && (
          <div className={isStale ? 'opacity-60' : ''} aria-busy={isStale}>
            <div className="flex flex-col gap-4">
              <RunProblems
                report={report}
                onMended={preflight.askAgain}
                onNarrow={(taskIds) => setChosen(scopeOf(taskIds))}
              />
              <BaselineChoice
                report={report}
                value={baseline}
                onChange={(next) => change({ baseline: next })}
              />
              <SkipNotices
                report={report}
                isBusy={start.isUnderWay || isCountMissing}
                onInclude={({ taskIds, reopen }) => {
                  const together = scopeOf(taskIds);
                  // Where it cannot be started, the dialog says why of all of them.
                  setChosen(together);
                  void start.run(together, reopen);
                }}
              />
              <RunPlan report={report} />
            </div>
          </div>
        )}
        <div className="flex flex-col">
          <RunOrder
            report={report}
            schedule={schedule}
            atOnce={isCountMissing ? null : maxParallelTasks}
            onSchedule={(next) => change({ schedule: next })}
            onAtOnce={(next) => {
              setCountMissing(next === null);
              if (next !== null) change({ maxParallelTasks: next });
            }}
          />
          {report !== null && (
            <Disclosure
              key={String(isSetupWrong(report))}
              summary="Agent, checks and base branch"
              isOpenAtFirst={isSetupWrong(report)}
            >
              <div className="py-2">
                <SetupList />
              </div>
            </Disclosure>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** How many tasks a scope of chosen ones names. */
function sizeOf(scope: RunScope): number {
  return scope.kind === 'selected' ? scope.taskIds.length : 1;
}

function runWords(report: Preflight | null): string {
  const count = report === null ? 0 : countOf(report);
  return count === 0 ? 'Run' : `Run ${plural(count, 'task')}`;
}

/** What the setup can mend right here. */
const setupProblems = new Set(['no-verification', 'default-check-useless', 'base-branch-missing']);

function isSetupWrong({ problems, agents }: Preflight): boolean {
  return (
    agents.some(({ problem }) => problem !== null) ||
    problems.some(({ code }) => setupProblems.has(code))
  );
}
