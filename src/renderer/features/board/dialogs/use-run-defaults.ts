import { useEffect, useState } from 'react';
import type { RunSettings } from '#shared/model/run.ts';
import { useHost, useHostState } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** Settings that a new run gets when nobody says otherwise. */
export type RunDefaults = Pick<RunSettings, 'tddEnabled' | 'maxParallelTasks' | 'schedule'>;

/** What holds without a config file (SPEC section 12), and until the host has answered. */
const shipped: RunDefaults = { tddEnabled: false, maxParallelTasks: 3, schedule: 'continuous' };

/** The defaults of the workspace's config, asked for again when the host comes back. */
export function useRunDefaults(): RunDefaults {
  const { id: workspaceId } = useWorkspace();
  const host = useHost();
  const isOnline = useHostState() === 'online';
  const [defaults, setDefaults] = useState(shipped);
  useEffect(() => {
    if (!isOnline) return undefined;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const settings = await host.call((client) => client.settings.read({ workspaceId }));
      if (isGone || !settings.ok) return;
      const { tdd_enabled, max_parallel_tasks, schedule } = settings.value.config.workflow;
      setDefaults({ tddEnabled: tdd_enabled, maxParallelTasks: max_parallel_tasks, schedule });
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, [host, isOnline, workspaceId]);
  return defaults;
}
