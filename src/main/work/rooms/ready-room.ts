import type { StagedRoom } from './prepare-room.ts';
import type { SpareRoom } from './room-pool.ts';

/** A room that is made ready for checks whose turn is still to come. */
export interface EarlyRoom {
  /** Null when there was none to be had, or nothing to gain. */
  readonly work: Promise<ReadyRoom | null>;
  /** Ends the wait for a room. */
  readonly cancel: AbortController;
}

/** One that is ready, by the tree that the work had. */
export interface ReadyRoom extends StagedRoom {
  readonly spare: SpareRoom;
  readonly at: number;
}
