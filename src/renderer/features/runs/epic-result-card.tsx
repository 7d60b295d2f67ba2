import { FileDiff, GitMerge, SquarePen } from 'lucide-react';
import type { JSX } from 'react';
import type { EpicResult } from '#shared/contract/reviews.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { plural } from '#renderer/lib/format.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';

/** Where the work of an epic is, and the ways from there: look at all of it, merge it, open it. */
export function EpicResultCard({
  result,
  onLook,
}: {
  readonly result: EpicResult;
  readonly onLook: () => void;
}): JSX.Element {
  const { title, branch, command, commits, isMerged } = result;
  const openEditor = useOpenEditor();
  return (
    <section
      aria-label={`Result of ${title}`}
      className="flex flex-col gap-3 rounded-lg border border-border bg-surface p-4"
    >
      <p className="flex items-start gap-2 text-14">
        <GitMerge
          aria-hidden
          className={`mt-0.5 icon-md shrink-0 ${commits === 0 ? 'text-faint' : 'text-verified'}`}
        />
        <span className="min-w-0 break-words">{resultWords(result)}</span>
      </p>
      {commits > 0 && (
        <>
          {!isMerged && <CodeText text={command} isBlock copyLabel="Copy the merge command" />}
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" icon={FileDiff} onClick={onLook}>
              Look at the whole diff
            </Button>
            <Button icon={SquarePen} onClick={openEditor}>
              Open in the editor
            </Button>
            <span className="self-center text-12 text-muted">
              {isMerged ? '' : `The editor shows your checkout; ${branch} is not checked out.`}
            </span>
          </div>
        </>
      )}
    </section>
  );
}

/** `10 commits of Shelf are on epic/shelf-1, and not in main yet.` */
export function resultWords({ title, branch, baseBranch, commits, isMerged }: EpicResult): string {
  if (commits === 0) return `Nothing has landed on ${branch}.`;
  const what = `${plural(commits, 'commit')} of “${title}” ${commits === 1 ? 'is' : 'are'}`;
  return isMerged
    ? `${what} on ${branch}, and merged into ${baseBranch}.`
    : `${what} on ${branch}, ready for you to look at and to merge into ${baseBranch}.`;
}

/** Opens the repository in the person's editor; says which one, or why none. */
function useOpenEditor(): () => void {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  return () => {
    void host
      .call((client) => client.host.openEditor({ workspaceId }))
      .then((result) => {
        if (result.ok) showToast(`Opened in ${result.value.editor}.`);
        else showFailure(result.error);
      });
  };
}
