/** A thread of its own for long output: reading it would block everything else. */
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '#main/system/answering-thread.ts';
import { readRequest } from './read-request.ts';
import type { OutputAnswer, OutputRequest } from './read-request.ts';

parentPort?.on('message', (request: OutputRequest) => {
  void answer(request);
});

async function answer(request: OutputRequest): Promise<void> {
  const message: ThreadAnswer<OutputAnswer> = await readRequest(request).then(
    (read) => ({ answer: read }),
    (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
  );
  parentPort?.postMessage(message, []);
}
