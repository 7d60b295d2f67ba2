import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { plan } from '#shared/core/runs/planner.ts';
import type { Decision } from '#shared/core/runs/planner.ts';
import { isReady } from '#shared/core/runs/readiness.ts';
import {
  makeAttempt,
  makeEpic,
  makeRun,
  makeSettings,
  makeTask,
} from '#shared/core/testing/records.ts';
import { isoTime, systemClock } from '#shared/lib/clock.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import type { Task } from '#shared/model/task.ts';
import { createAgentRegistry } from '#main/agents/registry.ts';
import { RunProjection } from '#main/runs/run-projection.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { Store } from '#main/store/store.ts';
import type { Bench, Figures } from './lib/bench.ts';
import { randomInteger, seededRandom } from './lib/random.ts';
import { median, percentile, round } from './lib/statistics.ts';

const layer = 500;
const slots = 3;
const runId = 'run-1';

function write(store: Store, ...entries: readonly Entry[]): void {
  const written = commit(store, entries, 'process');
  if (!written.ok) throw new Error(written.error.message);
}

/** Tasks in planned order, each with up to three dependencies in the layer before its own. */
function makeTasks(count: number, random: () => number): readonly Task[] {
  return Array.from({ length: count }, (_, number) => {
    const first = Math.floor(number / layer - 1) * layer;
    const dependencies = Array.from(
      { length: 3 },
      () => `e.${first + randomInteger(random, layer)}`,
    );
    return makeTask({
      id: `e.${number}`,
      description: 'What is wanted, in a sentence or two, as a person writes it down. '.repeat(5),
      dependencies: first < 0 ? [] : [...new Set(dependencies)],
    });
  });
}

function startEntries(taskId: string): readonly Entry[] {
  const at = isoTime(systemClock.now());
  const attempt = makeAttempt({ id: `attempt-${taskId}`, taskId, createdAt: at });
  return [
    { to: 'tasks', id: taskId, command: { kind: 'start', attemptId: attempt.id, at } },
    { to: 'attempts', id: attempt.id, command: { kind: 'create', attempt } },
  ];
}

function endEntries(taskId: string): readonly Entry[] {
  const at = isoTime(systemClock.now());
  const ending = { outcome: 'failed', problem: 'None.', carryForward: null } as const;
  return [
    {
      to: 'attempts',
      id: `attempt-${taskId}`,
      command: { kind: 'end', ending: { ...ending, failureSignature: null, conflicts: [] }, at },
    },
    { to: 'tasks', id: taskId, command: { kind: 'review', at } },
    { to: 'tasks', id: taskId, command: { kind: 'close', summary: '', notes: '', at } },
  ];
}

/** A run in its middle: the first half of its tasks is closed. */
function fill(store: Store, tasks: readonly Task[]): void {
  const settings = makeSettings({ maxParallelTasks: slots });
  store.transact(() => {
    write(store, { to: 'epics', id: 'e', command: { kind: 'add', epic: makeEpic() } });
    for (const task of tasks) {
      write(store, { to: 'tasks', id: task.id, command: { kind: 'add', task } });
    }
    const run = makeRun({ id: runId, taskIds: tasks.map(({ id }) => id), settings });
    write(store, { to: 'runs', id: runId, command: { kind: 'start', run } });
    for (const { id } of tasks.slice(0, tasks.length / 2)) {
      write(store, ...startEntries(id));
      write(store, ...endEntries(id));
    }
  });
}

class RunLoop {
  readonly cycleTimes: number[] = [];
  readonly floorTimes: number[] = [];
  readonly #store: Store;
  readonly #projection: RunProjection;
  readonly #active = new Set<string>();

  constructor(store: Store, projection: RunProjection) {
    this.#store = store;
    this.#projection = projection;
  }

  /** Starts and ends tasks one by one, and times the cycle after each of these changes. */
  turn(changes: number): void {
    let dispatches = this.#started(this.#cycle());
    for (let made = 0; made < changes; made += 1) {
      const next = dispatches.shift();
      if (next === undefined) {
        const [ended = ''] = this.#active;
        this.#active.delete(ended);
        write(this.#store, ...endEntries(ended));
        this.#time(ended);
      } else {
        this.#checkReady(next);
        this.#active.add(next);
        write(this.#store, ...startEntries(next));
        this.#time(next);
      }
      dispatches = this.#started(this.#cycle());
    }
  }

  #cycle(): readonly Decision[] {
    return plan(this.#projection.situation(this.#active));
  }

  #time(changed: string): void {
    const before = performance.now();
    this.#cycle();
    const between = performance.now();
    // What no loop can do without: to read what has changed.
    this.#store.get('tasks', changed);
    this.#store.get('attempts', `attempt-${changed}`);
    const after = performance.now();
    this.cycleTimes.push(between - before);
    this.floorTimes.push(after - between);
  }

  #started(decisions: readonly Decision[]): string[] {
    return decisions.flatMap((one) => (one.kind === 'dispatch' ? [one.taskId] : []));
  }

  #checkReady(id: string): void {
    const task = this.#store.get('tasks', id);
    const isClosed = (other: string): boolean =>
      this.#store.get('tasks', other)?.status === 'closed';
    if (task === null || !isReady(task, isClosed, false)) throw new Error(`${id} is not ready.`);
  }
}

function measure(store: Store, tasks: number, changes: number): Figures {
  const agents = createAgentRegistry(projectConfigSchema.parse({}).agents);
  const parts = { store, clock: systemClock, agents };
  const fresh = performance.now();
  const projection = new RunProjection(parts, runId);
  plan(projection.situation(new Set()));
  const freshMs = performance.now() - fresh;
  const loop = new RunLoop(store, projection);
  loop.turn(100);
  loop.cycleTimes.length = 0;
  loop.floorTimes.length = 0;
  loop.turn(changes);
  const again = new RunProjection(parts, runId).situation(new Set());
  const kept = projection.situation(new Set());
  if (JSON.stringify({ ...again, now: 0 }) !== JSON.stringify({ ...kept, now: 0 })) {
    throw new Error('The projection is not what the store says.');
  }
  const cycleMs = median(loop.cycleTimes);
  const floorMs = median(loop.floorTimes);
  return {
    tasks,
    changes,
    cpus: availableParallelism(),
    node: process.version,
    cycleMs: round(cycleMs, 3),
    cycleP95Ms: round(percentile(loop.cycleTimes, 95), 3),
    cycleMaxMs: round(Math.max(...loop.cycleTimes), 3),
    floorMs: round(floorMs, 3),
    ratio: round(cycleMs / floorMs, 2),
    freshMs: round(freshMs, 1),
  };
}

export const bench: Bench = {
  help: 'observes and plans a run of many tasks after one change (--tasks --changes --seed)',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tasks: { type: 'string', default: '10000' },
        changes: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
      },
    });
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'));
    const opened = Store.open(join(folder, 'switchyard.db'), join(folder, 'backups'), systemClock);
    if (!opened.ok) throw new Error(opened.error.message);
    const store = opened.value;
    try {
      const tasks = makeTasks(Number(values.tasks), seededRandom(Number(values.seed)));
      fill(store, tasks);
      return measure(store, tasks.length, Number(values.changes));
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
