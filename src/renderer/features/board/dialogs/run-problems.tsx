import { TriangleAlert, UserX } from 'lucide-react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { TrustButton } from '#renderer/features/trust/index.ts';
import { withoutGroup } from '#renderer/features/board/model/agent-groups.ts';
import { plural } from '#renderer/lib/format.ts';
import { pageAction } from '#renderer/lib/page-action.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { BringBackButton } from './bring-back-button.tsx';

export interface RunProblemsProps {
  readonly report: Preflight;
  /** Something was mended that stood in the way. */
  readonly onMended: () => void;
  /** Only these tasks are to run. */
  readonly onNarrow: (taskIds: readonly string[]) => void;
}

/** What stands in the way of a run, each with what mends it, and what a person should know before it. */
export function RunProblems({ report, onMended, onNarrow }: RunProblemsProps): JSX.Element | null {
  const { problems, warnings, conflicts, agents } = report;
  const ofAgents = agents.flatMap((group) => group.problem?.message ?? []);
  const others = problems.filter(
    // What would be skipped is shown beside it, with what can be done; an agent's below, with its tasks.
    ({ code, message }) => code !== 'nothing-can-start' && !ofAgents.includes(message),
  );
  if (problems.length + warnings.length + conflicts.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      {agents.map((group) => (
        <AgentProblem key={group.type} group={group} report={report} onNarrow={onNarrow} />
      ))}
      {others.map((problem) => (
        <FailureNote
          key={`${problem.code} ${problem.message}`}
          failure={problem}
          {...remedyOf(problem, onMended)}
        />
      ))}
      {warnings.map((warning) => (
        <Warning key={`${warning.code} ${warning.message}`} text={warning.message}>
          {pageAction(warning)}
        </Warning>
      ))}
      {conflicts.map(({ taskId, files }) => (
        <Warning key={taskId} text={`The unmerged work of ${taskId} conflicts with its epic.`}>
          {files.join(', ')}
        </Warning>
      ))}
    </div>
  );
}

/** The button that mends a problem, where there is one. */
function remedyOf({ code }: WireFailure, onMended: () => void): { readonly actions?: JSX.Element } {
  switch (code) {
    case 'not-trusted':
      return { actions: <TrustButton size="sm" variant="primary" /> };
    case 'epic-branch-gone':
      return { actions: <BringBackButton onDone={onMended} /> };
    default:
      return {};
  }
}

/** An agent that cannot work: its tasks can be left out, or another one chosen below. */
function AgentProblem({
  group,
  report,
  onNarrow,
}: Pick<RunProblemsProps, 'report' | 'onNarrow'> & {
  readonly group: Preflight['agents'][number];
}): JSX.Element | null {
  const { problem, taskIds } = group;
  if (problem === null) return null;
  const left = withoutGroup(report, group);
  const these = taskIds.length === 1 ? taskIds.join('') : `these ${plural(taskIds.length, 'task')}`;
  return (
    <FailureNote
      failure={problem}
      safe={`It is to work on ${taskIds.slice(0, 5).join(', ')}${taskIds.length > 5 ? ` and ${taskIds.length - 5} more` : ''}.`}
      {...(left !== null && {
        actions: (
          <Button size="sm" icon={UserX} onClick={() => onNarrow(left)}>
            Leave out {these}
          </Button>
        ),
      })}
    />
  );
}

function Warning({
  text,
  children,
}: {
  readonly text: string;
  readonly children: string;
}): JSX.Element {
  return (
    <div className="flex items-start gap-2 rounded-md border border-waiting-border bg-waiting-subtle p-3 text-13">
      <TriangleAlert aria-hidden className="mt-0.5 icon-md text-waiting" />
      <div className="min-w-0">
        <p className="font-medium break-words">{text}</p>
        <p className="break-words text-muted">{children}</p>
      </div>
    </div>
  );
}
