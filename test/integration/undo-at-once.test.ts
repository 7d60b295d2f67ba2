import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostEnd, RecoveryCase } from '../helpers/recovery.ts';
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

/** So many that the two processes meet in different moments, most of them in the same second. */
const rounds = 6;

function undoIn(recovery: RecoveryCase, environment: NodeJS.ProcessEnv): Promise<HostEnd> {
  return runHost(recovery, { UNDO: taskId, ...environment });
}

const tipOf = ({ repository }: RecoveryCase): string => rawGit(repository, 'rev-parse', 'epic/e');

function receiptsOf(recovery: RecoveryCase): number {
  return readOutcome(recovery).receipts.filter((one) => one.endsWith(` ${taskId}`)).length;
}

/** Starts an undo that waits at a moment, and lets it go on when the other one has ended. */
async function undoAround(
  recovery: RecoveryCase,
  moment: string,
): Promise<{ readonly slow: HostEnd; readonly fast: HostEnd }> {
  const file = join(recovery.folder, 'paused');
  const environment = { UNDO_DIRECTION: 'take_back' };
  const slow = undoIn(recovery, { ...environment, PAUSE_AT: moment, PAUSE_FILE: file });
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
  const fast = await undoIn(recovery, environment);
  rmSync(file);
  return { slow: await slow, fast };
}

describe('an undo that two processes are asked for at once', () => {
  let done: RecoveryCase;
  const cases: RecoveryCase[] = [];

  const copy = async (): Promise<RecoveryCase> => {
    const recovery = await copyRecoveryCase(done);
    cases.push(recovery);
    return recovery;
  };

  beforeAll(async () => {
    done = makeRecoveryCase();
    cases.push(done);
    expect(await runHost(done)).toMatchObject({ code: 0, stdout: 'completed\n' });
  });

  afterAll(() => cases.forEach(removeRecoveryCase));

  it('happens once, with one commit and one receipt, round after round', async () => {
    const recovery = await copy();
    for (let round = 1; round <= rounds; round += 1) {
      const tip = tipOf(recovery);
      // The start of a second: both make a commit with the same time.
      const at = Math.ceil(Date.now() / 1000) * 1000 + 2000 + round * 10;
      const environment = {
        UNDO_DIRECTION: round % 2 === 1 ? 'take_back' : 'bring_back',
        UNDO_AT: String(at),
      };
      const ends = await Promise.all([
        undoIn(recovery, environment),
        undoIn(recovery, environment),
      ]);
      expect(ends.map(({ code }) => code).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([0, 2]);
      expect(rawGit(recovery.repository, 'rev-list', '--count', `${tip}..epic/e`)).toBe('1');
      expect(receiptsOf(recovery)).toBe(1 + round);
    }
    const { task, landings } = readTask(recovery, taskId);
    expect(task.status).toBe('closed');
    expect(landings.filter(({ phase }) => phase !== 'ended')).toEqual([]);
    expect(readOutcome(recovery).replayEqual).toBe(true);
  });

  it('is refused to the one that finds it written down by the other', async () => {
    const recovery = await copy();
    const { slow, fast } = await undoAround(recovery, 'landing.intend.after:1');
    expect(fast).toMatchObject({ code: 2, stdout: '' });
    expect(fast.stderr).toContain('is being taken back by another process');
    expect(slow).toMatchObject({ code: 0, stdout: 'revert\n', stderr: '' });
    expect(receiptsOf(recovery)).toBe(2);
  });

  it('is refused to the one that the other was faster than, and can be brought back', async () => {
    const recovery = await copy();
    const tip = tipOf(recovery);
    const { slow, fast } = await undoAround(recovery, 'landing.intend.before:1');
    expect(fast).toMatchObject({ code: 0, stdout: 'revert\n', stderr: '' });
    expect(slow).toMatchObject({ code: 2, stdout: '' });
    expect(slow.stderr).toContain('has been taken back already');
    expect(rawGit(recovery.repository, 'rev-list', '--count', `${tip}..epic/e`)).toBe('1');
    expect(receiptsOf(recovery)).toBe(2);
    expect(await undoIn(recovery, {})).toMatchObject({ code: 0, stdout: 'restore\n' });
  });
});
