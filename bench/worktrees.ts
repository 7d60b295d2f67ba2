import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { randomIdSource } from '#shared/lib/ids.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import { WorktreePool } from '#main/git/worktree-pool.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
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

/** What plain git takes for the same: a linked worktree from nothing, and switched to another base and cleaned. */
async function plainGit({ site, repository, bases }: Place, rounds: number) {
  const made: number[] = [];
  const switched: number[] = [];
  const cleaned: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const folder = join(site.folder, `plain-${index}`);
    const add = ['worktree', 'add', '--quiet', '--detach', folder, bases[0]];
    made.push(await timed(() => git(site, repository, ...add)));
    switched.push(await timed(() => git(site, folder, 'switch', '--quiet', '--detach', bases[1])));
    cleaned.push(await timed(() => git(site, folder, 'clean', '-ffdxq')));
    await git(site, repository, 'worktree', 'remove', '--force', folder);
  }
  return { made: median(made), again: median(switched) + median(cleaned) };
}

/** The pool: from nothing, and given to the next task on another base after an agent has worked in it. */
async function pooled({ site, repository, bases }: Place, client: GitClient, rounds: number) {
  const made: number[] = [];
  const again: number[] = [];
  const snapshots: number[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const worktreesFolder = join(site.folder, `pool-${index}`);
    await mkdir(worktreesFolder);
    const pool = new WorktreePool({
      git: client.at(repository),
      worktreesFolder,
      treesFolder: join(site.folder, `notes-${index}`),
      mutex: new KeyedMutex(),
      ids: randomIdSource(),
    });
    let worktree: Worktree | null = null;
    const give = async (task: string, base: string): Promise<Worktree> => {
      const opened = await pool.open('w1', base);
      await pool.prepare(opened.worktree, { taskId: task, branch: `agent/${task}`, base });
      return opened.worktree;
    };
    made.push(await timed(async () => (worktree = await give(`e.${index}0`, bases[0]))));
    for (let turn = 1; turn < 4; turn += 1) {
      const current = worktree ?? (await give('e.x', bases[0]));
      await writeFile(join(current.folder, 'work.txt'), `${index} ${turn}\n`);
      const owner = `e.${index}${turn - 1}`;
      const parent = bases[(turn + 1) % 2] ?? bases[0];
      const request = { taskId: owner, parent, message: 'work\n', number: 1, moveBranch: true };
      const dependencies = pool.snapshotDependencies(current);
      snapshots.push(
        await timed(() => takeSnapshot({ ...request, keepsHistory: true }, dependencies)),
      );
      const base = bases[turn % 2] ?? bases[0];
      again.push(await timed(() => give(`e.${index}${turn}`, base)));
    }
  }
  return { made: median(made), again: median(again), snapshot: median(snapshots) };
}

async function measure(site: Site, count: number, rounds: number): Promise<Figures> {
  const place = await makePlace(site, count);
  const client = createGitClient(place.repository, { environment: { ...site.environment } });
  try {
    const plain = await plainGit(place, rounds);
    const own = await pooled(place, client, rounds);
    const name = (what: string): string => `${what}${count}`;
    return {
      [name('newBaseMs')]: round(own.again, 0),
      [name('newBaseToPlain')]: round(own.again / plain.again, 2),
      [name('fromNothingMs')]: round(own.made, 0),
      [name('fromNothingToPlain')]: round(own.made / plain.made, 2),
      [name('snapshotMs')]: round(own.snapshot, 0),
      [name('plainSwitchAndCleanMs')]: round(plain.again, 0),
      [name('plainWorktreeAddMs')]: round(plain.made, 0),
    };
  } finally {
    await client.close();
  }
}

export const bench: Bench = {
  help: 'worktrees of the pool against plain git [--files 5000,100000] [--rounds 5]',
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
