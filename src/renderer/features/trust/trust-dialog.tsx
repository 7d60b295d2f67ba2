import { useState } from 'react';
import type { JSX } from 'react';
import type { TrustReport } from '#shared/contract/trust.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showToast } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Dialog } from '#renderer/ui/surfaces/dialog.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { PartList } from './part-list.tsx';
import { countSentence } from './trust-words.ts';

/** What the repository can execute, and the button that agrees to exactly that. */
export function TrustDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { id: workspaceId, name } = useWorkspace();
  // Not read again while the person reads it: what is shown is what is agreed to, or the host refuses.
  const { query, reload } = useHostQuery(`trust ${workspaceId}`, (client) =>
    client.trust.describe({ workspaceId }),
  );
  const report = query.kind === 'answered' ? query.value : null;
  const agreeing = useAgreeing(workspaceId, reload, onClose);
  const isAsked = report !== null && report.state !== 'trusted';
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onClose}
      title={isAsked ? `Trust ${name}?` : `What ${name} can run`}
      description={`Look at it as at a program that you would start: agents and checks run it with your rights.${nothingRun(report)}`}
      actions={
        <>
          <Button onClick={onClose}>{isAsked ? 'Not now' : 'Close'}</Button>
          {report !== null && isAsked && (
            <Button
              variant="primary"
              isLoading={agreeing.isUnderWay}
              onClick={() => void agreeing.agree(report)}
            >
              Trust this repository
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {agreeing.problem !== null && (
          <FailureNote failure={agreeing.problem} safe="Nothing of it was run." />
        )}
        <Answer query={query} />
      </div>
    </Dialog>
  );
}

function nothingRun(report: TrustReport | null): string {
  if (report === null || report.state === 'trusted') return '';
  return report.state === 'new'
    ? ' Nothing of it was run so far.'
    : ' Nothing of what has changed was run so far.';
}

function Answer({ query }: { readonly query: HostQuery<TrustReport> }): JSX.Element {
  if (query.kind === 'loading') return <Skeleton lines={6} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const { parts, state } = query.value;
  return (
    <>
      <p className="text-13 text-text">{countSentence(query.value)}</p>
      {parts.length > 0 && <PartList parts={parts} state={state} />}
    </>
  );
}

interface Agreeing {
  readonly isUnderWay: boolean;
  readonly problem: WireFailure | null;
  agree(shown: TrustReport): Promise<void>;
}

function useAgreeing(workspaceId: string, reload: () => void, onAgreed: () => void): Agreeing {
  const host = useHost();
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  return {
    isUnderWay,
    problem,
    async agree({ digest }) {
      setUnderWay(true);
      setProblem(null);
      const result = await host.call((client) => client.trust.agree({ workspaceId, digest }));
      setUnderWay(false);
      if (!result.ok) {
        setProblem(result.error);
        reload();
        return;
      }
      showToast('You trust this repository. When something of this changes, you are asked again.', {
        kind: 'success',
      });
      onAgreed();
    },
  };
}
