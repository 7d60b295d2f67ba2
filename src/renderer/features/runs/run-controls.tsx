import { CircleStop, Pause, Play, RotateCw, Square } from 'lucide-react';
import type { JSX } from 'react';
import type { Run } from '#shared/model/run.ts';
import type { Command } from '#renderer/lib/commands.ts';
import { useCommands } from '#renderer/lib/commands.ts';
import { Button } from '#renderer/ui/button.tsx';
import { useRunSteering } from './use-run-steering.ts';

/** Pause, cancel and stop of a run under way; resume of one that was interrupted. */
export function RunControls({ run }: { readonly run: Run }): JSX.Element | null {
  const steer = useRunSteering(run);
  useCommands(runCommands(run, steer));
  if (run.status === 'ended') return null;
  if (!steer.isAlive) {
    return (
      <>
        <Button icon={Square} onClick={() => steer.cancel(true)}>
          End it
        </Button>
        <Button variant="primary" icon={RotateCw} onClick={steer.resume}>
          Resume the run
        </Button>
      </>
    );
  }
  const isCancelling = run.status !== 'active';
  return (
    <>
      {!isCancelling && (
        <Button icon={run.paused ? Play : Pause} onClick={() => steer.pause(!run.paused)}>
          {run.paused ? 'Go on' : 'Pause'}
        </Button>
      )}
      {!isCancelling && (
        <Button
          icon={Square}
          title="What runs may finish; nothing new starts."
          onClick={() => steer.cancel(false)}
        >
          Cancel the run
        </Button>
      )}
      <Button
        variant={isCancelling ? 'danger' : 'quiet'}
        icon={CircleStop}
        disabled={run.status === 'stopping'}
        title="Ends the agents now. Their work is kept in the vault."
        onClick={() => steer.cancel(true)}
      >
        Stop now
      </Button>
    </>
  );
}

function runCommands(run: Run, steer: ReturnType<typeof useRunSteering>): readonly Command[] {
  const isUnderWay = run.status === 'active' && steer.isAlive;
  const group = 'Run';
  return [
    {
      id: 'run.pause',
      title: run.paused ? 'Go on with the run' : 'Pause the run',
      group,
      keys: ['Shift+P'],
      isEnabled: isUnderWay,
      run: () => steer.pause(!run.paused),
    },
    {
      id: 'run.cancel',
      title: 'Cancel the run: finish what runs, start nothing new',
      group,
      isEnabled: isUnderWay,
      run: () => steer.cancel(false),
    },
    {
      id: 'run.stop',
      title: 'Stop the run now: agents end, their work is kept',
      group,
      isEnabled: run.status !== 'ended' && run.status !== 'stopping',
      run: () => steer.cancel(true),
    },
    {
      id: 'run.resume',
      title: 'Resume the interrupted run',
      group,
      isEnabled: run.status !== 'ended' && !steer.isAlive,
      run: steer.resume,
    },
  ];
}
