import { assertNever } from '#shared/lib/assert-never.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import { singleLine } from '#shared/core/agent-output/terminal-text.ts';
import { wholeText } from './kept-text.ts';
import { withoutReport } from './report-line.ts';
import type { SessionBuilder } from './session-builder.ts';

/** What an agent does at a moment, in words, and since when (epoch ms) or until when. */
export interface Activity {
  /** Empty while nothing is known. */
  readonly words: string;
  /** `tool`: something runs, and its time counts; `wait`: it waits for its provider; `text`: its last words. */
  readonly kind: 'tool' | 'wait' | 'text';
  readonly since: number | null;
  readonly until: number | null;
}

const longestWords = 200;

/** What the agent of a session does now, as far as it has printed. */
export function activityOf(session: SessionBuilder): Activity {
  const running = session.running;
  if (running !== null) {
    const words = toolWords(running.entry);
    return { words, kind: 'tool', since: running.since, until: null };
  }
  const { entries } = session;
  let hasGoneOn = false;
  for (
    let place = entries.end - 1;
    place >= Math.max(entries.first, entries.end - 50);
    place -= 1
  ) {
    const entry = entries.at(place);
    const activity = entry === undefined ? null : activityIn(entry, session.hasEvents);
    // What it waited for is over where it used a tool since.
    if (activity !== null && !(hasGoneOn && activity.kind === 'wait')) return activity;
    hasGoneOn ||= entry?.kind === 'tool';
  }
  return { words: '', kind: 'text', since: null, until: null };
}

/** What an entry says of the present; null: an older one says more. */
function activityIn(entry: SessionEntry, hasEvents: boolean): Activity | null {
  const text = (words: string): Activity => ({
    words: singleLine(words, longestWords),
    kind: 'text',
    since: entry.at,
    until: null,
  });
  switch (entry.kind) {
    case 'text': {
      const { words } = withoutReport(wholeText(entry.text));
      const line = words.split('\n').findLast((one) => one.trim() !== '');
      return line === undefined ? null : text(line);
    }
    case 'other': {
      // Half of an event is no word.
      const isWord = (one: string): boolean =>
        one.trim() !== '' && !(hasEvents && /^\s*\{|\}\s*$/.test(one));
      const line = wholeText(entry.text).split('\n').findLast(isWord);
      return line === undefined ? null : text(line);
    }
    case 'retry':
      return { ...text(`tries again: ${entry.reason}`), kind: 'wait', until: entry.until };
    case 'limit':
      return { ...text(entry.message), kind: 'wait', until: entry.until };
    case 'question':
      return text(entry.text);
    case 'failure':
      return text(entry.message);
    case 'tool':
    case 'refused':
    case 'end':
      return null;
    default:
      return assertNever(entry, 'entry of a session');
  }
}

/** A tool and what it works on, in one line: "Bash: npm test". */
export function toolWords({
  name,
  subject,
}: Pick<Extract<SessionEntry, { kind: 'tool' }>, 'name' | 'subject'>): string {
  const line = singleLine(subject, longestWords);
  return line === '' ? name : `${name}: ${line}`;
}

/** The activity in one line, with how long it has lasted; `clock` says a time of day. */
export function activityLine(
  { words, kind, since, until }: Activity,
  now: number,
  clock: (time: number) => string,
): string {
  if (kind === 'wait' && until !== null && until > now) return `${words} · until ${clock(until)}`;
  if (kind !== 'tool' || since === null) return words;
  return `${words} · ${lasted(now - since)}`;
}

/** Time that has passed, short: "12 s", "3 min 5 s". */
export function lasted(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
