import { TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { RunSettings } from '#shared/model/run.ts';
import { plural } from '#renderer/lib/format.ts';
import { pageAction } from '#renderer/lib/page-action.ts';
import { TrustButton } from '#renderer/features/trust/index.ts';
import { DefinitionList } from '#renderer/ui/surfaces/definition-list.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { BringBackButton } from './bring-back-button.tsx';
import { agentText, estimateText } from '#renderer/features/board/model/preflight-words.ts';

/** Groups and ids beyond this many are counted, not listed. */
const listed = 30;

/** What preflight found, the worst first. */
export function PreflightReport({
  report,
  schedule,
  onMended,
}: {
  readonly report: Preflight;
  readonly schedule: RunSettings['schedule'];
  /** Something was mended that stood in the way. */
  readonly onMended: () => void;
}): JSX.Element {
  const { problems, warnings, criticalPath, agents, conflicts } = report;
  const order = orderOf(report, schedule);
  const skipped = report.skips.length;
  return (
    <div className="flex flex-col gap-3">
      {problems.filter(isNews).map((problem) => (
        <FailureNote
          key={`${problem.code} ${problem.message}`}
          failure={problem}
          {...(problem.code === 'not-trusted' && {
            actions: <TrustButton size="sm" variant="primary" />,
          })}
          {...(problem.code === 'epic-branch-gone' && {
            actions: <BringBackButton onDone={onMended} />,
          })}
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
      <DefinitionList
        items={[
          {
            term: 'Tasks',
            description: `${report.taskIds.length - skipped} in ${order.count}${skipped === 0 ? '' : `, ${skipped} would be skipped`}`,
          },
          {
            term: 'Critical path',
            description:
              criticalPath.length === 0 ? null : (
                <span title={criticalPath.join(' → ')}>
                  {plural(criticalPath.length, 'task')}, one after the other
                </span>
              ),
          },
          {
            term: 'Agents',
            description: agents.length === 0 ? 'None found' : agents.map(agentText).join(', '),
          },
          {
            term: 'Estimate',
            description: report.taskIds.length > skipped ? estimateText(report.estimate) : null,
          },
        ]}
      />
      {order.groups.length > 0 && (
        <Disclosure summary="Order of the tasks">
          <p className="pt-1 text-12 text-faint">{order.text}</p>
          <Groups {...order} />
        </Disclosure>
      )}
    </div>
  );
}

/** What would be skipped is shown beside it, with what can be done. */
function isNews({ code }: Preflight['problems'][number]): boolean {
  return code !== 'nothing-can-start';
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

interface Order {
  readonly word: 'Batch' | 'Layer';
  readonly groups: readonly (readonly string[])[];
  /** `3 batches`. */
  readonly count: string;
  /** What the groups mean. */
  readonly text: string;
}

/** With the schedule `continuous` nothing starts in batches: there the layers of dependencies are shown. */
function orderOf({ batches, layers }: Preflight, schedule: RunSettings['schedule']): Order {
  return schedule === 'batch'
    ? {
        word: 'Batch',
        groups: batches,
        count: plural(batches.length, 'batch', 'batches'),
        text: 'What starts together, if every task succeeds.',
      }
    : {
        word: 'Layer',
        groups: layers,
        count: plural(layers.length, 'layer'),
        text: 'Tasks of a layer do not wait for each other. Each starts when what it waits for is done and a slot is free.',
      };
}

function Groups({ word, groups }: Pick<Order, 'word' | 'groups'>): JSX.Element {
  const rest = groups.length - listed;
  const words = word === 'Batch' ? 'batches' : 'layers';
  return (
    <ol className="flex flex-col gap-1 py-1 text-12 text-muted">
      {groups.slice(0, listed).map((ids, index) => (
        <li key={ids.join(' ')} className="flex gap-2">
          <span className="w-14 shrink-0 text-faint tabular">
            {word} {index + 1}
          </span>
          <span className="min-w-0 font-mono break-words">
            {ids.slice(0, listed).join(', ')}
            {ids.length > listed && ` and ${ids.length - listed} more`}
          </span>
        </li>
      ))}
      {rest > 0 && (
        <li>
          and {rest} more {words}
        </li>
      )}
    </ol>
  );
}
