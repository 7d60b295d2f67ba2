import { canPutBack, isOpen, needsPerson } from '#shared/core/guard/weigh.ts';
import type { ChangeDecision } from '#shared/contract/guard.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ForeignChange } from '#shared/model/foreign-change.ts';
import { listRefs } from '#main/git/refs.ts';
import { readKeptFiles } from '#main/guard/kept-values.ts';
import { inOrder, putItem } from '#main/guard/put-back.ts';
import type { Direction } from '#main/guard/put-back.ts';
import { record } from '#main/store/record.ts';
import { markRead } from '#main/engine/feeds/inbox.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { openTasksOfEpics, epicsIn } from './waiting-tasks.ts';

/** What changed in the repository that is not the app's own, newest first. */
export function foreignChanges(workspace: Pick<Workspace, 'store'>): readonly ForeignChange[] {
  return workspace.store.all('foreignChanges').toReversed();
}

/** Whether a change waits for the person. */
export function isWaiting(change: ForeignChange): boolean {
  return needsPerson(change) && isOpen(change);
}

/** A change by its id. */
export function foreignChange(
  { store }: Pick<Workspace, 'store'>,
  id: string,
): Result<ForeignChange, Failure> {
  const change = store.get('foreignChanges', id);
  if (change !== null) return ok(change);
  return err(
    failure('unknown-change', `There is no change ${id}.`, 'See them all with `switchyard guard`.'),
  );
}

/**
 * Does what a person decided about a change. What cannot be put back stays as it is, and the first reason is given;
 * the rest is put back. Tasks that were blocked because of it are opened again.
 */
export async function decideChange(
  workspace: Workspace,
  id: string,
  decision: ChangeDecision,
): Promise<Result<ForeignChange, Failure>> {
  const found = foreignChange(workspace, id);
  if (!found.ok) return found;
  return workspace.mutex.run('guard', async () => {
    const decided = await carryOut(workspace, id, decision);
    if (decided.ok && decision !== 'undo') markChangeRead(workspace, id);
    await openTasksOfEpics(workspace, epicsIn(found.value.items));
    return decided;
  });
}

/** Its entry of the inbox has nothing more to say. */
function markChangeRead(workspace: Workspace, id: string): void {
  const entries = workspace.store
    .all('notifications')
    .filter(({ subject, read }) => !read && subject.kind === 'change' && subject.id === id);
  if (entries.length > 0)
    markRead(
      workspace,
      entries.map((entry) => entry.id),
    );
}

async function carryOut(
  workspace: Workspace,
  id: string,
  decision: ChangeDecision,
): Promise<Result<ForeignChange, Failure>> {
  const found = foreignChange(workspace, id);
  if (!found.ok) return found;
  const change = found.value;
  switch (decision) {
    case 'put_back':
      return put(workspace, change, 'back');
    case 'undo':
      if (change.leftAt === null) return put(workspace, change, 'again');
      return ok(write(workspace, { ...change, leftAt: null }));
    case 'leave':
      return ok(write(workspace, { ...change, leftAt: isoTime(workspace.clock.now()) }));
    default:
      return assertNever(decision, 'decision');
  }
}

async function put(
  workspace: Workspace,
  change: ForeignChange,
  direction: Direction,
): Promise<Result<ForeignChange, Failure>> {
  const { git, repository, paths } = workspace;
  const isBack = direction === 'back';
  const toDo = new Set(
    inOrder(change.items, direction).filter((index) => {
      const item = change.items[index];
      return item !== undefined && canPutBack(item) && item.isPutBack !== isBack;
    }),
  );
  if (toDo.size === 0) return err(nothingToDo(change, direction));
  const files = (await readKeptFiles(paths.guard, change.id)) ?? new Map();
  // Said before it is done where it is done again: the guard must not take it for another change.
  let now = isBack ? change : write(workspace, withItems(change, toDo, false));
  const problems: Failure[] = [];
  for (const index of toDo) {
    const item = change.items[index];
    if (item === undefined) continue;
    const problem = await putItem({ git, repository, files }, item, direction);
    if (problem !== null) problems.push(problem);
    if ((problem === null) === isBack) {
      now = write(workspace, withItems(now, new Set([index]), true));
    }
  }
  const [first] = problems;
  if (first === undefined) return ok(now);
  const done = toDo.size - problems.length;
  return err(done === 0 ? first : notAll(first, done, direction));
}

/** The first reason why not all could be done, and how many could. */
function notAll({ code, message, action }: Failure, done: number, direction: Direction): Failure {
  const what = direction === 'back' ? 'put back' : 'brought again';
  return failure(
    code,
    message,
    `${action} Of the same change, ${done} more ${done === 1 ? 'was' : 'were'} ${what}.`,
  );
}

/**
 * Counts as put back what stands again where it was before a change that waits for the person: they have mended it
 * with plain git, or `switchyard repair` has. Tasks that waited for that are opened again.
 */
export async function settleMended(workspace: Workspace): Promise<void> {
  const waiting = foreignChanges(workspace).filter(isWaiting);
  if (waiting.length === 0) return;
  await workspace.mutex.run('guard', async () => {
    const refs = await listRefs(workspace.git, 'refs/');
    const places = new Map(refs.map(({ ref, target }) => [ref, target]));
    for (const change of waiting) {
      const mended = change.items.flatMap((item, index) =>
        item.kind === 'ref' && !item.isPutBack && (places.get(item.ref) ?? null) === item.from
          ? [index]
          : [],
      );
      if (mended.length === 0) continue;
      const now = write(workspace, withItems(change, new Set(mended), true));
      if (!isOpen(now)) markChangeRead(workspace, now.id);
      await openTasksOfEpics(workspace, epicsIn(mended.flatMap((index) => now.items[index] ?? [])));
    }
  });
}

function withItems(
  change: ForeignChange,
  which: ReadonlySet<number>,
  isPutBack: boolean,
): ForeignChange {
  const items = change.items.map((item, index) =>
    which.has(index) ? { ...item, isPutBack } : item,
  );
  return { ...change, items };
}

function write(workspace: Workspace, change: ForeignChange): ForeignChange {
  record(workspace, [{ to: 'foreignChanges', document: change }]);
  return change;
}

function nothingToDo({ id }: ForeignChange, direction: Direction): Failure {
  return direction === 'back'
    ? failure(
        'nothing-to-put-back',
        `Nothing of change ${id} is left to be put back.`,
        'See it with `switchyard guard`.',
      )
    : failure(
        'nothing-to-undo',
        `Nothing of change ${id} was put back or left.`,
        'See it with `switchyard guard`.',
      );
}
