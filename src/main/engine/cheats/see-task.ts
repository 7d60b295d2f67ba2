import type { Seen } from '#main/cheats/outcome.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What the records of the copy say of a played task, and whether its branch really is where the receipt says. */
export async function seeTask({ store, git }: Workspace, taskId: string): Promise<Seen> {
  const task = store.get('tasks', taskId);
  if (task === null) throw new Error(`There is no task ${taskId}.`);
  const receipts = store
    .find('receipts', 'task_id', taskId)
    .filter((receipt) => receipt.kind === 'merge');
  const evidence = store.find('evidence', 'task_id', taskId);
  const landing = store.find('landings', 'task_id', taskId).at(-1);
  const attempt = store.find('attempts', 'task_id', taskId).at(-1);
  const landedBy = new Set(receipts.flatMap(({ evidenceIds }) => evidenceIds));
  const tip = await tipOf(git, `refs/heads/epic/play-${taskId}`);
  return {
    status: task.status,
    isClosedByHand: closedByHandOf(task) !== null,
    evidenceMarks: evidence.filter(({ id }) => landedBy.has(id)).flatMap(({ marks }) => marks),
    receiptMarks: receipts.flatMap(({ marks }) => marks),
    receipts: receipts.filter(({ headAfter }) => headAfter === tip).length,
    verdicts: evidence.map(({ command, verdict }) => ({ command, verdict })),
    problem: landing?.problem ?? attempt?.problem ?? task.blockedReason,
    hasWorked: attempt?.phase === 'ended' && attempt.exitCode === 0,
  };
}

async function tipOf(git: Workspace['git'], ref: string): Promise<string> {
  const { stdout } = await git.run(['rev-parse', '--verify', '--quiet', ref], {
    allowedExitCodes: [1],
  });
  return stdout.trim();
}
