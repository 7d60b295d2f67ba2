import { TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import type { ImportPreview as Preview } from '#shared/contract/transfers.ts';
import { plural } from '#renderer/lib/format.ts';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';

/** Tasks that are named; the rest is counted. */
const listed = 100;

const words = { added: 'new', updated: 'brought up to date', unchanged: 'as it is' } as const;

/** What an import would take, before it does. */
export function ImportPreview({ preview }: { readonly preview: Preview }): JSX.Element {
  const { tasks, addedEpics, problems } = preview;
  const more = tasks.length - listed;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="text-13">
        {previewTally(preview)}
        {addedEpics.length > 0 && (
          <span className="text-muted">
            {' '}
            New {addedEpics.length === 1 ? 'epic' : 'epics'}: {addedEpics.join(', ')}.
          </span>
        )}
      </p>
      {tasks.length > 0 && (
        <ul
          aria-label="Tasks to be imported"
          className="flex max-h-60 flex-col overflow-y-auto rounded-md border border-border bg-surface py-1"
        >
          {tasks.slice(0, listed).map(({ id, title, change }) => (
            <li key={id} className="flex min-w-0 items-baseline gap-2 px-3 py-1 text-13">
              <span className="shrink-0 font-mono text-12 text-muted">{id}</span>
              <span className="min-w-0 flex-1 truncate">{title}</span>
              <span className="shrink-0 text-12 text-faint">{words[change]}</span>
            </li>
          ))}
          {more > 0 && <li className="px-3 py-1 text-12 text-muted">and {more} more</li>}
        </ul>
      )}
      {problems.length > 0 && (
        <p className="flex items-center gap-2 text-13">
          <TriangleAlert aria-hidden className="icon-md shrink-0 text-waiting" />
          {plural(problems.length, 'item')} would be left out:
        </p>
      )}
      {problems.map((problem) => (
        <FailureNote
          key={`${problem.message} ${problem.place?.file} ${problem.place?.line}`}
          failure={problem}
        />
      ))}
    </div>
  );
}

/** `12 tasks: 10 new, 2 brought up to date.` */
function previewTally({ tasks }: Preview): string {
  if (tasks.length === 0) return 'There is no task in it that could be taken over.';
  const parts = (['added', 'updated', 'unchanged'] as const).flatMap((change) => {
    const count = tasks.filter((task) => task.change === change).length;
    return count === 0 ? [] : [`${count} ${words[change]}`];
  });
  return `${plural(tasks.length, 'task')}: ${parts.join(', ')}.`;
}

/** How many tasks an import would add or change. */
export function newsOf({ tasks }: Preview): number {
  return tasks.filter(({ change }) => change !== 'unchanged').length;
}
