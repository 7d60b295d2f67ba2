import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rawGit, readTask, removeRecoveryCase, runHost } from '../helpers/recovery.ts';
import type { RecoveryCase } from '../helpers/recovery.ts';
import { makeSmallCase } from '../helpers/small-case.ts';

/**
 * A run that is killed at the first landing while the person has the epic branch checked out. The branch is
 * there before the run: it is one of the person's making.
 */
async function killedAt(moment: string, cases: RecoveryCase[]): Promise<RecoveryCase> {
  const recovery = makeSmallCase();
  cases.push(recovery);
  rawGit(recovery.repository, 'checkout', '-q', '-b', 'epic/e');
  const killed = await runHost(recovery, { CRASH_AT: moment });
  expect(killed.signal).toBe('SIGKILL');
  return recovery;
}

/** What the person tries right after the crash, with git's answer. */
function commitOf({ repository }: RecoveryCase): string | null {
  writeFileSync(join(repository, 'mine.txt'), 'mine\n');
  try {
    rawGit(repository, 'add', 'mine.txt');
    rawGit(repository, 'commit', '-q', '-m', 'Mine');
    return null;
  } catch (error) {
    return String(error);
  }
}

describe('a crash between the move of a branch and that of its checkout', () => {
  const cases: RecoveryCase[] = [];
  afterAll(() => cases.forEach(removeRecoveryCase));

  it.each(['landing.part.after:1', 'landing.sync.after:1', 'its files follow'])(
    'at %s lets nobody commit what would take the work out, and is brought to its end',
    async (moment) => {
      const isHalf = moment === 'its files follow';
      const recovery = await killedAt(isHalf ? 'landing.sync.after:1' : moment, cases);
      if (isHalf) {
        // Git writes the files first and the index last.
        mkdirSync(join(recovery.repository, 'notes'));
        writeFileSync(join(recovery.repository, 'notes/e.1.txt'), 'e.1\n');
      }
      expect(commitOf(recovery)).toContain('index.lock');
      // It is no part of what the run waits for.
      rmSync(join(recovery.repository, 'mine.txt'));
      expect(await runHost(recovery)).toMatchObject({ code: 0, stdout: 'completed\n' });
      expect(rawGit(recovery.repository, 'status', '--porcelain')).toBe('');
      expect(commitOf(recovery)).toBeNull();
      expect(readTask(recovery, 'e.1').task.status).toBe('closed');
      expect(existsSync(join(recovery.repository, 'notes/e.1.txt'))).toBe(true);
    },
  );

  it('tells what a commit has taken out again, and closes nothing by it', async () => {
    const recovery = await killedAt('landing.part.after:1', cases);
    const { repository } = recovery;
    // Whoever removes the lock by hand, as git advises, commits the index as it was.
    const lock = join(repository, '.git/index.lock');
    expect(readFileSync(lock, 'utf8')).toMatch(/^switchyard \d+ /);
    rmSync(lock);
    expect(commitOf(recovery)).toBeNull();
    const landed = rawGit(repository, 'diff', '--name-only', '--diff-filter=D', 'HEAD~', 'HEAD');
    expect(landed).not.toBe('');
    expect((await runHost(recovery)).code).toBe(0);
    const { task, landings } = readTask(recovery, 'e.1');
    expect(task.status).toBe('blocked');
    expect(landings[0]?.problem).toMatch(
      /^It had landed on epic\/e as [0-9a-f]{12}, and was taken out again by [0-9a-f]+ by Test: notes\//,
    );
  });
});
