import type { HostClient } from '#shared/contract/contract.ts';
import type { HostConnection } from './host-connection.ts';

/** Opens one event stream of the contract. */
export type StreamSource<Event> = (
  client: HostClient,
  signal: AbortSignal,
) => Promise<AsyncIterable<Event>>;

/** Wait before a stream that ended while the host was there is opened again, in ms. */
const reopenMs = 1_000;

/**
 * Reads a stream for as long as it is wanted: opened again on each connection, and when the host ended
 * it. The result stops reading.
 */
export function readStream<Event>(
  connection: HostConnection,
  source: StreamSource<Event>,
  handle: (event: Event) => void,
): () => void {
  let reading: { readonly client: HostClient; readonly abort: AbortController } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isStopped = false;

  const follow = (): void => {
    const client = connection.client();
    if (isStopped || reading?.client === client) return;
    reading?.abort.abort();
    if (timer !== null) clearTimeout(timer);
    reading = null;
    if (client === null) return;
    const abort = new AbortController();
    reading = { client, abort };
    void consume(client, source, abort.signal, handle).then(() => {
      if (abort.signal.aborted) return;
      timer = setTimeout(() => {
        if (reading?.abort !== abort) return;
        reading = null;
        follow();
      }, reopenMs);
    });
  };

  const unsubscribe = connection.subscribe(follow);
  follow();
  return () => {
    isStopped = true;
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
    reading?.abort.abort();
  };
}

/** Reads one stream to its end, whatever that is. */
async function consume<Event>(
  client: HostClient,
  source: StreamSource<Event>,
  signal: AbortSignal,
  handle: (event: Event) => void,
): Promise<void> {
  try {
    for await (const event of await source(client, signal)) {
      if (signal.aborted) return;
      try {
        handle(event);
      } catch (error) {
        // A bug of the handler must not end the stream, nor be taken for the end of the connection.
        reportError(error);
      }
    }
  } catch {
    // The connection is gone, or the host ended the stream: the caller opens it again.
  }
}
