import { TriangleAlert } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import type { ImportReport as Report } from '#shared/contract/transfers.ts';
import { plural } from '#renderer/lib/format.ts';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

/** What became of an import: how much was taken over, what was left out, what cannot be run yet. */
export function ImportReport({ report }: { readonly report: Report }): JSX.Element {
  const { problems, notices } = report;
  return (
    <div className="flex max-h-100 flex-col gap-3 overflow-y-auto">
      <p role="status" className="text-13">
        {importTally(report)}
      </p>
      {problems.length > 0 && (
        <Listed title="Left out">
          {problems.map((problem) => (
            <li key={`${problem.message} ${problem.place?.file} ${problem.place?.line}`}>
              <FailureNote failure={problem} />
            </li>
          ))}
        </Listed>
      )}
      {notices.length > 0 && (
        <Listed title="Taken over, but cannot be run yet">
          {notices.map(({ message, action }) => (
            <li
              key={message}
              className="flex items-start gap-2 rounded-md border border-waiting-border p-3 text-13"
            >
              <TriangleAlert aria-hidden className="mt-0.5 icon-md text-waiting" />
              <span className="min-w-0 break-words">
                <span className="font-medium">{message}</span>{' '}
                <span className="text-muted">{action}</span>
              </span>
            </li>
          ))}
        </Listed>
      )}
    </div>
  );
}

function Listed({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="text-12 font-medium text-muted">{title}</h3>
      <ul aria-label={title} className="flex flex-col gap-2">
        {children}
      </ul>
    </section>
  );
}

/** `2 tasks added, 1 updated, 3 unchanged.`, or that there was nothing to take. */
export function importTally({
  added,
  updated,
  unchanged,
  problems,
}: Omit<Report, 'notices'>): string {
  if (added.length + updated.length + unchanged.length > 0) {
    return `${plural(added.length, 'task')} added, ${updated.length} updated, ${unchanged.length} unchanged.`;
  }
  return problems.length > 0 ? 'No task was taken over.' : 'There is no task in it.';
}
