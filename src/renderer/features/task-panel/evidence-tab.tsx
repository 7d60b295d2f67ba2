import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Mark } from '#shared/model/mark.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { MarkList } from '#renderer/features/work/index.ts';
import { formatDuration } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { PathText } from '#renderer/ui/text/path-text.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { DefinitionList } from '#renderer/ui/surfaces/definition-list.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { CheckAgain } from './check-again.tsx';
import { RunningCheck } from './running-check.tsx';
import type { RunningCheckFacts } from './running-check.tsx';
import { roomWords, testWords, verdictLooks } from './task-looks.ts';

export interface EvidenceTabProps {
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  /** Of the task, by which each check says of which it is. */
  readonly attempts: readonly Pick<AttemptView, 'id' | 'number'>[];
  /** Tree of the newest work; evidence counts only for its own tree (SPEC section 6.1). */
  readonly presentTree: string | null;
  /** The check that runs now; null when none does. */
  readonly running: RunningCheckFacts | null;
  /** What a person has to know of the newest work as a whole. */
  readonly marks: readonly Mark[];
}

/** Every check that the app ran on this task's work, the newest first. */
export function EvidenceTab({
  evidence,
  attempts,
  presentTree,
  running,
  marks,
}: EvidenceTabProps): JSX.Element {
  if (evidence.length === 0 && running === null) {
    return (
      <EmptyState
        icon={BadgeCheck}
        text="No check has run yet. The app runs them itself when an attempt has ended."
      />
    );
  }
  return (
    <>
      <MarkList
        isBanner
        of="this work"
        marks={marks.filter((mark) => !isOnCheck(mark, evidence))}
      />
      <ul aria-label="Verification evidence" className="flex flex-col gap-3 p-4">
        {running !== null && (
          <li>
            <RunningCheck check={running} />
          </li>
        )}
        {evidence.toReversed().map((one) => (
          <li key={one.id}>
            <EvidenceCard
              evidence={one}
              attempt={attempts.find(({ id }) => id === one.attemptId)?.number ?? null}
              counts={one.tree === presentTree}
              isNewest={one === evidence.at(-1)}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

interface EvidenceCardProps {
  readonly evidence: Evidence;
  /** Number of the attempt whose work was checked; null where it is another task's. */
  readonly attempt: number | null;
  /** Whether it is of the work as it is now. */
  readonly counts: boolean;
  readonly isNewest: boolean;
}

function EvidenceCard(props: EvidenceCardProps): JSX.Element {
  const { evidence, attempt, counts, isNewest } = props;
  const [chosen, setChosen] = useState<boolean | null>(null);
  // What failed before is folded: it was about other work.
  const isOpen = chosen ?? (evidence.verdict !== 'passed' && (counts || isNewest));
  const { state, word } = verdictLooks[evidence.verdict];
  return (
    <article className="flex flex-col gap-2 rounded-lg border border-border bg-surface p-3">
      <div className="flex items-center gap-3 text-12 text-muted">
        {/* A check of another tree says nothing about the work as it is now. */}
        <StateDot state={counts ? state : 'idle'} label={word} />
        <span className="tabular">{formatDuration(evidence.durationMs)}</span>
        {evidence.exitCode !== null && <span className="tabular">exit {evidence.exitCode}</span>}
        {attempt !== null && <span>attempt {attempt}</span>}
        {!counts && <span>on an earlier tree</span>}
        <span className="ml-auto">
          <RelativeTime iso={evidence.startedAt} />
        </span>
      </div>
      <CodeText text={evidence.command} isBlock copyLabel="Copy the command" />
      <MarkList of="this check" marks={evidence.marks} />
      <DefinitionList items={itemsOf(evidence)} />
      {evidence.kept.length > 0 && evidence.taskId !== null && (
        <CheckAgain taskId={evidence.taskId} kept={evidence.kept} />
      )}
      <div>
        <Button size="sm" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
          {isOpen ? 'Hide the output' : 'Show the output'}
        </Button>
      </div>
      {isOpen && <Output evidenceId={evidence.id} />}
    </article>
  );
}

/** Whether a check that is shown has the mark itself. */
function isOnCheck({ text }: Mark, evidence: readonly Evidence[]): boolean {
  return evidence.some((one) => one.marks.some((mark) => mark.text === text));
}

function itemsOf(evidence: Evidence): Parameters<typeof DefinitionList>[0]['items'] {
  const { tree, tests, room, kept, environment, cwd } = evidence;
  return [
    { term: 'Tests', description: testWords(tests) },
    { term: 'Room', description: roomWords[room] },
    ...(kept.length === 0 ? [] : [{ term: 'Kept', description: kept.join(', ') }]),
    {
      term: 'Environment',
      description:
        environment === null ? null : (
          <CodeText text={environment.slice(0, 12)} copyLabel="Copy the environment's digest" />
        ),
    },
    { term: 'Tree', description: <CodeText text={tree.slice(0, 12)} /> },
    { term: 'Folder', description: <PathText path={cwd} copyLabel="Copy the folder" /> },
  ];
}

function Output({ evidenceId }: { readonly evidenceId: string }): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const { query } = useHostQuery(`${workspaceId} ${evidenceId}`, (client) =>
    client.reviews.evidenceOutput({ workspaceId, evidenceId }),
  );
  if (query.kind === 'loading') return <Skeleton lines={4} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const { text, isComplete } = query.value;
  if (text.trim() === '') return <p className="text-12 text-muted">It printed nothing.</p>;
  return (
    <>
      {!isComplete && (
        <p className="text-12 text-muted">Only the end of the output; all of it is on the disk.</p>
      )}
      <CodeText text={text} isBlock copyLabel="Copy the output" />
    </>
  );
}
