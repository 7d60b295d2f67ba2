import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { singleLine } from '#shared/core/agent-output/terminal-text.ts';
import { activityOf } from './activity.ts';
import type { Activity } from './activity.ts';
import { SessionBuilder } from './session-builder.ts';

/** Enough of a line for people. */
const longestWords = 200;

/**
 * What an agent does, as far as the end of its output says: the tool that runs, what it waits for, else the last
 * thing that it said. `at`: when it printed last, in epoch ms; `folder`: where it works, null: nobody knows.
 */
export function tailActivity(
  format: OutputFormat,
  tail: string,
  at: number,
  folder: string | null = null,
): Activity {
  const session = new SessionBuilder(format, folder);
  const lines = tail.split('\n');
  const partial = lines.pop() ?? '';
  for (const line of lines) session.line(line, at);
  const rest = session.pending(partial, false);
  const words = rest.split('\n').findLast((line) => line.trim() !== '');
  if (words === undefined || (session.hasEvents && /^\s*\{|\}\s*$/.test(words))) {
    return activityOf(session);
  }
  return { words: singleLine(words, longestWords), kind: 'text', since: at, until: null };
}
