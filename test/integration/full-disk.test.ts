import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRecoveryCase, readOutcome, runHost } from '../helpers/recovery.ts';
import type { Outcome } from '../helpers/recovery.ts';
import { mountSmallDisk } from '../helpers/small-disk.ts';
import type { SmallDisk } from '../helpers/small-disk.ts';

/** Preflight wants 512 MB free; the disk is filled to the last byte when the moment comes. */
const diskMegabytes = 640;

/** Steps that write: the database, worktrees, snapshots, refs, transcripts, evidence. */
const moments = [
  'store.commit.before:25',
  'store.statement.before:40',
  'store.commit.after:20',
  'git.read-tree.before:2',
  'git.clean.before:1',
  'git.update-index.before:2',
  'git.write-tree.before:3',
  'git.hash-object.before:4',
  'git.update-ref.before:5',
  'git.read-tree.before:1',
  'pty.spawn.before:3',
  'pty.exit.before:2',
  'check.spawn.before:3',
];

describe('a disk that is full in the middle of a run', () => {
  let disk: SmallDisk | null;
  let reference: Outcome;

  beforeAll(async () => {
    disk = mountSmallDisk(diskMegabytes);
    const undisturbed = makeRecoveryCase(disk?.folder);
    await runHost(undisturbed);
    reference = readOutcome(undisturbed);
    rmSync(undisturbed.folder, { recursive: true });
  });

  afterAll(() => disk?.remove());

  it.each(moments)('is told, loses nothing, and the run goes on later: %s', async (moment) => {
    const recovery = makeRecoveryCase(disk?.folder);
    // Where nothing may be mounted, the same moments fail with the error that a full disk gives.
    const trouble =
      disk === null ? { FAIL_AT: moment } : { FILL_AT: moment, FILL_FOLDER: disk.folder };
    const stopped = await runHost(recovery, trouble);
    if (disk !== null) rmSync(join(disk.folder, 'ballast'));
    expect(stopped).toMatchObject({ code: 2, signal: null });
    expect(stopped.stderr).toMatch(
      /no space|out of diskspace|disk is full|unable to write|couldn't write/i,
    );
    expect(stopped.stderr).toContain('Free some');
    const end = await runHost(recovery);
    expect(end).toMatchObject({ code: 0, stdout: 'completed\n' });
    const outcome = readOutcome(recovery);
    expect(outcome).toMatchObject({
      tree: reference.tree,
      receipts: reference.receipts,
      commits: reference.commits,
      leftovers: [],
      attemptsWithoutTelemetry: [],
      replayEqual: true,
      checkout: reference.checkout,
      evidenceTrees: [],
    });
    expect(new Set(outcome.telemetryPerAttempt)).toEqual(new Set([1]));
    rmSync(recovery.folder, { recursive: true });
  });
});
