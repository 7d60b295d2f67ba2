import type { WireFailure } from '#shared/contract/wire-result.ts';

/** How the replica of the open workspace stands. */
export interface ReplicaState {
  /** Whether what the browser has is read, be it nothing. */
  readonly isRead: boolean;
  /** Whether the documents are there: read from the browser, and fetched from the host at least once. */
  readonly isLoaded: boolean;
  /** Documents with edits that the host has not taken yet, of all tabs. */
  readonly pendingEdits: number;
  /** When it last was known to be the same as the host's state, epoch ms. */
  readonly lastSyncedAt: number | null;
  /** Why documents do not come or go, when it is not that the host is away. */
  readonly problem: WireFailure | null;
}

export const emptyReplicaState: ReplicaState = {
  isRead: false,
  isLoaded: false,
  pendingEdits: 0,
  lastSyncedAt: null,
  problem: null,
};
