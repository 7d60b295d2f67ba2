import { workOf } from '#shared/core/protocol/work.ts';
import { indexTasks, skippedIds } from '#shared/core/runs/situation.ts';
import type { PlannedTask, Situation } from '#shared/core/runs/situation.ts';
import { SpentSum } from '#shared/core/runs/spent.ts';
import type { TaskIndex } from '#shared/core/runs/task-index.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { required } from '#main/store/required.ts';
import { AccountGates } from './account-gates.ts';
import { DocumentsByTask } from './documents-by-task.ts';
import { KeptDocuments } from './kept-documents.ts';
import type { DocumentChange } from './kept-documents.ts';
import type { HostParts } from './host-parts.ts';

/**
 * All that the decisions of one run depend on, in memory. It is brought up to date from what the store says
 * has changed, so that a look at 10,000 tasks costs as much as what happened since the last look.
 */
export class RunProjection {
  readonly #parts: Pick<HostParts, 'store' | 'clock' | 'agents'>;
  readonly #runs: KeptDocuments<'runs'>;
  readonly #tasks: KeptDocuments<'tasks'>;
  /** Those of this run. */
  readonly #attempts: KeptDocuments<'attempts'>;
  /** Those of tasks for which something was tried, in whichever run. */
  readonly #tries: DocumentsByTask<'attempts'>;
  /** Those of the work of tasks that are worked on, or for which something was tried. */
  readonly #landings: DocumentsByTask<'landings'>;
  readonly #worktrees: KeptDocuments<'worktrees'>;
  readonly #runId: string;
  readonly #spent = new SpentSum();
  readonly #gates: AccountGates;
  /** The chosen tasks that there are. */
  #index: TaskIndex<PlannedTask>;
  #chosen: ReadonlySet<string>;
  /** Tasks outside the chosen set that there were not when somebody asked for them. */
  readonly #absent = new Set<string>();
  #assigned: ReadonlySet<string | null>;
  /** Whether there are other tasks than in {@link #index}, or in another order. */
  #isOther = false;
  #seen: number;

