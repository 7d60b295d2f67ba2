import { useState } from 'react';
import type { JSX } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showToast } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

/** Says what stayed in the room from earlier checks, and checks what was merged without it. */
export function CheckAgain({
  taskId,
  kept,
}: {
  readonly taskId: string;
  readonly kept: readonly string[];
}): JSX.Element {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  const check = async (): Promise<void> => {
    setUnderWay(true);
    setProblem(null);
    const answer = await host.call((client) => client.tasks.checkAgain({ workspaceId, taskId }));
    setUnderWay(false);
    if (!answer.ok) setProblem(answer.error);
    else if (answer.value.passed) showToast('It passes without them.', { kind: 'success' });
    else showToast('It does not pass without them.', { kind: 'failure' });
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-12 text-muted">
        Kept from earlier checks: {kept.join(', ')}
        <Button size="sm" isLoading={isUnderWay} onClick={() => void check()}>
          Check without them
        </Button>
      </p>
      {problem !== null && <FailureNote failure={problem} />}
    </div>
  );
}
