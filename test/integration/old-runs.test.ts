import { DatabaseSync } from 'node:sqlite';
import { onTestFinished, describe, expect, it } from 'vitest';
import { attemptViews } from '#shared/core/records/attempt-view.ts';
import { replay } from '#shared/core/testing/replay.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import { cancelRun, resumeRun } from '#main/engine/runs/run-control.ts';
import type { DrivenRun } from '#main/engine/runs/run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { oldRun } from '../helpers/old-run.ts';
import type { OldRun } from '../helpers/old-run.ts';
import { surroundings, until } from '../helpers/workspaces.ts';

async function opened(run: OldRun): Promise<Workspace> {
  const result = await openWorkspace(run.repository, surroundings(run.environment));
  if (!result.ok) throw new Error(result.error.message);
  onTestFinished(async () => result.value.close());
  return result.value;
}

async function resumed(workspace: Workspace): Promise<DrivenRun> {
  const result = await resumeRun(workspace);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** `<task> <number> <phase> <outcome>` of each attempt, with what became of its work. */
function told({ store }: Workspace): readonly string[] {
  return attemptViews(store.all('attempts'), store.all('landings'))
    .map(({ taskId, number, phase, outcome }) => `${taskId} ${number} ${phase} ${outcome ?? ''}`)
    .map((line) => line.trim())
    .toSorted();
}

function expectReplayEqual({ store }: Workspace): void {
  const state = replay(store.log());
  for (const name of ['tasks', 'runs', 'attempts', 'landings'] as const) {
    expect(new Map(store.all(name).map((one) => [one.id, one]))).toEqual(state[name]);
  }
}

describe('a run that an earlier version left in the middle', () => {
  it('is brought over when its workspace is opened, once, and the log tells the same', async () => {
    const run = await oldRun();
    const workspace = await opened(run);
    expect(told(workspace)).toEqual([
      'e.1 1 ended merged',
      'e.2 1 merging',
      'e.4 1 recording',
      'e.7 1 ended conflict',
      'e.7 2 running',
      'f.1 1 ended merged',
      'f.2 1 preparing',
      'g.5 1 ended failed',
      'g.5 2 verifying',
    ]);
    const [merging] = workspace.store.find('landings', 'task_id', 'e.2');
    expect(merging?.intent?.parts).toMatchObject([{ ref: 'refs/heads/epic/e' }]);
    expect(merging?.intent?.evidenceIds).toHaveLength(1);
    expectReplayEqual(workspace);
    const length = workspace.store.log().length;
    await opened(run);
    expect(workspace.store.log()).toHaveLength(length);
  });

  it('goes on and ends, with one receipt for each task', async () => {
    const run = await oldRun();
    const workspace = await opened(run);
    const { store } = workspace;
    const { finished } = await resumed(workspace);
    // The checkout of epic/e is still not clean.
    await until('the merge waits', () => told(workspace).includes('e.2 1 waiting'));
    run.git('checkout', '--', 'shared.txt');
    const ended = await finished;
    expect(ended.failure).toBeNull();
    expect(ended.run.outcome).toBe('completed');
    expect(told(workspace)).toEqual([
      'e.1 1 ended merged',
      'e.2 1 ended merged',
      'e.4 1 ended merged',
      'e.7 1 ended conflict',
      'e.7 2 ended interrupted',
      'e.7 3 ended merged',
      'f.1 1 ended merged',
      'f.2 1 ended merged',
      'f.3 1 ended merged',
      'g.5 1 ended failed',
      'g.5 2 ended merged',
    ]);
    const receipts = store.all('receipts').map(({ kind, taskId }) => `${kind} ${taskId}`);
    expect(receipts.toSorted()).toEqual(
      ['e.1', 'e.2', 'e.4', 'e.7', 'f.1', 'f.2', 'f.3', 'g.5'].map((id) => `merge ${id}`),
    );
    expect(run.git('ls-tree', '--name-only', 'epic/e:notes').split('\n')).toEqual([
      'four.txt',
      'one.txt',
      'seven.txt',
      'two.txt',
    ]);
    expect(run.git('status', '--porcelain')).toBe('');
    expectReplayEqual(workspace);
  });

  it('keeps a merge that had been carried out before its receipt was written', async () => {
    const run = await oldRun();
    const [intent] = run
      .stored('attempts')
      .flatMap(({ mergeIntent }) => (mergeIntent === null ? [] : [JSON.stringify(mergeIntent)]))
      .filter((text) => run.git('rev-parse', 'epic/e') === JSON.parse(text).headBefore);
    const { commit, headBefore } = JSON.parse(intent ?? '{}');
    run.git('update-ref', 'refs/heads/epic/e', commit, headBefore);
    const workspace = await opened(run);
    const { finished } = await resumed(workspace);
    await until('it is merged', () => told(workspace).includes('e.2 1 ended merged'));
    const receipts = workspace.store.find('receipts', 'task_id', 'e.2');
    expect(receipts).toMatchObject([{ headBefore, headAfter: commit }]);
    run.git('reset', '--quiet', '--hard');
    expect((await finished).run.outcome).toBe('completed');
  });

  it('can be cancelled, and leaves nothing half done', async () => {
    const run = await oldRun();
    const workspace = await opened(run);
    const cancelled = await cancelRun(workspace, true);
    expect(cancelled.ok && cancelled.value.outcome).toBe('cancelled');
    for (const { id, status } of workspace.store.all('tasks')) {
      expect([id, status]).toEqual([id, ['e.1', 'f.1'].includes(id) ? 'closed' : 'open']);
    }
    expect(told(workspace).filter((line) => !line.includes(' ended '))).toEqual([]);
    expectReplayEqual(workspace);
  });

  it('is left alone while a process drives it', async () => {
    const run = await oldRun();
    const database = new DatabaseSync(run.database);
    const owner = JSON.stringify(ownIdentity());
    database.exec(`UPDATE runs SET document = json_set(document, '$.owner', json('${owner}'))`);
    database.close();
    await opened(run);
    const phases = run.stored('attempts').map(({ phase }) => phase);
    expect(phases).toEqual(expect.arrayContaining(['verifying', 'merging']));
  });
});
