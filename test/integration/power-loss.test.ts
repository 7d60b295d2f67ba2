import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '#shared/lib/clock.ts';
import { Store } from '#main/store/store.ts';
import { CutDisk } from '../helpers/cut-disk.ts';
import type { Loss } from '../helpers/cut-disk.ts';
import { askGit } from '../helpers/raw-git.ts';
import { canRecord, readRecord, recorded } from '../helpers/recorded-writes.ts';
import type { FileEvent } from '../helpers/recorded-writes.ts';
import { removeRecoveryCase, runHost } from '../helpers/recovery.ts';
import type { RecoveryCase } from '../helpers/recovery.ts';
import { makeSmallCase } from '../helpers/small-case.ts';

/** What a person would find after the cut; each entry is something that must not be. */
function faultsOf({ repository, data }: RecoveryCase): readonly string[] {
  const checked = askGit(['fsck', '--full', '--no-dangling', '--no-progress'], {
    cwd: repository,
  });
  const faults =
    checked.status === 0 ? [] : [`fsck: ${checked.stderr}${checked.stdout.toString()}`];
  for (const store of stores(data)) {
    for (const receipt of store.all('receipts')) {
      if (!holds(repository, receipt.headAfter, receipt.branchRef)) {
        faults.push(
          `receipt of ${receipt.taskId}: ${receipt.branchRef} lacks ${receipt.headAfter}`,
        );
      }
    }
    for (const task of store.all('tasks')) {
      const receipts = store.find('receipts', 'task_id', task.id);
      if (task.status === 'closed' && receipts.length === 0) faults.push(`${task.id} is closed`);
    }
    for (const { id, commit } of store.all('attempts')) {
      if (commit !== null && !isWhole(repository, commit)) faults.push(`${id} lost ${commit}`);
    }
    for (const { id, intent } of store.all('landings')) {
      for (const { commit } of intent?.parts ?? []) {
        if (!isWhole(repository, commit)) faults.push(`${id} lost ${commit}`);
      }
    }
    store.close();
  }
  return faults;
}

function stores(data: string): readonly Store[] {
  const workspaces = join(data, 'workspaces');
  return readdirSync(workspaces).flatMap((name) => {
    const file = join(workspaces, name, 'switchyard.db');
    // Before its first commit there is nothing in it.
    if (spawnSync('sqlite3', [file, 'select 1 from chain']).status !== 0) return [];
    const opened = Store.open(file, join(workspaces, name, 'backups'), systemClock);
    if (!opened.ok) throw new Error(opened.error.message);
    return [opened.value];
  });
}

function holds(repository: string, commit: string, ref: string): boolean {
  const args = ['merge-base', '--is-ancestor', commit, ref];
  return askGit(args, { cwd: repository }).status === 0;
}

function isWhole(repository: string, commit: string): boolean {
  const args = ['rev-list', '--objects', '--no-object-names', commit];
  return askGit(args, { cwd: repository }).status === 0;
}

describe.runIf(process.platform === 'linux' && canRecord())('a loss of power', () => {
  it(
    'after any sync of a run leaves a whole repository, and no record of what is not in it',
    { timeout: 300_000 },
    async () => {
      const power = makeSmallCase();
      onTestFinished(() => removeRecoveryCase(power));
      const { folder, repository } = power;
      const file = join(folder, 'record');
      const start = join(folder, 'start');
      execFileSync('cp', ['-a', repository, start]);
      const end = await runHost(power, {}, recorded(file));
      expect(end).toMatchObject({ code: 0, stdout: 'completed\n' });
      const isOfInterest = (path: string): boolean =>
        path.startsWith(`${repository}/.git/`) || /\/switchyard\.db(?:-wal)?$/.test(path);
      const events = await readRecord(file, process.cwd(), isOfInterest);
      const found: string[] = [];
      for (const loss of ['names', 'nothing'] as const) {
        const seen = await replay({ power, start, events, loss });
        found.push(...seen.faults);
        // Each commit of the records, and each object and ref of a landing, is waited for.
        expect(seen.cuts).toBeGreaterThan(20);
        expect(seen.lastReceipts).toBe(2);
      }
      expect(found).toEqual([]);
    },
  );
});

interface Replay {
  readonly power: RecoveryCase;
  readonly start: string;
  readonly events: readonly FileEvent[];
  readonly loss: Loss;
}

/** Lets the run happen once more on disks that lose their power after each sync. */
async function replay({ power, start, events, loss }: Replay): Promise<{
  readonly cuts: number;
  readonly faults: readonly string[];
  readonly lastReceipts: number;
}> {
  const { repository, data } = power;
  for (const place of [repository, data]) rmSync(place, { recursive: true, force: true });
  execFileSync('cp', ['-a', start, repository]);
  mkdirSync(data);
  const disk = new CutDisk([repository, data]);
  const faults: string[] = [];
  let cuts = 0;
  for (const [index, event] of events.entries()) {
    disk.apply(event);
    if (event.kind !== 'sync') continue;
    // Of several syncs in a row, with nothing written between, the last one says all.
    if (events[index + 1]?.kind === 'sync') continue;
    cuts += 1;
    disk.leave(loss);
    faults.push(...faultsOf(power).map((one) => `${loss}, cut ${cuts} (${event.path}): ${one}`));
  }
  disk.leave(loss);
  const [store] = stores(data);
  const lastReceipts = store?.all('receipts').length ?? 0;
  store?.close();
  return { cuts, faults, lastReceipts };
}
