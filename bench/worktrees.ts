import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { both } from '#shared/lib/both.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { BorrowedRepository } from '#main/git/worktrees/borrowed-repository.ts';
import { noteKept } from '#main/git/worktrees/kept-content.ts';
import { createStarter } from '#main/system/starting/create-starter.ts';
import { RoomPool } from '#main/work/rooms/room-pool.ts';
import { draftRoomGit, openRoom, putRoomGit, showTree } from '#main/work/rooms/room.ts';
import type { Bench, Figures } from './lib/bench.ts';
import { median, round } from './lib/statistics.ts';
import { generateRepository, git, prepareSite } from './orchestrate/repository.ts';
import type { Site } from './orchestrate/repository.ts';

/** Files that differ between two bases, as between the tips of an epic before and after some tasks. */
const changedFiles = 250;

interface Place {
  readonly site: Site;
  readonly repository: string;
  readonly bases: readonly [string, string];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A repository of `count` files with two commits that differ in some of them. */
async function makePlace(site: Site, count: number): Promise<Place> {
  const repository = join(site.folder, `repository-${count}`);
  const paths = await generateRepository(site, repository, count);
  const first = await git(site, repository, 'rev-parse', 'HEAD');
  const step = Math.max(1, Math.floor(paths.length / changedFiles));
  for (const [index, path] of paths.entries()) {
    if (index % step === 0) await writeFile(join(repository, path), `// changed ${index}\n`);
  }
  await git(site, repository, 'commit', '--quiet', '--all', '--message=changed');
  return { site, repository, bases: [first, await git(site, repository, 'rev-parse', 'HEAD')] };
}

/**
 * Longer than the second in which git cannot see from its times whether a file that was just written has changed since,
 * so that it reads all of them again.
 */
const settlingMs = 1_200;

/** Turns of each worktree and room after it was made. */
const turns = 4;

/** What plain git takes for the same: a linked worktree from nothing, and switched to another base and cleaned. */
async function plainGit({ site, repository, bases }: Place, rounds: number) {
  const made: number[] = [];
  const again: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const folder = join(site.folder, `plain-${index}`);
    const add = ['worktree', 'add', '--quiet', '--detach', folder, bases[0]];
    made.push(await timed(() => git(site, repository, ...add)));
    await sleep(settlingMs);
    for (let turn = 1; turn <= turns; turn += 1) {
      await writeFile(join(folder, 'work.txt'), `${index} ${turn}\n`);
      const base = bases[turn % 2] ?? bases[0];
      const switched = await timed(() => git(site, folder, 'switch', '--quiet', '--detach', base));
      const cleaned = await timed(() => git(site, folder, 'clean', '-ffdxq'));
      again.push(switched + cleaned);
    }
    await git(site, repository, 'worktree', 'remove', '--force', folder);
  }
  return { made: median(made), again: median(again) };
}

/** The pool: from nothing, and given to the next task on another base after the work of the one before was recorded. */
async function pooled({ site, bases }: Place, client: GitClient, rounds: number) {
  const made: number[] = [];
  const again: number[] = [];
  const records: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const worktreesFolder = join(site.folder, `pool-${index}`);
    await mkdir(worktreesFolder);
    const pool = new WorktreePool({
      git: client,
      worktreesFolder,
      treesFolder: join(site.folder, `notes-${index}`),
      mutex: new KeyedMutex(),
      ids: randomIdSource(),
    });
    const taskOf = (turn: number): string => `e${index}.${turn}`;
    const baseOf = (turn: number): string => bases[turn % 2] ?? bases[0];
    const give = async (turn: number): Promise<Worktree> => {
      const [taskId, base] = [taskOf(turn), baseOf(turn)];
      const { worktree } = await pool.open('w1', base);
      await pool.prepare(worktree, { taskId, branch: `agent/${taskId}`, base });
      return worktree;
    };
    made.push(await timed(() => give(0)));
    await sleep(settlingMs);
    for (let turn = 1; turn <= turns; turn += 1) {
      const { worktree } = await pool.open('w1', baseOf(turn));
      await writeFile(join(worktree.folder, 'work.txt'), `${index} ${turn}\n`);
      records.push(await timed(() => recorded(pool, worktree, taskOf(turn - 1), baseOf(turn - 1))));
      again.push(await timed(() => give(turn)));
    }
    await rm(worktreesFolder, { recursive: true, force: true });
  }
  return { made: median(made), again: median(again), record: median(records) };
}

