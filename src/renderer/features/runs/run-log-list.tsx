import { useEffect, useMemo, useRef } from 'react';
import type { JSX } from 'react';
import type { Run } from '#shared/model/run.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useWorkLife } from '#renderer/features/work/index.ts';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import type { StateName } from '#renderer/ui/signs/state.ts';
import { runLog } from './run-log.ts';
import type { LogMark } from './run-log-marks.ts';
import type { RunLogLine } from './run-log.ts';

const looks: Readonly<Record<LogMark, { readonly state: StateName; readonly word: string }>> = {
  running: { state: 'running', word: 'Runs now' },
  waiting: { state: 'waiting', word: 'Waits for you' },
  problem: { state: 'blocked', word: 'Needs you' },
  passed: { state: 'verified', word: 'Done' },
  skipped: { state: 'idle', word: 'Skipped' },
  note: { state: 'idle', word: 'Note' },
};
/** Distance from the end, in pixels, at which the reader counts as being at the end. */
const nearEnd = 40;

/** What happened in a run, oldest first; it follows the end while the reader is there. */
export function RunLog({
  run,
  onOpen,
}: {
  readonly run: Run;
  readonly onOpen: (taskId: string) => void;
}): JSX.Element {
  const lines = useLines(run);
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const { current } = list;
    if (lines.length > 0 && current !== null && isAtEnd.current) {
      current.scrollTop = current.scrollHeight;
    }
  }, [lines]);
  return (
    <section
      aria-label="Log of the run"
      className="flex h-full min-h-0 flex-col border-t border-border"
    >
      <h2 className="shrink-0 px-4 py-2 text-12 font-medium text-muted">Log</h2>
      <ScrollRegion
        scrollRef={list}
        role="log"
        label="What happened"
        onScroll={({ currentTarget: at }) => {
          isAtEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < nearEnd;
        }}
        className="px-2 pb-2"
      >
        {lines.map((line) => (
          <LogRow key={line.key} line={line} onOpen={onOpen} />
        ))}
      </ScrollRegion>
    </section>
  );
}

function useLines(run: Run): readonly RunLogLine[] {
  const tasks = useDocuments('tasks');
  const attempts = useAttempts();
  const notifications = useDocuments('notifications');
  const life = useWorkLife();
  return useMemo(
    () =>
      runLog({
        run,
        tasks,
        attempts: attempts.values(),
        notifications: notifications.values(),
        life,
      }),
    [run, tasks, attempts, notifications, life],
  );
}

function LogRow({
  line,
  onOpen,
}: {
  readonly line: RunLogLine;
  readonly onOpen: (taskId: string) => void;
}): JSX.Element {
  const { state, word } = looks[line.mark];
  const { taskId } = line;
  return (
    <div className="flex min-h-6 items-start gap-2 rounded-sm px-2 py-1 text-12 hover:bg-hover">
      <StateDot state={state} label={word} isWordHidden isMoving={line.mark === 'running'} />
      <span className="min-w-0 flex-1 break-words">{line.text}</span>
      {taskId !== null && (
        <button
          type="button"
          className="shrink-0 rounded-sm px-1 text-accent-text hover:underline"
          onClick={() => onOpen(taskId)}
        >
          Open<span className="sr-only"> {taskId}</span>
        </button>
      )}
      <span className="shrink-0 text-muted">
        <RelativeTime iso={line.at} />
      </span>
    </div>
  );
}
