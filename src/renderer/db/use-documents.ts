import { useCallback, useSyncExternalStore } from 'react';
import type { Collections, ReplicatedCollection } from '#shared/core/records/collections.ts';
import type { LiveDocuments } from './live-documents.ts';
import { useReplica } from './replica-context.tsx';
import { emptyReplicaState } from './replica-state.ts';
import type { ReplicaState } from './replica-state.ts';

const none: ReadonlyMap<string, never> = new Map<string, never>();
const nothing = (): void => undefined;

/** All documents of a collection by id; a new map whenever one of them changed, empty until they are read. */
export function useDocuments<Name extends ReplicatedCollection>(
  name: Name,
): ReadonlyMap<string, Collections[Name]> {
  const live = useLive(name);
  const subscribe = useCallback(
    (listener: () => void) => live?.subscribe(listener) ?? nothing,
    [live],
  );
  return useSyncExternalStore(subscribe, () => live?.snapshot() ?? none);
}

/** One document; null while it is not there. Renders again only when it changed itself. */
export function useDocument<Name extends ReplicatedCollection>(
  name: Name,
  id: string | null,
): Collections[Name] | null {
  const live = useLive(name);
  const subscribe = useCallback(
    (listener: () => void) => live?.subscribe(listener) ?? nothing,
    [live],
  );
  return useSyncExternalStore(subscribe, () =>
    id === null ? null : (live?.snapshot().get(id) ?? null),
  );
}

/** When the host last sent documents, epoch ms; null, without rendering again, while nobody wants to know. */
export function useLastSyncedAt(isWanted: boolean): number | null {
  const replica = useReplica();
  const subscribe = useCallback(
    (listener: () => void) => replica?.subscribe(listener) ?? nothing,
    [replica],
  );
  return useSyncExternalStore(subscribe, () =>
    isWanted ? (replica?.state.lastSyncedAt ?? null) : null,
  );
}

/** How the replica stands: loaded, edits under way, last contact, problem. */
export function useReplicaState(): ReplicaState {
  const replica = useReplica();
  const subscribe = useCallback(
    (listener: () => void) => replica?.subscribe(listener) ?? nothing,
    [replica],
  );
  return useSyncExternalStore(subscribe, () => replica?.state ?? emptyReplicaState);
}

function useLive<Name extends ReplicatedCollection>(
  name: Name,
): LiveDocuments<Collections[Name]> | null {
  const replica = useReplica();
  return replica === null ? null : replica.documents[name];
}
