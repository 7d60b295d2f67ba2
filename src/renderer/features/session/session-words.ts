import type { SessionView } from '#shared/contract/attempts.ts';
import { endText } from '#shared/core/agent-output/session/entry-text.ts';
import { lasted } from '#shared/core/agent-output/session/activity.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { untilWords } from '#shared/lib/time-words.ts';

/** How a session stands, in words: what is announced, and the time beside it, which is not. */
export interface SessionWords {
  readonly words: string;
  readonly time: string;
}

/** What the agent does now, or how it ended; `now` in epoch ms. */
export function sessionWords(view: SessionView, now: number): SessionWords {
  const { activity, isLive, isQuestion, end, pending } = view;
  if (!isLive) return { words: overWords(view), time: '' };
  if (isQuestion) return { words: 'Waits for your answer', time: '' };
  if (end === view.first && pending.trim() === '') return { words: 'Starts', time: '' };
  const { words, kind, since, until } = activity;
  switch (kind) {
    case 'tool':
      return { words, time: since === null ? '' : lasted(now - since) };
    case 'wait':
      return {
        words: 'Waits for its provider',
        time: until === null || until <= now ? '' : `until ${untilWords(until, now)}`,
      };
    case 'text':
      return { words: 'Thinks', time: since === null ? '' : lasted(now - since) };
    default:
      return assertNever(kind, 'kind of activity');
  }
}

/** How the process of an agent ended. */
export function overWords({ exitCode }: Pick<SessionView, 'exitCode'>): string {
  return exitCode === null ? 'Ended' : `Ended with exit code ${exitCode}`;
}

/** What was used so far; empty where nothing is known. */
export function spentWords({ spent }: Pick<SessionView, 'spent'>): string {
  return endText({ isSuccess: true, ...spent })
    .split(' · ')
    .slice(1)
    .join(' · ');
}
