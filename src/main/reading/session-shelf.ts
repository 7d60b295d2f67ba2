import { join } from 'node:path';
import { activityOf } from '#shared/core/agent-output/session/activity.ts';
import type { Activity } from '#shared/core/agent-output/session/activity.ts';
import { entryText } from '#shared/core/agent-output/session/entry-text.ts';
import { questionPatterns } from '#shared/core/agent-output/question.ts';
import type { Spent } from '#shared/core/agent-output/session/spending.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import { SessionFile } from './session-file.ts';
import type { Transcript } from './session-file.ts';

/** What a reader of a session asks for. */
export interface SessionRequest extends Transcript {
  /** The place of the first entry; null: the newest ones. */
  readonly from: number | null;
  readonly count: number;
  /** Whether nothing more will be printed. */
  readonly isOver: boolean;
}

/** A part of a session, and how it stands. */
export interface SessionPart {
  /** Bytes of the transcript that it was made of. */
  readonly bytes: number;
  /** Places of the oldest entry there is and after the newest one. */
  readonly first: number;
  readonly end: number;
  /** Whether it is all of the session; else only its end, which can be had at once, and places will change. */
  readonly isWhole: boolean;
  /** Whether the transcript has more before the first one. */
  readonly isCut: boolean;
  readonly from: number;
  readonly entries: readonly SessionEntry[];
  /** What is not known to be whole, and whether it is worded like a question. */
  readonly pending: string;
  readonly isQuestion: boolean;
  readonly activity: Activity;
  readonly spent: Spent;
  /** Whether its program draws a screen, which lines do not show. */
  readonly draws: boolean;
}

/** Of a session that takes longer to read its end is answered first, made of so many bytes. */
const glimpseBytes = 256 * 1024;
/** Sessions that are kept ready; a session has at most some ten megabytes. */
const mostSessions = 6;

/** The sessions that were asked for last; one that is asked for again goes on from where it was. */
export class SessionShelf {
  readonly #files = new Map<string, SessionFile>();
  /** Those of which the end was answered. */
  readonly #glimpsed = new Set<string>();

  async read(request: SessionRequest): Promise<SessionPart> {
    const glimpse = await this.#glimpse(request);
    const found = glimpse ?? (await this.#advanced(request));
    const { session } = found;
    const { first, end } = session.entries;
    const newest = Math.max(first, end - request.count);
    const from = Math.min(Math.max(first, request.from ?? newest), end);
    const pending = session.pending(found.partial, request.isOver);
    const line = pending.split('\n').at(-1)?.trim() ?? '';
    return {
      bytes: found.bytes,
      first,
      end,
      isWhole: glimpse === null,
      isCut: glimpse === null && (found.isCut || first > 0),
      from,
      entries: session.entries.slice(from, from + request.count),
      pending,
      activity: activityOf(session),
      isQuestion: line !== '' && questionPatterns.some((pattern) => pattern.test(line)),
      spent: session.spent,
      draws: session.draws,
    };
  }

  /** Places of the entries that have `words` in them, in any case; at most `most`, the newest ones. */
  async find(transcript: Transcript, words: string, most: number): Promise<readonly number[]> {
    const { entries } = (await this.#advanced(transcript)).session;
    const wanted = words.toLowerCase();
    const places: number[] = [];
    for (let place = entries.end - 1; place >= entries.first && places.length < most; place -= 1) {
      const entry = entries.at(place);
      if (entry !== undefined && entryText(entry).toLowerCase().includes(wanted)) {
        places.unshift(place);
      }
    }
    return places;
  }

  /** The end of a session that nobody has asked for before; null where it can be had as a whole as fast. */
  async #glimpse(request: SessionRequest): Promise<SessionFile | null> {
    const key = keyOf(request);
    if (request.from !== null || this.#files.has(key) || this.#glimpsed.delete(key)) return null;
    const glimpse = new SessionFile(request, glimpseBytes);
    await glimpse.advance();
    if (!glimpse.isCut) return null;
    this.#glimpsed.add(key);
    return glimpse;
  }

  async #advanced(transcript: Transcript): Promise<SessionFile> {
    const key = keyOf(transcript);
    const found = this.#files.get(key) ?? new SessionFile(transcript);
    this.#files.delete(key);
    this.#files.set(key, found);
    const [oldest] = this.#files.keys();
    if (oldest !== undefined && this.#files.size > mostSessions) this.#files.delete(oldest);
    await found.advance();
    return found;
  }
}

function keyOf({ file, format, folder }: Transcript): string {
  return JSON.stringify([format, join(file.folder, file.name), folder]);
}
