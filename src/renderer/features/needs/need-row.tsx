import type { JSX, ReactNode } from 'react';
import { needTitle } from '#shared/core/needs/need-title.ts';
import { taskOfNeed } from '#shared/core/needs/needs.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import { waitAction } from '#shared/core/records/waiting-work.ts';
import { useDocument } from '#renderer/db/use-documents.ts';
import { ForeignChangeDetails } from '#renderer/features/guard/index.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import { NeedActions } from './need-actions.tsx';
import { needLook } from './need-look.ts';
import { QuestionAnswer } from './question-answer.tsx';
import { useOpenNeed } from './use-open-need.ts';

/** One thing that waits for the person: what it is, since when, and what can be done about it at once. */
export function NeedRow({ need }: { readonly need: Need }): JSX.Element {
  const { isUnread, open } = useOpenNeed(need);
  const { state, word } = needLook(need);
  const [{ subject }] = useAppLocation();
  const isUnfolded = need.kind === 'change' && subject === need.changeId;
  return (
    <div className="flex flex-col gap-2 px-3 py-2 hover:bg-hover">
      <div className="flex items-start gap-3">
        <span className="pt-0.5">
          <StateDot state={state} label={word} isWordHidden />
        </span>
        <button
          type="button"
          onClick={open}
          aria-expanded={need.kind === 'change' ? isUnfolded : undefined}
          className="min-w-0 flex-1 rounded-sm text-left text-13"
        >
          <span dir="auto" className={classNames('break-words', isUnread && 'font-semibold')}>
            {isUnread && <span className="sr-only">Unread: </span>}
            {needTitle(need)}
          </span>
          <Subtitle need={need} />
        </button>
        {need.since !== null && (
          <span className="shrink-0 text-12 text-muted">
            <RelativeTime iso={need.since} />
          </span>
        )}
      </div>
      <div className="flex flex-col gap-2 pl-6">
        {need.kind === 'question' && need.isHere && (
          <QuestionAnswer
            key={need.key}
            taskId={need.taskId}
            attemptId={need.attemptId}
            question={need.question}
          />
        )}
        {isUnfolded ? (
          <ForeignChangeDetails changeId={need.changeId} />
        ) : (
          <div className="flex flex-wrap gap-2">
            <NeedActions need={need} onOpen={open} />
          </div>
        )}
      </div>
    </div>
  );
}

/** The title of the task it is about, or what makes it go on. */
function Subtitle({ need }: { readonly need: Need }): ReactNode {
  const task = useDocument('tasks', taskOfNeed(need) ?? '');
  const lines = [
    ...(task === null ? [] : [task.title]),
    ...(need.kind === 'landing' ? [waitAction(need.gate)] : []),
    ...(need.kind === 'entry' && need.entry.detail !== undefined ? [need.entry.detail] : []),
  ];
  return lines.map((line) => (
    <span
      key={line}
      dir="auto"
      className="block text-12 break-words whitespace-pre-wrap text-muted"
    >
      {line}
    </span>
  ));
}
