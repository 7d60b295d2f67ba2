import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchBacklogFolder } from '#main/sources/backlog-md/watch.ts';
import type { BacklogFolderChange } from '#main/sources/backlog-md/watch-stock.ts';
import { writeBackBacklogTask } from '#main/sources/backlog-md/write-back.ts';
import type { Subscription } from '#shared/lib/disposable.ts';

const folder = 'backlog/tasks';
let root: string;
let watching: Subscription | null = null;
let reports: BacklogFolderChange[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'switchyard-watch-'));
  await mkdir(join(root, folder), { recursive: true });
  reports = [];
});

afterEach(async () => {
  watching?.dispose();
  watching = null;
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
});

async function write(name: string, id: string, title = 'T'): Promise<void> {
  await writeFile(
    join(root, folder, name),
    `---\nid: ${id}\ntitle: ${title}\nstatus: To Do\n---\n`,
  );
}

async function start(debounceMs = 100): Promise<void> {
  await new Promise<void>((onReady) => {
    watching = watchBacklogFolder(root, (change) => reports.push(change), { debounceMs, onReady });
  });
}

/** Waits until the reports, taken together, tell of the tasks expected. */
async function expectReports(
  expected: Partial<Record<keyof BacklogFolderChange, string[]>>,
): Promise<void> {
  await vi.waitFor(
    () => {
      const all = (kind: keyof BacklogFolderChange): string[] =>
        reports
          .flatMap((report) => report[kind].map(({ id, file }) => `${id ?? '?'} ${file}`))
          .sort();
      expect({ added: all('added'), changed: all('changed'), removed: all('removed') }).toEqual({
        added: [],
        changed: [],
        removed: [],
        ...expected,
      });
    },
    { timeout: 10_000, interval: 50 },
  );
}

describe('watchBacklogFolder', () => {
  it('reports tasks that were added, changed and removed, by id and file', async () => {
    await write('task-1 - a.md', 'TASK-1');
    await write('task-2 - b.md', 'TASK-2');
    await start();
    await write('task-1 - a.md', 'TASK-1', 'New');
    await write('task-3 - c.md', 'TASK-3');
    await rm(join(root, folder, 'task-2 - b.md'));
    await expectReports({
      added: [`TASK-3 ${folder}/task-3 - c.md`],
      changed: [`TASK-1 ${folder}/task-1 - a.md`],
      removed: [`TASK-2 ${folder}/task-2 - b.md`],
    });
  });

  it('reports a renamed file as a changed task', async () => {
    await write('task-1 - a.md', 'TASK-1');
    await start(300);
    await rename(join(root, folder, 'task-1 - a.md'), join(root, folder, 'task-1 - b.md'));
    await expectReports({ changed: [`TASK-1 ${folder}/task-1 - b.md`] });
  });

  it('reports many saves of a file once, and the app writing back as one change', async () => {
    await write('task-1 - a.md', 'TASK-1');
    await start(300);
    for (let round = 0; round < 5; round += 1)
      await write('task-1 - a.md', 'TASK-1', `T${String(round)}`);
    await expectReports({ changed: [`TASK-1 ${folder}/task-1 - a.md`] });
    reports = [];
    await writeBackBacklogTask(
      root,
      { file: `${folder}/task-1 - a.md` },
      { status: 'closed', updatedAt: '2026-12-24T18:30:00.000Z' },
    );
    await expectReports({ changed: [`TASK-1 ${folder}/task-1 - a.md`] });
  });

  it('reports a broken file without an id, and other files not at all', async () => {
    await start();
    await writeFile(join(root, folder, 'notes.txt'), 'x');
    await writeFile(join(root, folder, '.task-9.md'), 'x');
    await writeFile(join(root, folder, 'task-1 - a.md'), '---\nid: "x\n---\n');
    await expectReports({ added: [`? ${folder}/task-1 - a.md`] });
  });

  it('sees tasks go and come back with the whole folder, as when a branch is switched', async () => {
    await write('task-1 - a.md', 'TASK-1');
    await start();
    await rm(join(root, 'backlog'), { recursive: true });
    await expectReports({ removed: [`TASK-1 ${folder}/task-1 - a.md`] });
    reports = [];
    await mkdir(join(root, folder), { recursive: true });
    await write('task-1 - a.md', 'TASK-1');
    await expectReports({ added: [`TASK-1 ${folder}/task-1 - a.md`] });
  });

  it('sees tasks of a folder that is made later', async () => {
    await rm(join(root, 'backlog'), { recursive: true });
    await start();
    await mkdir(join(root, folder), { recursive: true });
    await write('task-1 - a.md', 'TASK-1');
    await expectReports({ added: [`TASK-1 ${folder}/task-1 - a.md`] });
  });

  it('reports a task that went to a folder made for it as changed', async () => {
    await write('task-1 - a.md', 'TASK-1');
    await start(300);
    await mkdir(join(root, 'backlog/completed'));
    await rename(
      join(root, folder, 'task-1 - a.md'),
      join(root, 'backlog/completed', 'task-1 - a.md'),
    );
    await expectReports({ changed: ['TASK-1 backlog/completed/task-1 - a.md'] });
  });

  it('reports nothing after it was disposed, also twice or before it was ready', async () => {
    await start();
    await write('task-1 - a.md', 'TASK-1');
    watching?.dispose();
    watching?.dispose();
    watchBacklogFolder(root, (change) => reports.push(change)).dispose();
    await write('task-2 - b.md', 'TASK-2');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(reports).toEqual([]);
  });
});
