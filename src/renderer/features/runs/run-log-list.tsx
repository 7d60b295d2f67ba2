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
import type { RunLogGroup, RunLogLine } from './run-log.ts';

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

/** What happened in a run, task by task, the first one first; it follows the end while the reader is there. */
export function RunLog({
  run,
  onOpen,
}: {
  readonly run: Run;
  readonly onOpen: (taskId: string) => void;
}): JSX.Element {
  const groups = useGroups(run);
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const { current } = list;
    if (groups.length > 0 && current !== null && isAtEnd.current) {
      current.scrollTop = current.scrollHeight;
    }
  }, [groups]);
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
        {groups.map((group) => (
          <GroupRows key={group.key} group={group} onOpen={onOpen} />
        ))}
      </ScrollRegion>
    </section>
  );
}

function useGroups(run: Run): readonly RunLogGroup[] {
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

function GroupRows({
  group: { taskId, title, mark, lines },
  onOpen,
}: {
  readonly group: RunLogGroup;
  readonly onOpen: (taskId: string) => void;
}): JSX.Element {
  if (taskId === null || title === null) {
    return (
      <>
        {lines.map((line) => (
          <LogRow key={line.key} line={line} />
        ))}
      </>
    );
  }
  const { state, word } = looks[mark];
  return (
    <section aria-label={title}>
      <div className="flex min-h-6 items-center gap-2 rounded-sm px-2 text-12 hover:bg-hover">
        <StateDot state={state} label={word} isWordHidden isMoving={mark === 'running'} />
        <h3 dir="auto" className="min-w-0 flex-1 truncate font-medium text-text" title={title}>
          {title}
        </h3>
        <button
          type="button"
          className="shrink-0 rounded-sm px-1 text-accent-text hover:underline"
          onClick={() => onOpen(taskId)}
        >
          Open<span className="sr-only"> {taskId}</span>
        </button>
      </div>
      <div className="pl-5 text-muted">
        {lines.map((line) => (
          <LogRow key={line.key} line={line} isPart />
        ))}
      </div>
    </section>
  );
}

function LogRow({
  line: { mark, text, at },
  isPart = false,
}: {
  readonly line: RunLogLine;
  /** Whether it stands under the title of its task, which has the sign. */
  readonly isPart?: boolean;
}): JSX.Element {
  const { state, word } = looks[mark];
  return (
    <div className="flex min-h-6 items-start gap-2 rounded-sm px-2 py-1 text-12 hover:bg-hover">
      {!isPart && <StateDot state={state} label={word} isWordHidden />}
      <span dir="auto" className="min-w-0 flex-1 break-words">
        {text}
      </span>
      <span className="shrink-0 text-muted">
        <RelativeTime iso={at} />
      </span>
    </div>
  );
}
