import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { tallyOf } from '#shared/core/runs/run-summary.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import {
  runStateOf,
  runTone,
  runWords,
  tallyWords,
  useWorkLife,
} from '#renderer/features/work/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { plural } from '#renderer/lib/format.ts';
import { goTo } from '#renderer/lib/location.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { useMarkRead } from './use-mark-read.ts';

/** All that happened in one run as one entry: how it stands or ended; what happened is below it, unfolded. */
export function RunEntry({
  run,
  entries,
  children,
}: {
  readonly run: Run;
  /** Newest first. */
  readonly entries: readonly Notification[];
  readonly children: ReactNode;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const tasks = useDocuments('tasks');
  const life = useWorkLife();
  const markRead = useMarkRead();
  const tally = tallyOf(
    run,
    run.taskIds.flatMap((id) => tasks.get(id) ?? []),
  );
  const state = runStateOf(run, life);
  const unread = entries.filter(({ read }) => !read).map(({ id }) => id);
  const toggle = (): void => {
    if (!isOpen && unread.length > 0) markRead(unread, true);
    setOpen(!isOpen);
  };
  const count = plural(run.taskIds.length, 'task');
  return (
    <>
      <div className="flex items-center gap-2 pr-2 hover:bg-hover">
        <button
          type="button"
          onClick={toggle}
          aria-expanded={isOpen}
          className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-3 py-2 text-left focus-inset"
        >
          <ChevronRight
            aria-hidden
            className={classNames(
              'icon-sm shrink-0 text-faint transition-transform',
              isOpen && 'rotate-90',
            )}
          />
          <StateDot state={runTone(state)} label={runWords[state].label} isWordHidden />
          <span
            className={classNames(
              'min-w-0 flex-1 text-13 break-words',
              unread.length > 0 ? 'font-medium text-text' : 'text-muted',
            )}
          >
            {unread.length > 0 && <span className="sr-only">Unread: </span>}
            Run of {count}, {runWords[state].phrase}: {tallyWords(tally)}
          </span>
          <span className="shrink-0 text-12 text-muted">
            <RelativeTime iso={entries[0]?.createdAt ?? run.startedAt} />
          </span>
        </button>
        <Button
          size="sm"
          variant="quiet"
          onClick={() => goTo({ view: 'runs', subject: run.id })}
          aria-label={`Show the run of ${count}`}
        >
          Show
        </Button>
      </div>
      {isOpen && <div className="border-t border-border pl-6">{children}</div>}
    </>
  );
}