  constructor(parts: Pick<HostParts, 'store' | 'clock' | 'agents'>, runId: string) {
    const { store, agents } = parts;
    this.#parts = parts;
    this.#runId = runId;
    this.#seen = store.lastSequence();
    const run = required(store, 'runs', runId);
    this.#runs = new KeptDocuments(
      store,
      'runs',
      () => [run],
      ({ id }) => id === runId,
    );
    this.#chosen = new Set(run.taskIds);
    this.#tasks = new KeptDocuments(
      store,
      'tasks',
      () => run.taskIds.flatMap((id) => store.get('tasks', id) ?? []),
      ({ id }) => this.#chosen.has(id) || this.#absent.delete(id),
    );
    this.#attempts = new KeptDocuments(
      store,
      'attempts',
      () => store.find('attempts', 'run_id', runId),
      (attempt) => attempt.runId === runId,
    );
    this.#tries = new DocumentsByTask(store, 'attempts', {
      taskOf: ({ taskId }) => taskId,
      read: (taskId) => store.find('attempts', 'task_id', taskId),
    });
    this.#landings = new DocumentsByTask(store, 'landings', {
      taskOf: ({ works }) => works.at(-1)?.taskId ?? '',
      read: (taskId) => store.find('landings', 'task_id', taskId),
    });
    this.#worktrees = new KeptDocuments(
      store,
      'worktrees',
      () => store.all('worktrees'),
      () => true,
    );
    this.#assigned = this.#findAssigned();
    this.#gates = new AccountGates(agents, () => this.#attempts.values());
    for (const attempt of this.#attempts.values()) {
      this.#takeAttempt({ id: attempt.id, before: null, after: attempt });
    }
    this.#index = this.#indexAll(run);
  }

  /** The run as the store has it now. */
  run(): Run {
    this.#refresh();
    return this.lastRun();
  }

  /** The run as it was read last, without asking the store. */
  lastRun(): Run {
    const run = this.#runs.get(this.#runId);
    if (run === null) throw new Error(`There is no run ${this.#runId}.`);
    return run;
  }

  /** All that the next decisions depend on; good until the projection is asked again. */
  situation(active: ReadonlySet<string>): Situation {
    const run = this.run();
    const now = this.#parts.clock.now();
    for (const account of this.#gates.changed(now)) {
      for (const id of this.#gates.tasksOf(account)) this.#planOne(id);
    }
    return {
      run,
      tasks: this.#index.tasks,
      index: this.#index,
      isClosedOutside: (id) => this.#isClosed(id),
      active,
      spent: this.#spent.spent,
      now,
    };
  }

  #refresh(): void {
    const until = this.#parts.store.lastSequence();
    if (until === this.#seen) return;
    this.#runs.refresh(until, ({ after }) => {
      if (after !== null) this.#takeRun(after);
    });
    this.#attempts.refresh(until, (change) => this.#takeAttempt(change));
    this.#worktrees.refresh(until, ({ before, after }) => {
      this.#assigned = this.#findAssigned();
      for (const slot of [before, after]) if (slot?.taskId) this.#planOne(slot.taskId);
    });
    this.#tries.refresh(until, (taskId) => this.#planOne(taskId));
    this.#landings.refresh(until, (taskId) => this.#planOne(taskId));
    this.#tasks.refresh(until, ({ id, after }) => {
      // One that a changed dependency has just asked for is kept already, but not among the planned ones.
      const isOther = after === null || this.#index.find(id) === null;
      if (isOther && this.#chosen.has(id)) this.#isOther = true;
      else this.#planOne(id);
    });
    const run = this.#runs.get(this.#runId);
    if (this.#isOther && run !== null) this.#index = this.#indexAll(run);
    this.#isOther = false;
    this.#seen = until;
  }

  #takeRun(run: Run): void {
    this.#index.setSkipped(skippedIds(run));
    if (sameIds([...this.#chosen], run.taskIds)) return;
    this.#chosen = new Set(run.taskIds);
    this.#isOther = true;
    for (const id of run.taskIds) {
      const task = this.#tasks.get(id) ?? this.#parts.store.get('tasks', id);
      if (task !== null) this.#tasks.add(task);
    }
  }

  #takeAttempt({ before, after }: DocumentChange<Attempt>): void {
    this.#spent.takeBack(before?.usage ?? null);
    this.#spent.add(after?.usage ?? null);
    this.#gates.attemptChanged(before, after);
  }

  #indexAll(run: Run): TaskIndex<PlannedTask> {
    const tasks = run.taskIds.flatMap((id) => this.#tasks.get(id) ?? []);
    const planned = tasks.map((task) => this.#plannedOf(task, run));
    return indexTasks(run, planned, { isClosedOutside: (id) => this.#isClosed(id) });
  }

  #planOne(id: string): void {
    const task = this.#tasks.get(id);
    const run = this.#runs.get(this.#runId);
    const isPlanned = task !== null && run !== null && this.#index.find(id) !== null;
    if (isPlanned) this.#index.update(this.#plannedOf(task, run));
    else this.#index.reconsider(id);
  }

  #plannedOf(task: Task, { settings }: Run): PlannedTask {
    const { agents } = this.#parts;
    const delay = this.#gates.delayOf(task.id, agents.accountOf(agents.agentForTask(task)));
    // Only what is open is asked what comes next; what was done for it before has a worktree.
    const isTried =
      task.status === 'open' && (task.startedAt !== null || this.#assigned.has(task.id));
    const attempts = isTried ? this.#tries.of(task.id) : [];
    // What is worked on is asked only whether its work is on its way.
    const isBusy = task.status === 'in_progress' || task.status === 'in_review';
    const landings = isTried || isBusy ? this.#landings.of(task.id) : [];
    return { ...task, ...delay, work: workOf({ task, attempts, landings }, settings) };
  }

  /** The tasks that have a worktree. */
  #findAssigned(): ReadonlySet<string | null> {
    return new Set([...this.#worktrees.values()].map(({ taskId }) => taskId));
  }

  /** Whether a task is closed that may not be chosen: it is followed from the first time on. */
  #isClosed(id: string): boolean {
    const known = this.#tasks.get(id);
    if (known !== null || this.#absent.has(id)) return known?.status === 'closed';
    const task = this.#parts.store.get('tasks', id);
    if (task === null) this.#absent.add(id);
    else this.#tasks.add(task);
    return task?.status === 'closed';
  }
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index]);
}
