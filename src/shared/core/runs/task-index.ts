import { prerequisitesOf } from './readiness.ts';
import type { GatedTask } from './readiness.ts';

/** What the places of tasks depend on besides the tasks themselves. */
export interface IndexOptions<Task> {
  readonly tddEnabled: boolean;
  /** Whether nothing more is to be tried for an open task. */
  readonly isCapped: (task: Task) => boolean;
  /** Whether a task outside the chosen set is closed. */
  readonly isClosedOutside: (taskId: string) => boolean;
}

/** Whether a prerequisite is met, may still be met, or will not be met in this run. */
type Prospect = 'met' | 'open' | 'hopeless';

/**
 * The chosen tasks of a run by what can be done with them now. A change of one task costs as much as it has
 * prerequisites and tasks that wait for it, however many tasks there are.
 */
export class TaskIndex<Task extends GatedTask> {
  readonly #options: IndexOptions<Task>;
  readonly #tasks: Task[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #prerequisites: (readonly string[])[];
  /** Places of the tasks that wait for one, by its id. */
  readonly #dependents = new Map<string, Set<number>>();
  readonly #prospects = new Map<string, Prospect>();
  /** How many prerequisites of a task are not met, and how many of these will not be. */
  readonly #unmet: Int32Array;
  readonly #hopeless: Int32Array;
  /** 1 for the tasks that wait for nothing: in planned order without being sorted. */
  readonly #isReady: Uint8Array;
  readonly #busyPlaces = new Set<number>();
  readonly #cappedPlaces = new Set<number>();
  readonly #hopelessPlaces = new Set<number>();
  #skipped: ReadonlySet<string>;
  #unfinished = 0;
  #closed = 0;

