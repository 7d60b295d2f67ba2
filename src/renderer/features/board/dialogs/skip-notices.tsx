import { Play, TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';

type Include = NonNullable<Preflight['include']>;

/** Tasks beyond this many are counted, not listed. */
const listed = 5;

/** Which tasks a run would skip and why, and the way to run what they wait for too. */
export function SkipNotices({
  report: { skips, include },
  isBusy,
  onInclude,
}: {
  readonly report: Pick<Preflight, 'skips' | 'include'>;
  readonly isBusy: boolean;
  /** Reopens what is blocked, and runs all of these. */
  readonly onInclude: (include: Include) => void;
}): JSX.Element | null {
  if (skips.length === 0) return null;
  const more = skips.length - listed;
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-md border border-waiting-border bg-waiting-subtle p-3 text-13"
    >
      <TriangleAlert aria-hidden className="mt-0.5 icon-md shrink-0 text-waiting" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
        {skips.slice(0, listed).map(({ taskId, reason }) => (
          <p key={taskId} className="font-medium break-words">
            {reason}
          </p>
        ))}
        {more > 0 && <p className="text-muted">And {more} more.</p>}
        {include !== null && (
          <>
            {include.reopen.length > 0 && (
              <p className="text-muted">
                {include.reopen.join(', ')} {include.reopen.length === 1 ? 'is' : 'are'} opened
                again for that.
              </p>
            )}
            <Button
              size="sm"
              icon={Play}
              className="mt-1"
              isLoading={isBusy}
              onClick={() => onInclude(include)}
            >
              Run {namesOf(include.taskIds)}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

/** `lab.2 and lab.6`; of many, how many they are. */
function namesOf(ids: readonly string[]): string {
  if (ids.length > 3) return plural(ids.length, 'task');
  const last = ids.at(-1) ?? '';
  return ids.length === 1 ? last : `${ids.slice(0, -1).join(', ')} and ${last}`;
}
