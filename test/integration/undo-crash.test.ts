import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecoveryCase } from '../helpers/recovery.ts';
import {
  copyRecoveryCase,
  makeRecoveryCase,
  rawGit,
  readOutcome,
  readTask,
  removeRecoveryCase,
  runHost,
} from '../helpers/recovery.ts';

/** The last task of the case: nothing builds on it. */
const taskId = 'e.7';

/** The first commit is made when the workspace is opened. */
const moments = [
  'landing.intend.before:1',
  'store.commit.before:2',
  'store.commit.after:2',
  'landing.intend.after:1',
  'git.update-ref.before:1',
  'git.update-ref.spawned:1',
  'git.update-ref.after:1',
  'landing.part.after:1',
  'store.commit.before:3',
  'store.commit.after:3',
];

describe('a process that is killed in the middle of an undo', () => {
  let done: RecoveryCase;
  const cases: RecoveryCase[] = [];

  beforeAll(async () => {
    done = makeRecoveryCase();
    cases.push(done);
    expect(await runHost(done)).toMatchObject({ code: 0, stdout: 'completed\n' });
  });

  afterAll(() => cases.forEach(removeRecoveryCase));

  it.each(moments)(
    'at %s leaves branch, checkout and records agreed when it is started again',
    async (at) => {
      const recovery = await copyRecoveryCase(done);
      cases.push(recovery);
      rawGit(recovery.repository, 'checkout', '-q', 'epic/e');
      const tip = rawGit(recovery.repository, 'rev-parse', 'epic/e');
      const killed = await runHost(recovery, { UNDO: taskId, CRASH_AT: at });
      expect(killed.signal).toBe('SIGKILL');
      expect(await runHost(recovery)).toMatchObject({ code: 0, stderr: '' });
      const hasMoved = rawGit(recovery.repository, 'rev-parse', 'epic/e') !== tip;
      const outcome = readOutcome(recovery);
      expect(outcome.checkout).toBe('refs/heads/epic/e ');
      expect(outcome.replayEqual).toBe(true);
      expect(outcome.receipts.includes(`revert ${taskId}`)).toBe(hasMoved);
      const { task, landings } = readTask(recovery, taskId);
      expect(task.status).toBe(hasMoved ? 'open' : 'closed');
      expect(landings.filter(({ phase }) => phase !== 'ended')).toEqual([]);
      // It can be asked for again, or taken back, as if nothing had been.
      const again = await runHost(recovery, { UNDO: taskId });
      expect(again).toMatchObject({ code: 0, stdout: hasMoved ? 'restore\n' : 'revert\n' });
      removeRecoveryCase(recovery);
    },
  );
});
