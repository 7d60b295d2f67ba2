import type { JSX } from 'react';
import { tallyLine } from '#shared/core/runs/run-summary.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import {
  runSegments,
  runStateOf,
  runWords,
  tallyWords,
  useWorkLife,
} from '#renderer/features/work/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import { SegmentBar } from '#renderer/ui/signs/segment-bar.tsx';
import { runProgress } from './run-figures.ts';
import { RunButtons } from './run-buttons.tsx';

/** How far the run is and how it stands, with what steers it; of one that has just ended, its final tally. */
export function RunProgress({ run }: { readonly run: Run }): JSX.Element {
  const progress = runProgress(run, useDocuments('tasks'));
  const life = useWorkLife();
  const [{ view, subject }] = useAppLocation();
  // The run's own view has the same buttons, beside a bar of its own.
  const isShown = view === 'runs' && (subject === null || subject === run.id);
  return (
    <span className="flex shrink-0 items-center">
      <button
        type="button"
        onClick={() => goTo({ view: 'runs', subject: run.id })}
        className="flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-12 transition-colors hover:bg-hover"
      >
        <Parts run={run} progress={progress} life={life} />
      </button>
      {run.status !== 'ended' && !isShown && <RunButtons run={run} />}
    </span>
  );
}

interface PartsProps {
  readonly run: Run;
  readonly progress: ReturnType<typeof runProgress>;
  readonly life: WorkLife;
}

function Parts({ run, progress, life }: PartsProps): JSX.Element {
  const state = runStateOf(run, life);
  const { label, phrase } = runWords[state];
  const words = tallyWords(progress);
  const { completed, blocked, skipped, total } = progress;
  const spokenParts = [
    `${completed} of ${total} tasks done`,
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(state === 'running' ? [] : [phrase]),
  ];
  const spoken =
    run.status === 'ended'
      ? `Show the run. ${label}: ${tallyLine(progress).replace('Finished: ', '')}`
      : `Show the run: ${spokenParts.join(', ')}`;
  return (
    <>
      <span className="sr-only">{spoken}</span>
      <span aria-hidden title={`${label}: ${words}`} className="flex items-center gap-2">
        <span className="text-muted">{label}</span>
        <SegmentBar
          label="Run"
          // Without a process that drives it nothing is worked on, whatever the records say.
          segments={runSegments(progress, life.kind === 'driven' ? progress.working : 0)}
          total={progress.total}
          className="w-12 @4xl/bar:w-28"
        />
        <span className="tabular whitespace-nowrap text-muted">{words}</span>
      </span>
    </>
  );
}
