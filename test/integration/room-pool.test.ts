import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BorrowedRepository } from '#main/git/worktrees/borrowed-repository.ts';
import { RoomPool } from '#main/work/rooms/room-pool.ts';
import { makeRepository } from '../helpers/repositories.ts';

const never = new AbortController().signal;
const pools: RoomPool[] = [];

function poolOf(most: number): RoomPool {
  const { client, commonDirectory, folder } = makeRepository({ files: { 'a.txt': 'a\n' } });
  const pool = new RoomPool(
    {
      git: client,
      borrowed: new BorrowedRepository(client, commonDirectory),
      treesFolder: join(folder, 'trees'),
      roomsFolder: join(folder, 'rooms'),
    },
    most,
  );
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

describe('a room that is kept for later', () => {
  it('is there for who keeps it as long as nobody needs one', async () => {
    const pool = poolOf(1);
    const spare = pool.spare(await pool.take(never));
    expect(pool.reclaim(spare)).toBe(true);
    expect(pool.reclaim(spare)).toBe(false);
    pool.release(spare.room);
  });

  it('goes to who needs one when all are taken, and is not taken for the same when it comes back', async () => {
    const pool = poolOf(1);
    const spare = pool.spare(await pool.take(never));
    const room = await pool.take(never);
    expect(room).toBe(spare.room);
    expect(pool.reclaim(spare)).toBe(false);
    const other = pool.spare(room);
    expect(pool.reclaim(spare)).toBe(false);
    expect(pool.reclaim(other)).toBe(true);
    pool.release(room);
  });

  it('goes to who waits already', async () => {
    const pool = poolOf(1);
    const room = await pool.take(never);
    const waiting = pool.take(never);
    const spare = pool.spare(room);
    expect(await waiting).toBe(room);
    expect(pool.reclaim(spare)).toBe(false);
    pool.release(room);
  });

  it('is made only where nobody else needs the room, and not waited for any more when that is cancelled', async () => {
    const pool = poolOf(1);
    const room = await pool.take(never);
    const cancel = new AbortController();
    const cancelled = pool.takeSpare(cancel.signal);
    const later = pool.takeSpare(never);
    const needed = pool.take(never);
    cancel.abort();
    expect(await cancelled).toBeNull();
    pool.release(room);
    expect(await needed).toBe(room);
    pool.release(room);
    expect(await later).toBe(room);
    pool.release(room);
  });
});
