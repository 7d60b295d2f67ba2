import { TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import type { WirePreflight } from '#shared/contract/runs.ts';
import { formatDuration, formatMoney, formatTokens, plural } from '#renderer/lib/format.ts';
import { pageAction } from '#renderer/lib/page-action.ts';
import { DefinitionList } from '#renderer/ui/definition-list.tsx';
import { Disclosure } from '#renderer/ui/disclosure.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';

/** Batches and ids beyond this many are counted, not listed. */
const listed = 30;

/** What preflight found, the worst first. */
export function PreflightReport({ report }: { readonly report: WirePreflight }): JSX.Element {
  const { problems, warnings, taskIds, batches, criticalPath, agents, conflicts } = report;
  return (
    <div className="flex flex-col gap-3">
      {problems.map((problem) => (
        <FailureNote key={`${problem.code} ${problem.message}`} failure={problem} />
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
            description: `${taskIds.length} in ${plural(batches.length, 'batch', 'batches')}`,
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
            description: agents
              .map(({ type, version }) => `${type} ${version ?? '(version not told)'}`)
              .join(', '),
          },
          { term: 'Estimate', description: estimateText(report.estimate) },
        ]}
      />
      {batches.length > 0 && (
        <Disclosure summary="Order of the tasks">
          <Batches batches={batches} />
        </Disclosure>
      )}
    </div>
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

function Batches({ batches }: { readonly batches: WirePreflight['batches'] }): JSX.Element {
  return (
    <ol className="flex flex-col gap-1 py-1 text-12 text-muted">
      {batches.slice(0, listed).map((ids, index) => (
        <li key={ids.join(' ')} className="flex gap-2">
          <span className="w-14 shrink-0 text-faint tabular">Batch {index + 1}</span>
          <span className="min-w-0 font-mono break-words">
            {ids.slice(0, listed).join(', ')}
            {ids.length > listed && ` and ${ids.length - listed} more`}
          </span>
        </li>
      ))}
      {batches.length > listed && <li>and {batches.length - listed} more batches</li>}
    </ol>
  );
}

/** The estimate with where it comes from; what no attempt ever told is left out. */
function estimateText({
  minutes,
  tokens,
  costUsd,
  source,
  sampleSize,
}: WirePreflight['estimate']): string {
  const parts = [
    minutes === null ? null : `about ${formatDuration(minutes * 60_000)}`,
    tokens === null ? null : `${formatTokens(tokens)} tokens`,
    costUsd === null ? null : formatMoney(costUsd),
  ].filter((part) => part !== null);
  if (parts.length === 0) return `No estimate: ${source}.`;
  return `${parts.join(' · ')} (${source}, ${plural(sampleSize, 'attempt')})`;
}
