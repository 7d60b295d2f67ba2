import { plan } from '#shared/core/runs/planner.ts';
import type { Decision } from '#shared/core/runs/planner.ts';
import type { PlannedTask, Situation } from '#shared/core/runs/situation.ts';
import { accountLimit, delayOf } from '#shared/core/rate-limits/account-limit.ts';
import type { AccountLimit } from '#shared/core/rate-limits/account-limit.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import { landingMachine } from '#shared/core/records/landing-machine.ts';
import { recoverAttempt } from '#shared/core/records/recovery.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import type { State } from '#shared/core/testing/replay.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Run } from '#shared/model/run.ts';
import { makeAttempt, makeEpic, makeRun, makeTask, recordTime } from './records.ts';
import { interruptedExit } from './simulated-attempt.ts';
import type { Intervention, Scenario } from './scenario.ts';
import { decisionEntry } from './simulated-decision.ts';
import { SimulatedLedger } from './simulated-ledger.ts';
import { recordsOf, taskStep, withdrawal } from './simulated-step.ts';
import type { StepWorld } from './simulated-step.ts';

/** One turn of the run's loop. */
export interface Cycle {
  readonly situation: Situation;
  readonly decisions: readonly Decision[];
  /** Log entries that carrying the decisions out brought. */
  readonly written: number;
}

export interface Simulation {
  /** How the loop came to rest; anything but `ended` is a bug of the core. */
  readonly rest: 'ended' | 'waits_for_ever' | 'goes_round';
  readonly run: Run;
  readonly cycles: readonly Cycle[];
  readonly state: State;
  readonly log: readonly LogEntry[];
}

const runId = 'run-1';
const start = Date.parse(recordTime);
/** More turns than any scenario of the tests needs. */
const maximumCycles = 5_000;

/** Drives a run through its whole life with the real decisions and an imagined world. */
export function simulateRun(scenario: Scenario): Simulation {
  const world = new World(scenario);
  const cycles: Cycle[] = [];
  let rest: Simulation['rest'] = 'goes_round';
  while (cycles.length < maximumCycles) {
    world.intervene();
    if (world.run().status === 'ended') {
      rest = 'ended';
      break;
    }
    const situation = world.observe();
    const decisions = plan(situation);
    const before = world.ledger.log.length;
    for (const decision of decisions) world.carryOut(decision);
    cycles.push({ situation, decisions, written: world.ledger.log.length - before });
    const [last] = decisions;
    if (last?.kind === 'wait' && !world.waitUntil(last.until)) {
      rest = 'waits_for_ever';
      break;
    }
  }
  const { state, log } = world.ledger;
  return { rest, run: world.run(), cycles, state, log };
}

