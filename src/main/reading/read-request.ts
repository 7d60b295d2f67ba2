import { readAttempt } from '#shared/core/agent-output/read-attempt.ts';
import type { AttemptEnd, AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { mapStrings } from '#shared/lib/map-strings.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { plainText } from '#main/verify/output-tail.ts';
import type { OutputFile } from './output-file.ts';
import type { Transcript } from './session-file.ts';
import { SessionShelf } from './session-shelf.ts';
import type { SessionPart, SessionRequest } from './session-shelf.ts';

/** Of a longer output so many bytes before its end are read. */
export const outputLimit = 4 * 1024 ** 2;

/** What is read in the thread. */
export type OutputRequest =
  | {
      readonly kind: 'attempt';
      readonly file: OutputFile;
      readonly end: Omit<AttemptEnd, 'text'>;
    }
  | { readonly kind: 'plain'; readonly file: OutputFile; readonly secrets: readonly string[] }
  | ({ readonly kind: 'session'; readonly secrets: readonly string[] } & SessionRequest)
  | ({ readonly kind: 'find' } & FindRequest);

/** A search in a session. */
export interface FindRequest extends Transcript {
  readonly words: string;
  /** Places that are answered at most, the newest ones. */
  readonly most: number;
}

export type OutputAnswer =
  | { readonly kind: 'attempt'; readonly result: AttemptResult }
  | { readonly kind: 'plain'; readonly text: string; readonly isComplete: boolean }
  | { readonly kind: 'session'; readonly part: SessionPart }
  | { readonly kind: 'find'; readonly places: readonly number[] };

/** The sessions of this thread. */
const shelf = new SessionShelf();

/** Reads the end of a file and makes of it what is asked for. */
export async function readRequest(request: OutputRequest): Promise<OutputAnswer> {
  switch (request.kind) {
    case 'attempt': {
      const { text } = await readEnd(request.file);
      return { kind: 'attempt', result: readAttempt({ ...request.end, text }) };
    }
    case 'plain': {
      const { text, isComplete } = await readEnd(request.file);
      // A cut may be inside a character, an escape or a secret: all of them end with their line.
      const whole = isComplete ? text : text.slice(text.indexOf('\n') + 1);
      return { kind: 'plain', text: maskSecrets(plainText(whole), request.secrets), isComplete };
    }
    case 'session':
      return {
        kind: 'session',
        part: mapStrings(await shelf.read(request), (text) => maskSecrets(text, request.secrets)),
      };
    case 'find': {
      const { words, most } = request;
      return { kind: 'find', places: await shelf.find(request, words, most) };
    }
    default:
      return assertNever(request, 'output request');
  }
}

async function readEnd({
  folder,
  name,
}: OutputFile): Promise<{ readonly text: string; readonly isComplete: boolean }> {
  const opened = await openForeignFile(folder, name);
  if (!opened.ok || opened.value === null) throw new Error(`${name} cannot be read.`);
  const file = opened.value;
  try {
    const { size } = await file.stat();
    const length = Math.min(size, outputLimit);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return { text: buffer.toString('utf8', 0, bytesRead), isComplete: size === length };
  } finally {
    await file.close();
  }
}
