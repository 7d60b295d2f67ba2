import { existsSync } from 'node:fs';
import type { AttemptEnd, AttemptResult } from '#shared/core/agent-output/read-attempt.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { AnsweringThread } from '#main/system/answering-thread.ts';
import type { OutputAnswer, OutputFile, OutputRequest } from './read-request.ts';

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
  dispose(): Promise<void>;
}

/** Four mebibytes of the worst text take about a second. */
const longestMs = 20_000;
const limits = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 512 };

/** Starts nothing before the first request. `program` and `mostMs` are for tests. */
export function createOutputReader(program = workerFile(), mostMs = longestMs): OutputReader {
  const options = { name: 'output', file: program, limits, longestMs: mostMs };
  const thread = new AnsweringThread<OutputRequest, OutputAnswer>(options);
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
    dispose: async () => thread.dispose(),
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
