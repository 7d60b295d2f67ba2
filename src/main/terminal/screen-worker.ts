/** A thread of its own for the screens of transcripts: parsing them would block everything else. */
import { parentPort } from 'node:worker_threads';
import { ScreenShelf } from './screen-shelf.ts';
import type { RestoredScreen, ScreenRequest } from './screen-shelf.ts';

/** What the thread is asked. */
export interface WorkerRequest {
  readonly id: number;
  readonly request:
    | ({ readonly kind: 'screen' } & ScreenRequest)
    | { readonly kind: 'glimpse'; readonly transcriptFile: string };
}

/** What it answers: a screen, or why there is none. */
export type WorkerAnswer =
  | { readonly id: number; readonly screen: RestoredScreen }
  | { readonly id: number; readonly problem: { readonly code: string; readonly message: string } };

const shelf = new ScreenShelf();

parentPort?.on('message', ({ id, request }: WorkerRequest) => {
  void answer(id, request);
});

async function answer(id: number, request: WorkerRequest['request']): Promise<void> {
  try {
    const screen =
      request.kind === 'screen'
        ? await shelf.restore(request)
        : await shelf.glimpse(request.transcriptFile);
    const message: WorkerAnswer = { id, screen };
    parentPort?.postMessage(message, [screen.bytes.buffer]);
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    const code = 'code' in known ? String(known.code) : '';
    const message: WorkerAnswer = { id, problem: { code, message: known.message } };
    parentPort?.postMessage(message, []);
  }
}
