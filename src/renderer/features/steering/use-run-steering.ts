import type { Run } from '#shared/model/run.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useResume } from './use-resume.ts';

/** What a person may do with a run that has not ended. */
export interface RunSteering {
  /** Whether a living process drives it. */
  readonly isAlive: boolean;
  readonly pause: (paused: boolean) => void;
  readonly cancel: (now: boolean) => void;
  readonly resume: () => void;
}

/** Steers the run that has not ended through the host; a refusal is told in a toast. */
export function useRunSteering(run: Pick<Run, 'status'> | null): RunSteering {
  const send = useSend();
  const resume = useResume();
  const { id: workspaceId } = useWorkspace();
  const status = useWorkspaceStatus();
  const isGoing = run !== null && run.status !== 'ended' && run.status !== 'interrupted';
  return {
    // Before the first status the run is taken to be alive: an offer to resume must not flash up.
    isAlive: isGoing && (status?.run?.alive ?? true),
    pause: (paused) =>
      send(
        paused ? 'Paused: what runs goes on, nothing new starts.' : 'The run goes on.',
        (client) => client.runs.pause({ workspaceId, paused }),
      ),
    cancel: (now) =>
      send(
        now ? 'Stopping: the agents end, their work is kept.' : 'Cancelled: what runs may finish.',
        (client) => client.runs.cancel({ workspaceId, now }),
      ),
    resume,
  };
}
