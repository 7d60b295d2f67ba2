import { judgeEpic, judgeTask } from '#shared/core/edits/document-edits.ts';
import type { EpicText } from '#shared/core/records/epic-machine.ts';
import type { TaskChanges } from '#shared/core/records/task-machine.ts';
import { saysWhatWaits } from '#shared/core/records/waiting-work.ts';
import { requestedFields } from '#shared/core/edits/task-request.ts';
import type { TaskRequest } from '#shared/core/edits/task-request.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { missingBranch } from '#main/engine/settings/base-branch.ts';
import { surroundingsOf } from '#main/engine/feeds/push-documents.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Changes what people write of a task, by the rules that edits in the page follow. */
export function editTask(
  workspace: Workspace,
  taskId: string,
  request: TaskRequest,
): Result<Task, Failure> {
  const { store } = workspace;
  return store.transact(() => {
    const master = store.get('tasks', taskId);
    if (master === null) {
      return err(failure('unknown-task', `There is no task ${taskId}.`, 'See `switchyard list`.'));
    }
    const desired = requestedFields(master, request);
    if (!desired.ok) return desired;
    const { implementationNotes: notes, ...spec } = desired.value;
    const row = { master, assumed: master, desired: { ...master, ...spec } };
    const verdict = judgeTask(row, surroundingsOf(workspace));
    if (verdict.kind === 'refused') {
      const landings = store.find('landings', 'task_id', taskId);
      return err(saysWhatWaits(verdict.failure, master, landings));
    }
    const changes: TaskChanges = {
      ...(verdict.kind === 'edit' ? verdict.changes : {}),
      ...(notes === master.implementationNotes ? {} : { implementationNotes: notes }),
    };
    if (Object.keys(changes).length === 0) return ok(master);
    if (master.source !== null) return err(keptInFile(master));
    const at = isoTime(workspace.clock.now());
    const written = commit(store, [
      { to: 'tasks', id: taskId, command: { kind: 'edit', changes, at } },
    ]);
    return written.ok ? ok(store.get('tasks', taskId) ?? master) : written;
  });
}

function keptInFile({ id, source }: Task): Failure {
  return failure(
    'kept-in-file',
    `Task ${id} comes from ${source?.file ?? 'a file'}, which is where its notes are kept.`,
    'Edit that file: the app takes over what changes there.',
  );
}

/** What a person says about an epic. */
export interface EpicRequest extends Partial<EpicText> {
  readonly baseBranch?: string | undefined;
}

/** Changes what people write of an epic, and the branch that it starts from. */
export async function editEpic(
  workspace: Workspace,
  epicId: string,
  { baseBranch, ...text }: EpicRequest,
): Promise<Result<Epic, Failure>> {
  const { store } = workspace;
  const master = store.get('epics', epicId);
  if (master === null) {
    return err(failure('unknown-epic', `There is no epic ${epicId}.`, 'See `switchyard list`.'));
  }
  const entries: Entry[] = [];
  const row = { master, assumed: master, desired: { ...master, ...text } };
  const verdict = judgeEpic(row, surroundingsOf(workspace));
  if (verdict.kind === 'refused') return err(verdict.failure);
  if (verdict.kind === 'edit') {
    const { changes } = verdict;
    entries.push({ to: 'epics', id: epicId, command: { kind: 'edit', changes } });
  }
  if (baseBranch !== undefined) {
    const problem = await baseProblem(workspace, master, baseBranch);
    if (problem !== null) return err(problem);
    const command = { kind: 'set_base_branch', branch: baseBranch } as const;
    entries.push({ to: 'epics', id: epicId, command });
  }
  const written = commit(store, entries);
  return written.ok ? ok(store.get('epics', epicId) ?? master) : written;
}

/** A branch may be renamed under an epic that has begun, but it starts from no other one any more. */
async function baseProblem(
  workspace: Workspace,
  { id, baseCommit, baseBranch }: Epic,
  branch: string,
): Promise<Failure | null> {
  const missing = await missingBranch(workspace, branch);
  if (missing !== null || baseCommit === null) return missing;
  const { git } = workspace;
  const heads = [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`];
  for (const head of heads) {
    const commitName = await resolveCommit(git, head);
    if (commitName !== null && (await isAncestor(git, baseCommit, commitName))) return null;
  }
  return failure(
    'epic-has-begun',
    `Epic ${id} began at ${baseCommit.slice(0, 10)} of ${baseBranch}, which ${branch} does not hold.`,
    'Merge that into the branch first, or add the open tasks to a new epic.',
  );
}
