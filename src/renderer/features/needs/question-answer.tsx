import { CornerDownLeft } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { JSX } from 'react';
import { answerChoices } from '#shared/core/needs/question-words.ts';
import type { AnswerChoice } from '#shared/core/needs/question-words.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { answerOf, useRequestedFocus } from '#renderer/lib/request-focus.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';

export interface QuestionAnswerProps {
  readonly taskId: string;
  readonly attemptId: string;
  readonly question: string;
  /** Whether the focus may come here when the question is gone to. */
  readonly takesFocus?: boolean;
}

/** What is asked for is not shown, nor said again. */
const secretWords = /\b(?:password|passphrase|token|secret|api key)\b/i;

/** Answers what an agent asks: a button for each answer that the question names, else a field. */
export function QuestionAnswer({
  taskId,
  attemptId,
  question,
  takesFocus = false,
}: QuestionAnswerProps): JSX.Element {
  const { state, send } = useAnswer({ taskId, attemptId, question });
  const choices = answerChoices(question);
  if (state === 'sent') {
    return (
      <p role="status" className="text-12 text-muted">
        The answer is typed; the agent has it.
      </p>
    );
  }
  if (choices.length === 0) {
    return (
      <WrittenAnswer
        {...{ taskId, takesFocus, send }}
        isSecret={secretWords.test(question)}
        isSending={state === 'sending'}
      />
    );
  }
  return (
    <ChosenAnswer {...{ taskId, takesFocus, send, choices }} isSending={state === 'sending'} />
  );
}

/** A button for each answer; its first letter, or number, chooses it as well. */
function ChosenAnswer({
  taskId,
  takesFocus,
  choices,
  isSending,
  send,
}: {
  readonly taskId: string;
  readonly takesFocus: boolean;
  readonly choices: readonly AnswerChoice[];
  readonly isSending: boolean;
  readonly send: (answer: string) => void;
}): JSX.Element {
  // The group takes the focus, and not a button in it: no key that is still down presses an answer.
  const group = useRef<HTMLDivElement>(null);
  useRequestedFocus(takesFocus ? answerOf(taskId) : null, group);
  const press = useEffectEvent((event: KeyboardEvent): void => {
    const { key, repeat, ctrlKey, metaKey, altKey } = event;
    if (repeat || ctrlKey || metaKey || altKey || isSending) return;
    const [chosen, ...others] = choices.filter(({ answer }) => keyOf(answer) === key.toLowerCase());
    if (chosen === undefined || others.length > 0) return;
    event.preventDefault();
    send(chosen.answer);
  });
  useEffect(() => {
    const element = group.current;
    const listener = (event: KeyboardEvent): void => press(event);
    element?.addEventListener('keydown', listener);
    return () => element?.removeEventListener('keydown', listener);
  }, []);
  return (
    <div
      ref={group}
      role="group"
      tabIndex={-1}
      aria-label={`Answers to ${taskId}`}
      className="flex w-fit flex-wrap gap-2 rounded-md"
    >
      {choices.map(({ label, answer }) => (
        <Button
          key={answer}
          size="sm"
          shortcut={keyOf(answer).toUpperCase()}
          isLoading={isSending}
          onClick={() => send(answer)}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}

/** The key that chooses an answer while the answers have the focus. */
function keyOf(answer: string): string {
  return answer.charAt(0).toLowerCase();
}

function WrittenAnswer({
  taskId,
  takesFocus,
  isSecret,
  isSending,
  send,
}: {
  readonly taskId: string;
  readonly takesFocus: boolean;
  readonly isSecret: boolean;
  readonly isSending: boolean;
  readonly send: (answer: string) => void;
}): JSX.Element {
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useRequestedFocus(takesFocus ? answerOf(taskId) : null, field);
  return (
    <form
      className="flex max-w-md items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) send(text);
      }}
    >
      <TextField
        ref={field}
        label={`Answer ${taskId}`}
        isLabelHidden
        placeholder="Your answer"
        type={isSecret ? 'password' : 'text'}
        value={text}
        onChange={setText}
        className="flex-1"
      />
      <Button type="submit" size="md" icon={CornerDownLeft} isLoading={isSending}>
        Answer
      </Button>
    </form>
  );
}

function useAnswer({
  taskId,
  attemptId,
  question,
}: Pick<QuestionAnswerProps, 'taskId' | 'attemptId' | 'question'>): {
  readonly state: 'open' | 'sending' | 'sent';
  readonly send: (answer: string) => void;
} {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [state, setState] = useState<'open' | 'sending' | 'sent'>('open');
  return {
    state,
    send: (answer) => {
      setState('sending');
      const request = { workspaceId, attemptId, question, answer };
      void host
        .call((client) => client.tasks.reply(request))
        .then((result) => {
          setState(result.ok ? 'sent' : 'open');
          if (result.ok) showToast(`${taskId} is answered.`);
          else showFailure(result.error);
        });
    },
  };
}