/** Store, clock, agents and people of one simulated run. */
class World {
  readonly ledger = new SimulatedLedger();
  readonly #scenario: Scenario;
  readonly #interventions: Intervention[];
  /** The tasks of which an attempt or a landing is driven, and when its present step is done. */
  readonly #active = new Map<string, { readonly due: number }>();
  readonly #finishing = new Set<string>();
  /** Whether the folder that shows the epic is not clean. */
  #isDirty = false;
  #now = start;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#interventions = scenario.interventions.toSorted((a, b) => a.afterMs - b.afterMs);
    const { tasks, later, settings } = scenario;
    this.ledger.write({ to: 'epics', id: 'e', command: { kind: 'add', epic: makeEpic() } });
    for (const { id, dependencies, testTaskId, labels } of [...tasks, ...later]) {
      const details = { id, dependencies: [...dependencies], testTaskId, labels: [...labels] };
      const command = { kind: 'add', task: makeTask(details) } as const;
      this.ledger.write({ to: 'tasks', id, command });
    }
    const run = makeRun({ id: runId, taskIds: tasks.map(({ id }) => id), settings });
    this.ledger.write({ to: 'runs', id: runId, command: { kind: 'start', run } });
  }

  run(): Run {
    const run = this.ledger.state.runs.get(runId);
    if (run === undefined) throw new Error('The run is gone.');
    return run;
  }

  observe(): Situation {
    const { closedOutside } = this.#scenario;
    const attempts = [...this.ledger.state.attempts.values()];
    const planned: PlannedTask[] = [];
    for (const id of this.run().taskIds) {
      const task = this.ledger.state.tasks.get(id);
      if (task === undefined) continue;
      const own = recordsOf(this.ledger.state, id);
      const agent = this.#agentOf(id);
      const delay = delayOf(agent, this.#limitOf(agent), this.#now);
      planned.push({
        ...task,
        ...delay,
        work: workOf({ task, ...own }, this.run().settings),
      });
    }
    return {
      run: this.run(),
      tasks: planned,
      isClosedOutside: (id) =>
        closedOutside.includes(id) || this.ledger.state.tasks.get(id)?.status === 'closed',
      active: new Set(this.#active.keys()),
      finishing: new Set(this.#finishing),
      spent: {
        tokens: attempts.reduce((sum, { usage }) => sum + (usage?.tokens ?? 0), 0),
        costUsd: attempts.reduce((sum, { usage }) => sum + (usage?.costUsd ?? 0), 0),
      },
      now: this.#now,
    };
  }

  #agentOf(taskId: string): string {
    const { tasks, later } = this.#scenario;
    return [...tasks, ...later].find(({ id }) => id === taskId)?.agent ?? 'claude';
  }

  #limitOf(agent: string): AccountLimit | null {
    const { attempts } = this.ledger.state;
    return accountLimit([...attempts.values()].filter((one) => one.agent === agent));
  }

  carryOut(decision: Decision): void {
    const at = isoTime(this.#now);
    switch (decision.kind) {
      case 'dispatch':
        this.#dispatch(decision);
        return;
      case 'land':
        this.#finishing.add(decision.taskId);
        this.#active.set(decision.taskId, { due: this.#now + 1 });
        return;
      case 'withdraw':
        this.ledger.write(...withdrawal(this.#stepWorld(), decision.taskId).entries);
        return;
      case 'wait':
        return;
      case 'skip':
      case 'skip_rest':
      case 'block':
      case 'reconcile':
      case 'start_batch':
      case 'end_batch':
      case 'end':
        this.ledger.write(decisionEntry(decision, runId, at));
        return;
      default:
        assertNever(decision, 'decision');
    }
  }

  /** Lets time pass until something happens; false when nothing ever will. */
  waitUntil(until: number | null): boolean {
    const [next] = this.#interventions;
    const moments = [...this.#active.values()].map(({ due }) => this.#dueNow(due));
    if (until !== null) moments.push(until);
    if (next !== undefined) moments.push(start + next.afterMs);
    const moment = Math.min(...moments);
    if (!Number.isFinite(moment)) return false;
    this.#now = Math.max(this.#now, moment);
    for (const [taskId, { due }] of this.#active) {
      if (this.#dueNow(due) <= this.#now) this.#step(taskId);
    }
    return true;
  }

  /** Carries out what has happened from outside by now. */
  intervene(): void {
    for (;;) {
      const [next] = this.#interventions;
      if (next === undefined || start + next.afterMs > this.#now) return;
      this.#interventions.shift();
      if (this.run().status !== 'ended') this.#happen(next);
    }
  }

  #happen(intervention: Intervention): void {
    const at = isoTime(this.#now);
    switch (intervention.kind) {
      case 'cancel': {
        const command = { kind: 'cancel', now: intervention.now, at } as const;
        this.ledger.write({ to: 'runs', id: runId, command });
        return;
      }
      case 'crash':
        this.#crash(at);
        return;
      case 'pause': {
        if (this.run().status !== 'active') return;
        this.ledger.write({ to: 'runs', id: runId, command: { kind: 'pause', at } });
        const afterMs = this.#now - start + intervention.forMs;
        this.#interventions.push({ kind: 'go_on', afterMs });
        this.#interventions.sort((a, b) => a.afterMs - b.afterMs);
        return;
      }
      case 'go_on':
        if (this.run().status !== 'active') return;
        this.ledger.write({ to: 'runs', id: runId, command: { kind: 'go_on', at } });
        return;
      case 'add':
        this.#add(intervention.taskIds, at);
        return;
      case 'dirty': {
        this.#isDirty = true;
        const afterMs = this.#now - start + intervention.forMs;
        this.#interventions.push({ kind: 'clean', afterMs });
        this.#interventions.sort((a, b) => a.afterMs - b.afterMs);
        return;
      }
      case 'clean':
        this.#isDirty = false;
        for (const { id, phase } of this.ledger.state.landings.values()) {
          if (phase !== 'waiting') continue;
          this.ledger.write({ to: 'landings', id, command: { kind: 'go_on', at } });
        }
        return;
      case 'reopen': {
        const { taskId } = intervention;
        const status = this.ledger.state.tasks.get(taskId)?.status;
        if (status !== 'closed' && status !== 'blocked') return;
        const command = { kind: 'reopen', reason: 'by hand', at } as const;
        this.ledger.write({ to: 'tasks', id: taskId, command });
        return;
      }
      case 'drift': {
        const { taskId } = intervention;
        const task = this.ledger.state.tasks.get(taskId);
        if (task?.status !== 'open' || this.#active.has(taskId)) return;
        const command = { kind: 'start', attemptId: 'nobody', at } as const;
        this.ledger.write({ to: 'tasks', id: taskId, command });
        return;
      }
      default:
        assertNever(intervention, 'intervention');
    }
  }

  /** As the engine does it: open tasks that the run does not have, or has skipped. */
  #add(wanted: readonly string[], at: string): void {
    const { status, taskIds: chosen, skipped } = this.run();
    if (status !== 'active') return;
    const taskIds = wanted.filter(
      (id) =>
        this.ledger.state.tasks.get(id)?.status === 'open' &&
        (!chosen.includes(id) || skipped.some(({ taskId }) => taskId === id)),
    );
    this.ledger.write({ to: 'runs', id: runId, command: { kind: 'add_tasks', taskIds, at } });
  }

  #crash(at: string): void {
    this.#active.clear();
    this.#finishing.clear();
    const owner = { pid: this.ledger.log.length + 2, startTime: null };
    this.ledger.write({ to: 'runs', id: runId, command: { kind: 'resume', owner, at } });
    for (const attempt of this.ledger.state.attempts.values()) {
      const recovery = recoverAttempt(attempt);
      if (recovery.kind === 'none') continue;
      if (recovery.kind === 'interrupt') {
        const command = { kind: 'note_exit', exit: interruptedExit, at } as const;
        this.ledger.write({ to: 'attempts', id: attempt.id, command });
      }
      this.#active.set(attempt.taskId, { due: this.#now + 1 });
    }
    for (const landing of this.ledger.state.landings.values()) {
      const taskId = landing.works.at(-1)?.taskId;
      if (taskId === undefined || landingMachine.effects(landing).length === 0) continue;
      this.#active.set(taskId, { due: this.#now + 1 });
    }
  }

  #dispatch({ taskId, role, continues }: Extract<Decision, { kind: 'dispatch' }>): void {
    const { attempts, tasks } = this.ledger.state;
    const number = [...attempts.values()].filter((one) => one.taskId === taskId).length + 1;
    const at = isoTime(this.#now);
    const id = `attempt-${attempts.size + 1}`;
    const agent = this.#agentOf(taskId);
    const life = tasks.get(taskId)?.life ?? null;
    const attempt = makeAttempt({
      id,
      taskId,
      runId,
      life,
      number,
      role,
      agent,
      resumes: continues,
      createdAt: at,
    });
    this.ledger.write(
      { to: 'tasks', id: taskId, command: { kind: 'start', attemptId: id, at } },
      { to: 'attempts', id, command: { kind: 'create', attempt } },
    );
    this.#active.set(taskId, { due: this.#now + 1 });
  }

  /** Does the present step of what is driven for a task, as its machine asks for it. */
  #step(taskId: string): void {
    const step = taskStep(this.#stepWorld(), taskId);
    this.ledger.write(...step.entries);
    if (step.isLast) this.#finishing.delete(taskId);
    if (step.isLast) this.#active.delete(taskId);
    else this.#active.set(taskId, { due: this.#now + step.tookMs });
  }

  #stepWorld(): StepWorld {
    const { tasks, later } = this.#scenario;
    const { ledger } = this;
    const scripted = [...tasks, ...later];
    return { ledger, scripted, run: this.run(), isDirty: this.#isDirty, now: this.#now };
  }

  /** Who is to stop does so at once. */
  #dueNow(due: number): number {
    return this.run().status === 'stopping' ? Math.min(due, this.#now) : due;
  }
}
