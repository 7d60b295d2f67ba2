import { existsSync } from 'node:fs';
import type { AttemptEnd, AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { AnsweringThread } from '#main/system/answering-thread.ts';
import type { OutputFile } from './output-file.ts';
import type { FindRequest, OutputAnswer, OutputRequest } from './read-request.ts';
import type { SessionPart, SessionRequest } from './session-shelf.ts';

/** Reads long output without blocking the host; when it was not read, a sentence says why. */
export interface OutputReader {
  /** What an agent left, by the end of its transcript; `stop` ends the wait for it. */
  readAttempt(
    file: OutputFile,
    end: Omit<AttemptEnd, 'text'>,
    stop?: AbortSignal,
  ): Promise<Result<AttemptResult, string>>;
  /** The end of a file as plain text, secrets masked. */
  readPlain(
    file: OutputFile,
    secrets: readonly string[],
  ): Promise<Result<{ readonly text: string; readonly isComplete: boolean }, string>>;
  /** A part of the session that an agent's transcript is read as, secrets masked. */
  readSession(
    request: SessionRequest,
    secrets: readonly string[],
  ): Promise<Result<SessionPart, string>>;
  /** Where in a session some words stand. */
  findInSession(request: FindRequest): Promise<Result<readonly number[], string>>;
  dispose(): Promise<void>;
}

/** Four mebibytes of the worst text take about a second. */
const longestMs = 20_000;
const limits = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 512 };

/** Starts nothing before the first request. `program` and `mostMs` are for tests. */
export function createOutputReader(program = workerFile(), mostMs = longestMs): OutputReader {
  const options = { name: 'output', file: program, limits, longestMs: mostMs };
  const thread = new AnsweringThread<OutputRequest, OutputAnswer>(options);
  // What a person looks at does not wait for the ends of attempts.
  const sessions = new AnsweringThread<OutputRequest, OutputAnswer>({
    ...options,
    name: 'sessions',
  });
  return {
    async readAttempt(file, end, stop) {
      const read = await thread.ask({ kind: 'attempt', file, end }, stop);
      if (!read.ok) return read;
      return read.value.kind === 'attempt' ? ok(read.value.result) : err('It was misunderstood.');
    },
    async readPlain(file, secrets) {
      const read = await thread.ask({ kind: 'plain', file, secrets });
      if (!read.ok) return read;
      if (read.value.kind !== 'plain') return err('It was misunderstood.');
      const { text, isComplete } = read.value;
      return ok({ text, isComplete });
    },
    async readSession(request, secrets) {
      const read = await sessions.ask({ kind: 'session', ...request, secrets });
      if (!read.ok) return read;
      return read.value.kind === 'session' ? ok(read.value.part) : err('It was misunderstood.');
    },
    async findInSession(request) {
      const read = await sessions.ask({ kind: 'find', ...request });
      if (!read.ok) return read;
      return read.value.kind === 'find' ? ok(read.value.places) : err('It was misunderstood.');
    },
    async dispose() {
      await Promise.all([thread.dispose(), sessions.dispose()]);
    },
  };
}

/** The thread's file: beside this one as it is written, at the top of what was built. */
function workerFile(): URL {
  const places = ['./output-worker.ts', './output-worker.js', '../output-worker.js'];
  const urls = places.map((place) => new URL(place, import.meta.url));
  const found = urls.find((url) => existsSync(url));
  if (found === undefined) throw new Error('The file of the thread that reads output is missing.');
  return found;
}
