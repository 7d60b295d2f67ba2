import type { JSX } from 'react';
import { tallyLine } from '#shared/core/runs/run-summary.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { runStateOf, runTone, runWords, useWorkLife } from '#renderer/features/work/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { goTo } from '#renderer/lib/location.ts';
import { ProgressBar } from '#renderer/ui/signs/progress-bar.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { runProgress } from './run-figures.ts';

/** How far the run is and how it stands, and who waits for the person; of one that has just ended, its final tally. */
export function RunProgress({ run }: { readonly run: Run }): JSX.Element {
  const progress = runProgress(run, useDocuments('tasks'));
  const life = useWorkLife();
  return (
    <button
      type="button"
      onClick={() => goTo({ view: 'runs', subject: run.id })}
      className="flex h-7 shrink-0 items-center gap-3 rounded-md px-2 transition-colors hover:bg-hover"
    >
      {run.status === 'ended' ? (
        <FinalTally run={run} progress={progress} life={life} />
      ) : (
        <Going run={run} progress={progress} life={life} />
      )}
    </button>
  );
}

interface PartProps {
  readonly run: Run;
  readonly progress: ReturnType<typeof runProgress>;
  readonly life: WorkLife;
}

function Going({ run, progress, life }: PartProps): JSX.Element {
  const { done, total } = progress;
  const { size: waiting } = life.waiting;
  const state = runStateOf(run, life);
  return (
    <>
      <span className="sr-only">
        Show the run: {done} of {total} tasks done
        {state !== 'running' && `, ${runWords[state].phrase}`}
        {waiting > 0 && `, ${waiting} waiting for you`}
      </span>
      <span aria-hidden className="flex items-center gap-3">
        <ProgressBar
          label={runWords[state].label}
          value={done}
          max={total}
          tone={runTone(state, progress)}
          className="min-w-24 @4xl/bar:min-w-44"
        />
        {waiting > 0 && <StateDot state="waiting" label={`${waiting} waiting`} />}
      </span>
    </>
  );
}

function FinalTally(parts: PartProps): JSX.Element {
  const { run, progress, life } = parts;
  const { label } = runWords[runStateOf(run, life)];
  const text = tallyLine(progress).replace('Finished: ', '');
  return (
    <>
      <span className="sr-only">
        Show the run. {label}: {text}
      </span>
      <span aria-hidden title={`${label}: ${text}`} className="flex items-center gap-3">
        <span className="hidden @4xl/bar:flex">
          <FinishedBar {...parts} text={text} />
        </span>
        <span className="flex @4xl/bar:hidden">
          <FinishedBar {...parts} text={`${progress.completed}/${progress.total}`} />
        </span>
      </span>
    </>
  );
}

function FinishedBar({
  run,
  progress,
  life,
  text,
}: PartProps & { readonly text: string }): JSX.Element {
  const state = runStateOf(run, life);
  return (
    <ProgressBar
      label={runWords[state].label}
      value={progress.done}
      max={progress.total}
      valueText={text}
      tone={runTone(state, progress)}
      className="min-w-24 @4xl/bar:min-w-44"
    />
  );
}
