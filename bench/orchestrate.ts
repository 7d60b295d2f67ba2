import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Bench } from './lib/bench.ts';
import { median, percentile, round } from './lib/statistics.ts';
import { checkResult } from './orchestrate/check-result.ts';
import { copyRepository, generateRepository, git, prepareSite } from './orchestrate/repository.ts';
import type { Site } from './orchestrate/repository.ts';
import { runScript } from './orchestrate/run-script.ts';
import { runSwitchyardApart } from './orchestrate/run-switchyard.ts';
import { makeWorkload } from './orchestrate/workload.ts';
import type { TaskTime, Workload } from './orchestrate/workload.ts';

const ways = ['naive', 'lean', 'switchyard'] as const;
type Way = (typeof ways)[number];

/** Time for all rounds; one that would not fit is left out. */
const budgetMs = 100_000;

/** One pass of one way over all tasks. */
interface Pass {
  readonly way: Way;
  /** Duration of each measured task, in ms. */
  readonly taskMs: readonly number[];
  /** From the first measured task's start to the last one's end, in ms. */
  readonly wallMs: number;
  /** Git commands that Switchyard started for the measured tasks; zero for the scripts. */
  readonly gitCommands: number;
}

async function runPass(way: Way, site: Site, source: string, workload: Workload): Promise<Pass> {
  const parent = await mkdtemp(join(site.folder, `${way}-`));
  const repository = join(parent, 'repository');
  await copyRepository(site, source, repository);
  let times: readonly TaskTime[];
  let gitCommands = 0;
  if (way === 'switchyard') {
    ({ times, gitCommands } = await runSwitchyardApart({ site, repository, workload }));
  } else {
    times = await runScript(`${way}.sh`, site, repository, workload);
  }
  await checkResult(site, repository, workload);
  return { way, gitCommands, ...measure(times, workload) };
}

function measure(
  times: readonly TaskTime[],
  { measured }: Workload,
): Pick<Pass, 'taskMs' | 'wallMs'> {
  const ids = new Set(measured.map(({ id }) => id));
  const chosen = times.filter(({ taskId }) => ids.has(taskId));
  if (chosen.length !== measured.length) {
    throw new Error(`${chosen.length} times for ${measured.length} tasks.`);
  }
  const start = Math.min(...chosen.map(({ startedAt }) => startedAt));
  const end = Math.max(...chosen.map(({ endedAt }) => endedAt));
  const taskMs = chosen.map(({ startedAt, endedAt }) => endedAt - startedAt);
  return { taskMs, wallMs: end - start };
}

/** The figures of one way over all its passes. */
function summarise(way: Way, passes: readonly Pass[]): Record<string, number> {
  const own = passes.filter((pass) => pass.way === way);
  const all = own.flatMap(({ taskMs }) => taskMs);
  const medians = own.map(({ taskMs }) => median(taskMs));
  return {
    [`${way}Ms`]: round(median(all)),
    [`${way}P90Ms`]: round(percentile(all, 90)),
    [`${way}LowMs`]: round(Math.min(...medians)),
    [`${way}HighMs`]: round(Math.max(...medians)),
    [`${way}WallMs`]: round(median(own.map(({ wallMs }) => wallMs)), 0),
  };
}

/** Passes of all ways in turn, in another order in each round: the machine is not the same all the time. */
async function runRounds(
  rounds: number,
  site: Site,
  source: string,
  workload: Workload,
): Promise<readonly Pass[]> {
  const passes: Pass[] = [];
  const start = performance.now();
  for (let done = 0; done < rounds; done += 1) {
    const elapsed = performance.now() - start;
    if (done > 0 && elapsed + elapsed / done > budgetMs) break;
    for (const place of ways.keys()) {
      const way = ways[(done + place) % ways.length] ?? 'naive';
      const pass = await runPass(way, site, source, workload);
      const perTask = round(median(pass.taskMs));
      console.error(`${way.padEnd(12)} ${perTask} ms per task, ${round(pass.wallMs, 0)} ms in all`);
      passes.push(pass);
    }
  }
  return passes;
}

function figuresOf(passes: readonly Pass[]): Record<string, number> {
  const figures = Object.assign({}, ...ways.map((way) => summarise(way, passes)));
  const { naiveMs = Number.NaN, leanMs = Number.NaN, switchyardMs = Number.NaN } = figures;
  const own = passes.filter(({ way }) => way === 'switchyard');
  const tasks = own.reduce((sum, { taskMs }) => sum + taskMs.length, 0);
  const commands = own.reduce((sum, { gitCommands }) => sum + gitCommands, 0);
  return {
    rounds: own.length,
    ...figures,
    toLean: round(switchyardMs / leanMs, 2),
    toNaive: round(switchyardMs / naiveMs, 2),
    gitCommandsPerTask: round(commands / tasks),
  };
}

export const bench: Bench = {
  help: 'runs trivial tasks beside two bare shell scripts (--tasks --files --parallel --rounds)',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tasks: { type: 'string', default: '50' },
        files: { type: 'string', default: '5000' },
        parallel: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '3' },
      },
    });
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-bench-')));
    try {
      const site = await prepareSite(folder);
      const source = join(folder, 'source');
      const files = await generateRepository(site, source, Number(values.files));
      const workload = makeWorkload(files, Number(values.tasks), Number(values.parallel));
      const passes = await runRounds(Number(values.rounds), site, source, workload);
      return {
        tasks: workload.measured.length,
        files: files.length,
        parallel: workload.workers,
        cpus: availableParallelism(),
        node: process.version,
        git: (await git(site, folder, 'version')).replace('git version ', ''),
        firstUses: 'of a worktree are warm-up tasks in all three ways, and not measured',
        ...figuresOf(passes),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
