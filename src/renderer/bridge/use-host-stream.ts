import { useEffect, useEffectEvent } from 'react';
import { useHost } from './host-context.tsx';
import { readStream } from './read-stream.ts';
import type { StreamSource } from './read-stream.ts';

/**
 * Calls `handle` with each event of a stream of the contract while the component is mounted, over
 * reconnects too. `key` names what the stream is about: another key opens another stream, null none.
 */
export function useHostStream<Event>(
  key: string | null,
  source: StreamSource<Event>,
  handle: (event: Event) => void,
): void {
  const connection = useHost();
  const open = useEffectEvent(source);
  const receive = useEffectEvent(handle);
  useEffect(() => {
    if (key === null) return undefined;
    return readStream(
      connection,
      (client, signal) => open(client, signal),
      (event: Event) => receive(event),
    );
  }, [connection, key]);
}
