import { CircleQuestionMark } from 'lucide-react';
import { useId } from 'react';
import type { JSX } from 'react';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { useNeeds } from './needs-provider.tsx';
import { QuestionAnswer } from './question-answer.tsx';

/** What a task's agent asks, with the answers or a field for one; nothing where it asks nothing. */
export function QuestionNote({ taskId }: { readonly taskId: string }): JSX.Element | null {
  const title = useId();
  const need = useNeeds().find((one) => one.kind === 'question' && one.taskId === taskId);
  if (need?.kind !== 'question') return null;
  const { question, attemptId, since, isHere, key } = need;
  return (
    <section
      aria-labelledby={title}
      className="flex shrink-0 items-start gap-2 border-y border-waiting-border bg-waiting-subtle px-4 py-2 text-13"
    >
      <CircleQuestionMark aria-hidden className="mt-0.5 icon-md text-waiting" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h3 id={title} className="sr-only">
          What its agent asks
        </h3>
        <p>
          <span dir="auto" className="font-medium break-words text-text">
            {question}
          </span>{' '}
          {since !== null && (
            <span className="text-12 text-muted">
              asked <RelativeTime iso={since} />
            </span>
          )}
        </p>
        {isHere ? (
          <QuestionAnswer key={key} {...{ taskId, attemptId, question }} takesFocus />
        ) : (
          <p className="text-muted">Its run is driven elsewhere: answer it there.</p>
        )}
      </div>
    </section>
  );
}
