import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Run } from '#shared/model/run.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { tell, tellFailure } from '#renderer/lib/toasts.ts';

/** What a person may do with a run that has not ended. */
export interface RunSteering {
  /** Whether a living process drives it. */
  readonly isAlive: boolean;
  pause(paused: boolean): void;
  cancel(now: boolean): void;
  resume(): void;
}

/** Steers a run through the host; a refusal is told in a toast. */
export function useRunSteering(run: Run): RunSteering {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const status = useWorkspaceStatus();
  const send = (
    done: string,
    work: (client: HostClient) => Promise<Result<unknown, WireFailure>>,
  ): void => {
    void host.call(work).then((result) => {
      if (result.ok) tell(done);
      else tellFailure(result.error);
    });
  };
  return {
    // Before the first status the run is taken to be alive: an offer to resume must not flash up.
    isAlive: run.status !== 'interrupted' && (status?.run?.alive ?? true),
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
    resume: () => send('The run goes on.', (client) => client.runs.resume({ workspaceId })),
  };
}
