import { CircleStop, Pause, Play, RotateCw, Square } from 'lucide-react';
import type { JSX } from 'react';
import type { Run } from '#shared/model/run.ts';
import { runKeys } from '#renderer/features/work/index.ts';
import type { useRunSteering } from '#renderer/features/work/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import type { ButtonProps } from '#renderer/ui/buttons/button.tsx';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';

/** Pause, cancel and stop of a run under way; resume of one that was interrupted. */
export function RunControls({
  run,
  steer,
}: {
  readonly run: Run;
  readonly steer: ReturnType<typeof useRunSteering>;
}): JSX.Element | null {
  const { state } = steer;
  if (run.status === 'ended') return null;
  if (state === 'interrupted') return <InterruptedControls steer={steer} />;
  const isActive = run.status === 'active';
  const obstacle =
    state === 'away' ? 'The host is away: the run can be steered when it is back.' : undefined;
  return (
    <>
      {isActive && (
        <Control
          icon={run.paused ? Play : Pause}
          tip={run.paused ? 'Tasks start again.' : 'What runs goes on; nothing new starts.'}
          obstacle={obstacle}
          keys={runKeys.pause}
          onClick={() => steer.pause(!run.paused)}
        >
          {run.paused ? 'Go on' : 'Pause'}
        </Control>
      )}
      {isActive && (
        <Control
          icon={Square}
          tip="What runs may finish; nothing new starts. The run then ends."
          obstacle={obstacle}
          keys={runKeys.cancel}
          onClick={() => steer.cancel(false)}
        >
          Cancel the run
        </Control>
      )}
      <Control
        variant={isActive ? 'quiet' : 'danger'}
        icon={CircleStop}
        tip="Ends the agents now. Their work is kept in the vault."
        obstacle={run.status === 'stopping' ? 'The agents are being ended.' : obstacle}
        keys={runKeys.stop}
        onClick={() => steer.cancel(true)}
      >
        Stop now
      </Control>
    </>
  );
}

function InterruptedControls({
  steer,
}: {
  readonly steer: ReturnType<typeof useRunSteering>;
}): JSX.Element {
  return (
    <>
      <Control
        icon={Square}
        tip="The run ends here. What its agents did is kept."
        keys={runKeys.stop}
        onClick={() => steer.cancel(true)}
      >
        End it
      </Control>
      <Control
        variant="primary"
        icon={RotateCw}
        tip="Its tasks go on where they were."
        keys={runKeys.pause}
        onClick={steer.resume}
      >
        Resume the run
      </Control>
    </>
  );
}

function Control({
  tip,
  keys,
  ...button
}: ButtonProps & { readonly tip: string; readonly keys: readonly string[] }): JSX.Element {
  return (
    <Tooltip
      content={button.obstacle ?? tip}
      {...(button.obstacle === undefined && { shortcut: keyLabel(keys) })}
    >
      <Button {...button} />
    </Tooltip>
  );
}
