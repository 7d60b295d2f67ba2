import { GitMerge } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import { z } from 'zod';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { plural } from '#renderer/lib/format.ts';
import { goTo } from '#renderer/lib/location.ts';
import { recall, remember } from '#renderer/lib/remembered.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';
import { useEpicResults } from './use-epic-results.ts';

/** After the newest run has ended: where its work is, until it is merged or the person has seen it. */
export function ResultStrip(): JSX.Element | null {
  const { id: workspaceId } = useWorkspace();
  const runs = useDocuments('runs');
  const tasks = useDocuments('tasks');
  const newest = useMemo(() => newestOf(runs.values()), [runs]);
  const key = `switchyard/${workspaceId}/result-seen`;
  const [seen, setSeen] = useState(() => recall(localStorage, key, z.string()));
  const isDue = newest?.status === 'ended' && newest.id !== seen;
  const landed = useMemo(
    () =>
      isDue
        ? newest.taskIds.flatMap((id) => {
            const task = tasks.get(id);
            return task?.status === 'closed' ? [task] : [];
          })
        : [],
    [isDue, newest, tasks],
  );
  const epicIds = useMemo(() => [...new Set(landed.map(({ epicId }) => epicId))], [landed]);
  const open = useEpicResults(epicIds).filter(({ commits, isMerged }) => commits > 0 && !isMerged);
  const [first] = open;
  if (!isDue || first === undefined) return null;
  const dismiss = (): void => {
    remember(localStorage, key, newest.id);
    setSeen(newest.id);
  };
  const others =
    open.length === 1 ? '' : ` and ${plural(open.length - 1, 'more branch', 'more branches')}`;
  return (
    <Banner
      tone="verified"
      icon={GitMerge}
      onDismiss={dismiss}
      actions={
        <>
          {open.length === 1 && <CopyButton text={first.command} label="Copy the merge command" />}
          <Button
            size="sm"
            variant="primary"
            onClick={() => goTo({ view: 'runs', subject: newest.id })}
          >
            Show the result
          </Button>
        </>
      }
    >
      {`${plural(landed.length, 'task')} ${landed.length === 1 ? 'is' : 'are'} merged into ${first.branch}${others}.`}
    </Banner>
  );
}

function newestOf(runs: Iterable<Run>): Run | null {
  let newest: Run | null = null;
  for (const run of runs) {
    if (newest === null || run.startedAt > newest.startedAt) newest = run;
  }
  return newest;
}
