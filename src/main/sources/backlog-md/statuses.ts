import { assertNever } from '#shared/lib/assert-never.ts';
import type { TaskStatus } from '#shared/model/task.ts';

/** The statuses of a Backlog.md project, in the order of its board, and the one new tasks get. */
export interface StatusNames {
  readonly statuses: readonly string[];
  readonly defaultStatus: string | null;
}

function comparable(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function meansBlocked(name: string): boolean {
  return comparable(name).includes('blocked');
}

/**
 * What each configured status means here. A name with "blocked" is `blocked`; of the others, all up
 * to the default one (at least the first) are `open`, the last is `closed`, and one between with
 * "review" in its name is `in_review`, else `in_progress`.
 */
function meanings(names: StatusNames): { name: string; status: TaskStatus }[] {
  const ladder = names.statuses.filter((name) => !meansBlocked(name));
  const wanted = comparable(names.defaultStatus ?? '');
  const defaultIndex = ladder.findIndex((name) => comparable(name) === wanted);
  const last = ladder.length - 1;
  const lastOpen = defaultIndex > 0 && defaultIndex < last ? defaultIndex : 0;
  return names.statuses.map((name) => {
    if (meansBlocked(name)) return { name, status: 'blocked' };
    const index = ladder.indexOf(name);
    if (index <= lastOpen) return { name, status: 'open' };
    if (index === last) return { name, status: 'closed' };
    return { name, status: comparable(name).includes('review') ? 'in_review' : 'in_progress' };
  });
}

/** The status that `name` stands for, whatever its case; null for a name the project does not have. */
export function statusFromName(name: string, names: StatusNames): TaskStatus | null {
  const wanted = comparable(name);
  return meanings(names).find((one) => comparable(one.name) === wanted)?.status ?? null;
}

/**
 * The project's name for `status`. `current` is kept when it means the same. Without an own name,
 * `in_review` and `blocked` are written as in progress; null when there is no name for that either.
 */
export function nameFromStatus(
  status: TaskStatus,
  names: StatusNames,
  current: string | null,
): string | null {
  if (current !== null && statusFromName(current, names) === status) return current;
  const candidates = meanings(names).filter((one) => one.status === status);
  switch (status) {
    case 'open': {
      const wanted = comparable(names.defaultStatus ?? '');
      const preferred = candidates.find((one) => comparable(one.name) === wanted);
      return (preferred ?? candidates[0])?.name ?? null;
    }
    case 'in_progress': {
      const preferred = candidates.find((one) => comparable(one.name).includes('progress'));
      return (preferred ?? candidates[0])?.name ?? null;
    }
    case 'in_review':
    case 'blocked':
      return candidates[0]?.name ?? nameFromStatus('in_progress', names, current);
    case 'closed':
      return candidates[0]?.name ?? null;
    default:
      return assertNever(status, 'status');
  }
}
