import type { Run } from '#shared/model/run.ts';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { runStateOf } from './run-state.ts';
import type { RunState } from './run-state.ts';
import { useResume } from './use-resume.ts';
import { useWorkLife } from './use-work-life.ts';

/** What a person may do with a run that has not ended. */
export interface RunSteering {
  /** How it stands now; null when there is no run. */
  readonly state: RunState | null;
  readonly pause: (paused: boolean) => void;
  readonly cancel: (now: boolean) => void;
  readonly resume: () => void;
}

/** Steers the run that has not ended through the host; a toast shows a refusal. */
export function useRunSteering(
  run: Pick<Run, 'status' | 'paused' | 'outcome'> | null,
): RunSteering {
  const send = useSend();
  const { resume } = useResume();
  const { id: workspaceId } = useWorkspace();
  const life = useWorkLife();
  return {
    state: run === null ? null : runStateOf(run, life),
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
