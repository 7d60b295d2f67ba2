import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { hostAway } from './host-connection.ts';
import { useHost, useHostState } from './host-context.tsx';

/** An answer of the host under way, here, or refused. */
export type HostQuery<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

const loading = { kind: 'loading' } as const;

/**
 * Asks the host for something to look at, again whenever `key` changes (null asks nothing), when `reload`
 * is called, and when the host is back after it was away. A newer question drops the older answer.
 */
export function useHostQuery<Value>(
  key: string | null,
  ask: (client: HostClient) => Promise<Result<Value, WireFailure>>,
): { readonly query: HostQuery<Value>; readonly reload: () => void } {
  const host = useHost();
  const isOnline = useHostState() === 'online';
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<{ key: string; query: HostQuery<Value> } | null>(null);
  const isAnswered = answer?.key === key && answer?.query.kind === 'answered';
  // Whoever is answered is not asked again only because the host went away.
  const occasion = key === null ? null : `${asked} ${isAnswered || isOnline}`;
  const question = useEffectEvent(ask);

  useEffect(() => {
    if (key === null || occasion === null) return undefined;
    let isOutdated = false;
    void host
      .call((client) => question(client))
      .then((result) => {
        if (isOutdated) return;
        const query: HostQuery<Value> = result.ok
          ? { kind: 'answered', value: result.value }
          : { kind: 'failed', failure: failureOfReading(result.error) };
        setAnswer({ key, query });
      });
    return () => {
      isOutdated = true;
    };
  }, [host, key, occasion]);

  const reload = useCallback(() => setAsked((count) => count + 1), []);
  return { query: answer?.key === key ? answer.query : loading, reload };
}

/** Nothing is done by a question: that the host went away meanwhile leaves nothing unknown. */
function failureOfReading(failure: WireFailure): WireFailure {
  return failure.code === hostAway.code ? hostAway : failure;
}
