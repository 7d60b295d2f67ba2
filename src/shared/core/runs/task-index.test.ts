import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import type { Task } from '#shared/model/task.ts';
import { TaskIndex } from './task-index.ts';
import type { IndexOptions } from './task-index.ts';
import { unmetPrerequisites } from './readiness.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const others = ['x', 'y'];
const anyId = fc.constantFrom(...ids, ...others);

const status = fc.constantFrom('open', 'open', 'closed', 'blocked', 'in_progress', 'in_review');
const fields = fc.record({
  status,
  dependencies: fc.array(anyId, { maxLength: 3 }),
  testTaskId: fc.option(anyId),
  labels: fc.subarray(['skip_tests']),
  dispatches: fc.nat(4),
});

type Change =
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'skipped'; readonly ids: readonly string[] }
  | { readonly kind: 'outside'; readonly id: string };

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...ids), fields).map(toChange) },
  {
    weight: 1,
    arbitrary: fc.subarray(ids).map((some): Change => ({ kind: 'skipped', ids: some })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...others).map((id): Change => ({ kind: 'outside', id })),
  },
);

function toChange([id, more]: readonly [string, Partial<Task>]): Change {
  return { kind: 'task', task: makeTask({ id, ...more }) };
}

const isCapped = ({ dispatches }: Task): boolean => dispatches > 3;

/** What an index says, in the plainest way from the tasks themselves. */
function plain(tasks: readonly Task[], skipped: ReadonlySet<string>, options: IndexOptions<Task>) {
  const find = (id: string): Task | null => tasks.find((task) => task.id === id) ?? null;
  const isClosed = (id: string): boolean =>
    (find(id)?.status ?? (options.isClosedOutside(id) ? 'closed' : null)) === 'closed';
  const unmet = (task: Task): readonly string[] =>
    unmetPrerequisites(task, isClosed, options.tddEnabled);
  const open = tasks.filter((task) => task.status === 'open' && !skipped.has(task.id));
  const isHopeless = (id: string): boolean =>
    find(id) === null || find(id)?.status === 'blocked' || skipped.has(id);
  const isBusy = (task: Task): boolean => ['in_progress', 'in_review'].includes(task.status);
  return {
    ready: open.filter((task) => unmet(task).length === 0),
    capped: open.filter(isCapped),
    busy: tasks.filter(isBusy),
    hasHopeless: open.some((task) => unmet(task).some(isHopeless)),
    areAllClosed: tasks.every((task) => task.status === 'closed'),
    unfinished: open.length + tasks.filter((task) => isBusy(task) && !skipped.has(task.id)).length,
  };
}

function shown(index: TaskIndex<Task>): ReturnType<typeof plain> {
  return {
    ready: [...index.ready()],
    capped: [...index.capped()],
    busy: [...index.busy()],
    hasHopeless: index.hasHopeless,
    areAllClosed: index.areAllClosed,
    unfinished: index.unfinished,
  };
}

it('an index says what the tasks say, whatever happens to them one by one', () => {
  const first = fc.tuple(...ids.map((id) => fields.map((more) => makeTask({ id, ...more }))));
  fc.assert(
    fc.property(first, fc.boolean(), fc.array(change), (tasks, tddEnabled, changes) => {
      let present: readonly Task[] = tasks;
      let skipped: ReadonlySet<string> = new Set();
      const closed = new Set<string>();
      const options = { tddEnabled, isClosedOutside: (id: string) => closed.has(id), isCapped };
      const index = new TaskIndex(tasks, skipped, options);
      expect(shown(index)).toEqual(plain(present, skipped, options));
      for (const one of changes) {
        if (one.kind === 'task') {
          present = present.map((task) => (task.id === one.task.id ? one.task : task));
          index.update(one.task);
        } else if (one.kind === 'skipped') {
          skipped = new Set(one.ids);
          index.setSkipped(skipped);
        } else {
          if (!closed.delete(one.id)) closed.add(one.id);
          index.reconsider(one.id);
        }
        expect(shown(index)).toEqual(plain(present, skipped, options));
        expect(index.tasks).toEqual(present);
      }
    }),
    { numRuns: 500 },
  );
});

it('a task that is not among them changes nothing', () => {
  const options = { tddEnabled: false, isClosedOutside: () => false, isCapped };
  const index = new TaskIndex([makeTask({ id: 'a' })], new Set(), options);
  index.update(makeTask({ id: 'b' }));
  expect(index.tasks.map(({ id }) => id)).toEqual(['a']);
  expect(index.find('b')).toBeNull();
});
