import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { makeTree } from '#main/git/worktrees/tree-folder.ts';
import type { TreePlace } from '#main/git/worktrees/tree-folder.ts';
import { FileSeal } from './file-seal.ts';
import { RoomDependencies } from './room-dependencies.ts';
import { dropLease, takeLease } from './room-lease.ts';
import type { Room } from './room.ts';

/** A room that this process holds. */
export interface OwnRoom extends Room {
  readonly dependencies: RoomDependencies;
}

/** A room that is kept for later. */
export interface SpareRoom {
  readonly room: OwnRoom;
}

/** Where rooms lie, and what their git borrows from. */
export interface RoomPlace extends TreePlace {
  readonly roomsFolder: string;
}

/** Checks that run side by side: one for each core, and two at least, so that a short one need not wait for a long one. */
export const roomsAtOnce = Math.max(2, availableParallelism());
/** More rooms than any number of processes takes at a time. */
const mostRooms = 256;

/** The clean rooms of a repository: taken for a check, and given back warm. */
export class RoomPool {
  readonly #place: RoomPlace;
  readonly #most: number;
  readonly #rooms = new Map<string, OwnRoom>();
  readonly #free: OwnRoom[] = [];
  readonly #waiting: ((room: OwnRoom) => void)[] = [];
  /** Rooms that are kept for later, and go to whoever needs one before. */
  readonly #spares = new Set<SpareRoom>();
  /** Those who would like a room that nobody else needs. */
  readonly #wanting: ((room: OwnRoom) => void)[] = [];
  #taken = 0;

  constructor(place: RoomPlace, most = roomsAtOnce) {
    this.#place = place;
    this.#most = most;
  }

  /**
   * A room that nobody else has; waits for one while all are taken.
   * @throws {FailureError} with the code `stopped` when `stop` aborts before there is one
   */
  async take(stop: AbortSignal): Promise<OwnRoom> {
    if (stop.aborted) throw stopped();
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#taken < this.#most) {
      this.#taken += 1;
      try {
        return await this.#open();
      } catch (error) {
        this.#taken -= 1;
        throw error;
      }
    }
    const [spare] = this.#spares;
    if (spare === undefined) return this.#wait(stop);
    this.#spares.delete(spare);
    return spare.room;
  }

  /** A room that nobody else needs now; waits for one, and is null when `cancel` aborts before. */
  async takeSpare(cancel: AbortSignal): Promise<OwnRoom | null> {
    if (cancel.aborted) return null;
    if (this.#free.length > 0 || this.#taken < this.#most) return this.take(cancel);
    return new Promise((resolve) => {
      const take = (room: OwnRoom): void => {
        cancel.removeEventListener('abort', leave);
        resolve(room);
      };
      const leave = (): void => {
        this.#wanting.splice(this.#wanting.indexOf(take), 1);
        resolve(null);
      };
      cancel.addEventListener('abort', leave, { once: true });
      this.#wanting.push(take);
    });
  }

  /** Keeps a room for later, as long as nobody needs it: {@link reclaim} gets it back. */
  spare(room: OwnRoom): SpareRoom {
    const spare = { room };
    const next = this.#waiting.shift();
    if (next === undefined) this.#spares.add(spare);
    else next(room);
    return spare;
  }

  /** Whether a room that was kept for later was there all the time; it is taken then. */
  reclaim(spare: SpareRoom): boolean {
    return this.#spares.delete(spare);
  }

  /** Gives a room back: to who waits longest, or for the next one. */
  release(room: OwnRoom): void {
    const next = this.#waiting.shift() ?? this.#wanting.shift();
    if (next === undefined) this.#free.push(room);
    else next(room);
  }

  /** Lets other processes have the rooms. */
  async close(): Promise<void> {
    const rooms = [...this.#free.splice(0), ...[...this.#spares].map(({ room }) => room)];
    this.#spares.clear();
    this.#taken -= rooms.length;
    for (const room of rooms) {
      this.#rooms.delete(room.name);
      await room.dependencies.hideFiles();
      await room.seal.keep();
      await dropLease(room.notes);
    }
  }

  async #open(): Promise<OwnRoom> {
    for (let number = 1; number <= mostRooms; number += 1) {
      const name = `r${number}`;
      if (this.#rooms.has(name)) continue;
      const { treesFolder, roomsFolder } = this.#place;
      if (!(await takeLease(join(treesFolder, name)))) continue;
      const folder = join(roomsFolder, name);
      const tree = await makeTree(this.#place, name, folder);
      const room = {
        ...tree,
        pristine: `${folder}.pristine`,
        seal: new FileSeal(tree.indexFile),
      };
      const own = { ...room, dependencies: new RoomDependencies(room) };
      this.#rooms.set(name, own);
      return own;
    }
    throw new Error('All clean rooms are taken.');
  }

  async #wait(stop: AbortSignal): Promise<OwnRoom> {
    return new Promise((resolve, reject) => {
      const take = (room: OwnRoom): void => {
        stop.removeEventListener('abort', leave);
        resolve(room);
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(stopped());
      };
      stop.addEventListener('abort', leave, { once: true });
      this.#waiting.push(take);
    });
  }
}

function stopped(): FailureError {
  const message = 'The check was stopped before a clean room was free.';
  return new FailureError(failure('stopped', message, 'Run the task again.'));
}
