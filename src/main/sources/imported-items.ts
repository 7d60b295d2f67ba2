import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';

/** An epic as a file describes it; the app adds its branch and times. */
export interface ImportedEpic extends Pick<Epic, 'id' | 'title' | 'description' | 'status'> {
  /** Branch it starts from; null means the workspace's base branch. */
  readonly baseBranch: string | null;
}

/** A task as a file describes it: what people write, how far it is, and what was noted about it. */
export type ImportedTask = Pick<
  Task,
  keyof TaskSpec | 'status' | 'implementationNotes' | 'finalSummary'
> &
  Partial<Pick<Task, 'closedByHand'>> & { readonly fileState?: FileState };

/** How a task's file was found: what its status is called there, and a digest of all of it. */
export interface FileState {
  readonly status: string | null;
  readonly digest: string;
}

/**
 * What a source contains (SPEC section 2.2). Items that could not be read are not in the lists; each of
 * them has a problem with its place, and the others are still here (SPEC section 13).
 */
export interface ImportedItems {
  readonly epics: readonly ImportedEpic[];
  readonly tasks: readonly ImportedTask[];
  readonly problems: readonly Failure[];
}