/** What recording the work of an attempt does with its worktree. */
async function recorded(
  pool: WorktreePool,
  worktree: Worktree,
  taskId: string,
  parent: string,
): Promise<void> {
  const { vaultRef, look } = await takeSnapshot(
    { taskId, parent, message: 'work\n', number: 1, moveBranch: true, keepsHistory: true },
    pool.snapshotDependencies(worktree),
  );
  await noteKept(worktree, vaultRef, look ?? undefined);
}

/** Clean rooms: from nothing, and shown another tree after a check that has left something there. */
async function rooms({ site, repository, bases }: Place, client: GitClient, rounds: number) {
  const made: number[] = [];
  const again: number[] = [];
  const common = await git(site, repository, 'rev-parse', '--absolute-git-dir');
  for (let index = 0; index < rounds; index += 1) {
    const treesFolder = join(site.folder, `room-notes-${index}`);
    const roomsFolder = join(site.folder, `rooms-${index}`);
    const borrowed = new BorrowedRepository(client, common);
    const pool = new RoomPool({ git: client, borrowed, treesFolder, roomsFolder });
    const show = async (turn: number): Promise<string> => {
      const commit = bases[turn % 2] ?? bases[0];
      const room = await pool.take(new AbortController().signal);
      await openRoom(room);
      await both(showTree(room, commit, []), draftRoomGit(room, commit));
      await putRoomGit(room);
      pool.release(room);
      return room.folder;
    };
    let folder = '';
    made.push(await timed(async () => (folder = await show(0))));
    await sleep(settlingMs);
    for (let turn = 1; turn <= turns; turn += 1) {
      await writeFile(join(folder, 'left.txt'), `${index} ${turn}\n`);
      again.push(await timed(() => show(turn)));
    }
    await pool.close();
    await rm(roomsFolder, { recursive: true, force: true });
  }
  return { made: median(made), again: median(again) };
}

async function measure(site: Site, count: number, rounds: number): Promise<Figures> {
  const place = await makePlace(site, count);
  const client = createGitClient(place.repository, {
    environment: { ...site.environment },
    starter: createStarter(join(import.meta.dirname, '..', 'resources'), silentLogger),
  });
  try {
    const plain = await plainGit(place, rounds);
    const own = await pooled(place, client, rounds);
    const room = await rooms(place, client, rounds);
    const name = (what: string): string => `${what}${count}`;
    return {
      [name('plainSwitchAndCleanMs')]: round(plain.again, 0),
      [name('newBaseMs')]: round(own.again, 0),
      [name('newBaseToPlain')]: round(own.again / plain.again, 2),
      [name('roomMs')]: round(room.again, 0),
      [name('roomToPlain')]: round(room.again / plain.again, 2),
      [name('plainWorktreeAddMs')]: round(plain.made, 0),
      [name('fromNothingMs')]: round(own.made, 0),
      [name('fromNothingToPlain')]: round(own.made / plain.made, 2),
      [name('roomFromNothingMs')]: round(room.made, 0),
      [name('recordMs')]: round(own.record, 0),
    };
  } finally {
    await client.close();
  }
}

export const bench: Bench = {
  help: 'worktrees of the pool, and clean rooms, against plain git (--files --rounds)',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        files: { type: 'string', default: '5000,100000' },
        rounds: { type: 'string', default: '5' },
      },
    });
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-worktrees-')));
    process.stderr.write(`in ${folder}\n`);
    try {
      const site = await prepareSite(folder);
      let figures: Figures = {};
      for (const count of values.files.split(',').map(Number)) {
        figures = { ...figures, ...(await measure(site, count, Number(values.rounds))) };
      }
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
