import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import type { Command } from '#renderer/lib/commands.ts';
import { runKeys } from './run-keys.ts';
import { useRunSteering } from './use-run-steering.ts';
import type { RunSteering } from './use-run-steering.ts';

/** The commands that steer the run; they are there in every view of a workspace. */
export function RunCommands(): null {
  const run = unfinished(useDocuments('runs').values());
  const steering = useRunSteering(run);
  useCommands(runCommands(run, steering));
  return null;
}

function unfinished(runs: Iterable<Run>): Run | null {
  for (const run of runs) if (run.status !== 'ended') return run;
  return null;
}

/** What can be done with the run that has not ended; without one all of it is listed, and refused. */
export function runCommands(
  run: Pick<Run, 'paused'> | null,
  steering: RunSteering,
): readonly Command[] {
  const { state } = steering;
  const isUnderWay = state === 'running' || state === 'paused';
  const isInterrupted = state === 'interrupted';
  const group = 'Run';
  return [
    {
      id: 'run.pause',
      title: run?.paused === true ? 'Go on with the run' : 'Pause the run: start nothing new',
      group,
      // One key pauses, goes on and resumes: it belongs to what can be done now.
      keys: isInterrupted ? [] : runKeys.pause,
      isEnabled: isUnderWay,
      run: () => steering.pause(run?.paused !== true),
    },
    {
      id: 'run.resume',
      title: 'Resume the interrupted run',
      group,
      keys: isInterrupted ? runKeys.pause : [],
      isEnabled: isInterrupted,
      run: steering.resume,
    },
    {
      id: 'run.cancel',
      title: 'Cancel the run: finish what runs, start nothing new',
      group,
      keys: runKeys.cancel,
      isEnabled: isUnderWay,
      run: () => steering.cancel(false),
    },
    {
      id: 'run.stop',
      title: isInterrupted
        ? 'End the interrupted run: the work of its agents is kept'
        : 'Stop the run now: agents end, their work is kept',
      group,
      keys: runKeys.stop,
      isEnabled: isInterrupted || isUnderWay || state === 'finishing',
      run: () => steering.cancel(true),
    },
  ];
}
