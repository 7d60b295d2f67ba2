import { at } from './adjacency.ts';
import type { Adjacency } from './adjacency.ts';
import { createIdTable } from './id-table.ts';
import type { IdTable } from './id-table.ts';

interface WiredTask {
  readonly id: string;
  readonly dependencies: readonly string[];
}

/** Tasks by number, with their dependencies resolved. */
export interface Wiring<Task extends WiredTask> {
  /** Each id once; tasks with the same id are one, with the dependencies of all. */
  readonly tasks: readonly Task[];
  readonly table: IdTable;
  /** Dependencies on tasks of the set, each once, as the task lists them. */
  readonly dependencies: Adjacency;
  /** Dependencies on anything else, for the tasks that have any. */
  readonly outside: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids that occur more than once. */
  readonly duplicates: ReadonlySet<string>;
}

/** Makes one task of those with the same id, so that whatever else is wrong with them is found too. */
function mergeDuplicates<Task extends WiredTask>(all: readonly Task[], table: IdTable) {
  const duplicates = new Set<string>();
  if (table.ids.length === all.length) return { tasks: all, duplicates };
  const tasks: Task[] = [];
  for (const task of all) {
    const number = table.numberOf(task.id);
    const known = tasks[number];
    if (known === undefined) {
      tasks.push(task);
    } else {
      duplicates.add(task.id);
      tasks[number] = { ...known, dependencies: [...known.dependencies, ...task.dependencies] };
    }
  }
  return { tasks, duplicates };
}

/** Numbers the tasks and resolves their dependencies. */
export function wireTasks<Task extends WiredTask>(all: readonly Task[]): Wiring<Task> {
  const table = createIdTable(all.map((task) => task.id));
  const { tasks, duplicates } = mergeDuplicates(all, table);
  let total = 0;
  const lists: (readonly string[])[] = [];
  for (const { dependencies } of tasks) {
    lists.push(dependencies);
    total += dependencies.length;
  }
  const numbers = table.numbersOf(lists, total);
  const starts = new Int32Array(tasks.length + 1);
  const targets = new Int32Array(total);
  const outside = new Map<string, Set<string>>();
  const lastSourceOf = new Int32Array(tasks.length).fill(-1);
  let edges = 0;
  let mention = 0;
  let source = 0;
  for (const list of lists) {
    for (let place = 0; place < list.length; place += 1, mention += 1) {
      const target = at(numbers, mention);
      if (target === -1) {
        const id = table.ids[source] ?? '';
        outside.set(id, (outside.get(id) ?? new Set()).add(list[place] ?? ''));
      } else if (lastSourceOf[target] !== source) {
        lastSourceOf[target] = source;
        targets[edges++] = target;
      }
    }
    source += 1;
    starts[source] = edges;
  }
  return {
    tasks,
    table,
    dependencies: { starts, targets: targets.subarray(0, edges) },
    outside,
    duplicates,
  };
}