  /** `tasks` are in planned order; `skipped` are the ids that the run has skipped. */
  constructor(tasks: readonly Task[], skipped: ReadonlySet<string>, options: IndexOptions<Task>) {
    this.#options = options;
    this.#skipped = skipped;
    this.#tasks = [...tasks];
    this.#places = new Map(tasks.map(({ id }, place) => [id, place]));
    this.#prerequisites = tasks.map(() => []);
    this.#unmet = new Int32Array(tasks.length);
    this.#hopeless = new Int32Array(tasks.length);
    this.#isReady = new Uint8Array(tasks.length);
    for (const [place, task] of this.#tasks.entries()) this.#link(place, task);
    for (const [place, task] of this.#tasks.entries()) this.#enter(place, task);
  }

  /** All of them in planned order, as they are now. */
  get tasks(): readonly Task[] {
    return this.#tasks;
  }

  /** How many this run must still bring to an end, apart from those that are worked on. */
  get unfinished(): number {
    return this.#unfinished;
  }

  get areAllClosed(): boolean {
    return this.#closed === this.#tasks.length;
  }

  /** Whether there is an open one that waits for what will not be closed. */
  get hasHopeless(): boolean {
    return this.#hopelessPlaces.size > 0;
  }

  get skipped(): ReadonlySet<string> {
    return this.#skipped;
  }

  find(id: string): Task | null {
    const place = this.#places.get(id);
    return place === undefined ? null : (this.#tasks[place] ?? null);
  }

  /** Those that the store says are worked on, in planned order. */
  busy(): readonly Task[] {
    return this.#inOrder(this.#busyPlaces);
  }

  /** Those that are open, and for which nothing more is to be tried, in planned order. */
  capped(): readonly Task[] {
    return this.#inOrder(this.#cappedPlaces);
  }

  /** Those that are open and wait for nothing, in planned order. */
  *ready(): Generator<Task, void, void> {
    const places = this.#isReady;
    for (let place = places.indexOf(1); place !== -1; place = places.indexOf(1, place + 1)) {
      const task = this.#tasks[place];
      if (task !== undefined) yield task;
    }
  }

  /** Takes the present state of a chosen task. */
  update(task: Task): void {
    const place = this.#places.get(task.id);
    const before = place === undefined ? undefined : this.#tasks[place];
    if (place === undefined || before === undefined) return;
    this.#leave(place, before);
    this.#tasks[place] = task;
    this.#link(place, task);
    this.#enter(place, task);
    this.reconsider(task.id);
  }

  /** Takes the tasks that the run has skipped by now. */
  setSkipped(skipped: ReadonlySet<string>): void {
    const changed = skipped.symmetricDifference(this.#skipped);
    const tasks = [...changed].flatMap((id) => this.find(id) ?? []);
    for (const task of tasks) this.#leave(this.#places.get(task.id) ?? -1, task);
    this.#skipped = skipped;
    for (const task of tasks) this.#enter(this.#places.get(task.id) ?? -1, task);
    for (const id of changed) this.reconsider(id);
  }

  /** Looks again at a task that others may wait for, also at one outside the chosen set. */
  reconsider(id: string): void {
    const before = this.#prospects.get(id);
    if (before === undefined) return;
    const now = this.#prospectOf(id);
    if (before === now) return;
    this.#prospects.set(id, now);
    for (const place of this.#dependents.get(id) ?? []) {
      this.#count(place, before, -1);
      this.#count(place, now, 1);
      this.#settle(place);
    }
  }

  /** Counts a task among those of its status. */
  #enter(place: number, task: Task): void {
    if (task.status === 'closed') this.#closed += 1;
    if (task.status === 'in_progress' || task.status === 'in_review') this.#busyPlaces.add(place);
    if (this.#isToDo(task)) {
      this.#unfinished += 1;
      const isCapped = task.status === 'open' && this.#options.isCapped(task);
      if (isCapped) this.#cappedPlaces.add(place);
    }
    this.#settle(place);
  }

  #leave(place: number, task: Task): void {
    if (task.status === 'closed') this.#closed -= 1;
    this.#busyPlaces.delete(place);
    this.#cappedPlaces.delete(place);
    if (this.#isToDo(task)) this.#unfinished -= 1;
  }

  #isToDo({ id, status }: Task): boolean {
    return status !== 'closed' && status !== 'blocked' && !this.#skipped.has(id);
  }

  /** Notes for what a task waits. */
  #link(place: number, task: Task): void {
    const before = this.#prerequisites[place] ?? [];
    const now = prerequisitesOf(task, this.#options.tddEnabled);
    if (sameIds(before, now)) return;
    for (const id of new Set(before)) {
      this.#dependents.get(id)?.delete(place);
      this.#count(place, this.#prospects.get(id) ?? 'met', -1);
    }
    this.#prerequisites[place] = now;
    for (const id of new Set(now)) {
      const dependents = this.#dependents.get(id);
      if (dependents === undefined) this.#dependents.set(id, new Set([place]));
      else dependents.add(place);
      const prospect = this.#prospects.get(id) ?? this.#prospectOf(id);
      this.#prospects.set(id, prospect);
      this.#count(place, prospect, 1);
    }
  }

  #prospectOf(id: string): Prospect {
    const task = this.find(id);
    if (task === null) return this.#options.isClosedOutside(id) ? 'met' : 'hopeless';
    if (task.status === 'closed') return 'met';
    return task.status === 'blocked' || this.#skipped.has(id) ? 'hopeless' : 'open';
  }

  #count(place: number, prospect: Prospect, by: 1 | -1): void {
    if (prospect === 'met') return;
    this.#unmet[place] = (this.#unmet[place] ?? 0) + by;
    if (prospect === 'hopeless') this.#hopeless[place] = (this.#hopeless[place] ?? 0) + by;
  }

  /** Brings what a task's prerequisites say of it up to date. */
  #settle(place: number): void {
    const task = this.#tasks[place];
    const isOpen = task?.status === 'open' && !this.#skipped.has(task.id);
    this.#isReady[place] = isOpen && this.#unmet[place] === 0 ? 1 : 0;
    if (isOpen && this.#hopeless[place] !== 0) this.#hopelessPlaces.add(place);
    else this.#hopelessPlaces.delete(place);
  }

  #inOrder(places: ReadonlySet<number>): readonly Task[] {
    return [...places].toSorted((a, b) => a - b).flatMap((place) => this.#tasks[place] ?? []);
  }
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index]);
}
