import { useState } from 'react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useAgentRules } from '#renderer/features/work/index.ts';
import { agentLines } from '#renderer/features/board/model/agent-groups.ts';
import { estimateText } from '#renderer/features/board/model/preflight-words.ts';
import { ActionLink } from '#renderer/ui/buttons/action-link.tsx';
import { DefinitionList } from '#renderer/ui/surfaces/definition-list.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';

/** Tasks and branches that are named at first. */
const listed = 5;

/** What a run would work on, where that lands, what checks it, and who does it. */
export function RunPlan({ report }: { readonly report: Preflight }): JSX.Element {
  const { checks, agents, epics } = report;
  const tasks = useDocuments('tasks');
  const lines = agentLines(agents, tasks, useAgentRules());
  const hasWork = report.taskIds.length > report.skips.length;
  return (
    <div className="flex flex-col gap-3">
      <TaskTitles report={report} />
      <DefinitionList
        items={[
          { term: 'Lands on', description: epics.length === 0 ? null : <Branches epics={epics} /> },
          {
            term: 'Checked by',
            description:
              checks.length === 0 ? (
                'Each task names its own checks.'
              ) : (
                <span className="flex min-h-5 flex-wrap items-center gap-1">
                  {checks.map((command) => (
                    <CodeText key={command} text={command} />
                  ))}
                </span>
              ),
          },
          {
            term: agents.length > 1 ? 'Agents' : 'Agent',
            description: lines.length === 0 ? null : <Lines lines={lines} />,
          },
          {
            term: 'Takes',
            description: hasWork ? estimateText(report.estimate) : null,
          },
        ]}
      />
    </div>
  );
}

/** The tasks that would run, in their order. */
function TaskTitles({ report: { taskIds, skips } }: { readonly report: Preflight }): JSX.Element {
  const tasks = useDocuments('tasks');
  const [isWhole, setWhole] = useState(false);
  const skipped = new Set(skips.map(({ taskId }) => taskId));
  const going = taskIds.filter((id) => !skipped.has(id));
  const more = going.length - listed;
  return (
    <div className="flex flex-col items-start gap-1">
      <ol aria-label="Tasks of the run" className="flex w-full flex-col gap-0.5 text-13">
        {(isWhole ? going : going.slice(0, listed)).map((id) => (
          <li key={id} className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 truncate">{tasks.get(id)?.title ?? id}</span>
            <span className="shrink-0 font-mono text-12 text-faint">{id}</span>
          </li>
        ))}
      </ol>
      {more > 0 && !isWhole && (
        <p className="text-12">
          <ActionLink onClick={() => setWhole(true)}>and {more} more</ActionLink>
        </p>
      )}
    </div>
  );
}

function Branches({ epics }: Pick<Preflight, 'epics'>): JSX.Element {
  const more = epics.length - listed;
  return (
    <span className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
      {epics.slice(0, listed).map(({ id, branch, baseBranch }) => (
        <span key={id} className="inline-flex min-w-0 items-center gap-1">
          <CodeText text={branch} />
          <span className="text-12 text-muted">from {baseBranch}</span>
        </span>
      ))}
      {more > 0 && <span className="text-12 text-muted">and {more} more</span>}
    </span>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  return (
    <span className="flex flex-col">
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
