import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportBacklogFolder } from '#main/sources/backlog-md/export-folder.ts';
import { readBacklogFolder } from '#main/sources/backlog-md/read-folder.ts';
import { readBacklogTask } from '#main/sources/backlog-md/read-task.ts';
import { writeBackBacklogTask } from '#main/sources/backlog-md/write-back.ts';
import { replaceFile } from '#main/sources/replace-file.ts';

const updatedAt = '2026-12-24T18:30:00.000Z';
const tasks = 'backlog/tasks';
let base: string;
let root: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'switchyard-sources-'));
  root = join(base, 'repository');
  await mkdir(join(root, tasks), { recursive: true });
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

async function write(file: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

function taskText(id: string, more = ''): string {
  return `---\nid: ${id}\ntitle: Title of ${id}\nstatus: To Do\n${more}---\n\nDo it.\n`;
}

async function read(): ReturnType<typeof readBacklogFolder> {
  return readBacklogFolder(root, { epicId: 'e' });
}

describe('readBacklogFolder', () => {
  it('says what to do when there is no folder', async () => {
    await rm(join(root, 'backlog'), { recursive: true });
    expect(await read()).toMatchObject({ tasks: [], problems: [{ code: 'backlog-missing' }] });
  });

  it('reads the good files and reports the broken ones with file and line', async () => {
    await write(`${tasks}/task-1 - a.md`, taskText('TASK-1'));
    await write(`${tasks}/task-2 - b.md`, '---\nid: TASK-2\ntitle: "x\n---\n');
    await write(`${tasks}/task-3 - c.md`, taskText('a/../../b'));
    await write(`${tasks}/task-4 - d.md`, taskText('TASK-4').replace('To Do', 'Sometime'));
    await write(`${tasks}/task-5 - e.md`, Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe]));
    await write(`${tasks}/task-6 - f.md`, 'no head');
    await write(`${tasks}/README.md`, '# Not a task');
    await mkdir(join(root, tasks, 'task-7 - g.md'));
    const { tasks: found, problems } = await read();
    expect(found.map(({ id }) => id)).toEqual(['TASK-1']);
    expect(problems.map(({ code, place }) => [code, place?.file, place?.line])).toEqual([
      ['yaml-invalid', `${tasks}/task-2 - b.md`, 3],
      ['task-id-invalid', `${tasks}/task-3 - c.md`, 2],
      ['not-utf8', `${tasks}/task-5 - e.md`, undefined],
      ['front-matter-missing', `${tasks}/task-6 - f.md`, 1],
      ['file-unreadable', `${tasks}/task-7 - g.md`, undefined],
      ['task-status-unknown', `${tasks}/task-4 - d.md`, 4],
    ]);
  });

  it('refuses a duplicate id, whatever its case and zeros, and names both files', async () => {
    await write(`${tasks}/task-1 - a.md`, taskText('TASK-1'));
    await write(`${tasks}/task-01 - b.md`, taskText('task-01'));
    await write(`${tasks}/task-2 - c.md`, taskText('TASK-2'));
    const { tasks: found, problems } = await read();
    expect(found.map(({ id }) => id)).toEqual(['TASK-2']);
    expect(problems).toMatchObject([{ code: 'task-id-duplicate', place: { line: 2 } }]);
    expect(problems[0]?.message).toContain(`"${tasks}/task-01 - b.md"`);
    expect(problems[0]?.message).toContain(`"${tasks}/task-1 - a.md"`);
  });

  it('gives dependencies the form of the other file, and keeps those that are nowhere', async () => {
    await write(`${tasks}/task-1 - a.md`, taskText('Task-1'));
    await write('backlog/completed/task-2 - b.md', taskText('TASK-2'));
    const more = 'dependencies: [TASK-001, task-2, 1, TASK-9]\ntest_task_id: task-1\n';
    await write(`${tasks}/task-3 - c.md`, taskText('TASK-3', more));
    const { tasks: found } = await read();
    const expected = { dependencies: ['Task-1', 'TASK-2', 'TASK-9'], testTaskId: 'Task-1' };
    expect(found.find(({ id }) => id === 'TASK-3')).toMatchObject(expected);
    expect(await readBacklogTask(root, `${tasks}/task-3 - c.md`)).toMatchObject({
      value: expected,
    });
    expect(found.find(({ id }) => id === 'TASK-2')?.status).toBe('closed');
  });

  it('refuses symbolic links that lead outside and follows those that stay inside', async () => {
    await writeFile(join(base, 'secret.md'), taskText('TASK-1'));
    await symlink(join(base, 'secret.md'), join(root, tasks, 'task-1 - a.md'));
    await write('elsewhere/two.md', taskText('TASK-2'));
    await symlink('../../elsewhere/two.md', join(root, tasks, 'task-2 - b.md'));
    await symlink('missing.md', join(root, tasks, 'task-3 - c.md'));
    const { tasks: found, problems } = await read();
    expect(found.map(({ id }) => id)).toEqual(['TASK-2']);
    expect(problems).toMatchObject([
      { code: 'path-outside', place: { file: `${tasks}/task-1 - a.md` } },
    ]);
  });

  it('refuses a folder of tasks, and a configured folder, outside of the repository', async () => {
    await mkdir(join(base, 'outside'));
    await writeFile(join(base, 'outside', 'task-1 - a.md'), taskText('TASK-1'));
    await rm(join(root, tasks), { recursive: true });
    await symlink(join(base, 'outside'), join(root, tasks));
    await write('backlog/config.yml', 'project_name: "x"\n');
    expect(await read()).toMatchObject({ tasks: [], problems: [{ code: 'path-outside' }] });

    await write('backlog.config.yml', 'backlog_directory: "../outside"\n');
    expect(await read()).toMatchObject({ tasks: [], problems: [{ code: 'path-outside' }] });
  });

  it('reads the tasks with the default statuses when the config is broken, and says so', async () => {
    await write('backlog/config.yml', 'project_name: x\nstatuses: ["a\n');
    await write(`${tasks}/task-1 - a.md`, taskText('TASK-1'));
    const { tasks: found, problems } = await read();
    expect(found).toMatchObject([{ id: 'TASK-1', status: 'open' }]);
    expect(problems).toMatchObject([
      { code: 'yaml-invalid', place: { file: 'backlog/config.yml', line: 2 } },
    ]);
    const written = await writeBackBacklogTask(
      root,
      { file: `${tasks}/task-1 - a.md` },
      { status: 'closed', updatedAt },
    );
    expect(written).toMatchObject({ ok: false, error: { code: 'yaml-invalid' } });
  });
});

describe('readBacklogTask', () => {
  const file = `${tasks}/task-1 - a.md`;

  it('sees what a person has changed since', async () => {
    await write(file, taskText('TASK-1'));
    await write(file, taskText('TASK-1').replace('Do it.', 'Do more.'));
    expect(await readBacklogTask(root, file)).toMatchObject({ value: { description: 'Do more.' } });
  });

  it('finds a file that a new title has renamed, whatever its name is now', async () => {
    await write(file, taskText('TASK-1'));
    await rename(join(root, file), join(root, tasks, 'task-1 - other.md'));
    const moved = { value: { id: 'TASK-1', source: { file: `${tasks}/task-1 - other.md` } } };
    expect(await readBacklogTask(root, file)).toMatchObject(moved);
    await rename(join(root, tasks, 'task-1 - other.md'), join(root, tasks, 'my name.md'));
    expect(await readBacklogTask(root, file, 'task-1')).toMatchObject({
      value: { source: { file: `${tasks}/my name.md` } },
    });
  });

  it('does not take another task that is now at the path for the one asked for', async () => {
    await write(file, taskText('TASK-5'));
    expect(await readBacklogTask(root, file, 'TASK-1')).toMatchObject({
      error: { code: 'task-file-missing' },
    });
  });

  it.each([file, '../x.md', '/etc/passwd', 'README.md'])(
    'answers for %s, which is not a task file there, with a failure',
    async (path) => {
      await write('README.md', taskText('TASK-8'));
      expect((await readBacklogTask(root, path)).ok).toBe(false);
    },
  );

  it('says "task file not found" also when the whole folder is gone', async () => {
    await rm(join(root, 'backlog'), { recursive: true });
    expect(await readBacklogTask(root, file)).toMatchObject({
      error: { code: 'task-file-missing', message: 'task file not found' },
    });
  });

  it('shows the line when the file was broken meanwhile', async () => {
    await write(file, '---\nid: TASK-1\nlabels: [a\n---\n');
    expect(await readBacklogTask(root, file, 'TASK-1')).toMatchObject({
      error: { code: 'yaml-invalid', place: { file } },
    });
  });
});

describe('writeBackBacklogTask', () => {
  const file = `${tasks}/task-1 - a.md`;

  it('keeps the mode of the file and leaves no other file behind', async () => {
    await write(file, taskText('TASK-1'));
    await chmod(join(root, file), 0o640);
    await writeBackBacklogTask(root, { file }, { status: 'closed', updatedAt });
    expect((await stat(join(root, file))).mode & 0o777).toBe(0o640);
    expect(await readdir(join(root, tasks))).toEqual(['task-1 - a.md']);
  });

  it('does not touch the file when there is nothing to change', async () => {
    await write(file, taskText('TASK-1'));
    const before = await stat(join(root, file));
    const written = await writeBackBacklogTask(root, { file }, { status: 'open', updatedAt });
    expect(written).toMatchObject({ ok: true, value: { file, changed: false } });
    expect((await stat(join(root, file))).ino).toBe(before.ino);
  });

  it('writes through a link that stays inside and keeps the link', async () => {
    await write('elsewhere/one.md', taskText('TASK-1'));
    await symlink('../../elsewhere/one.md', join(root, file));
    await writeBackBacklogTask(root, { file }, { status: 'closed', updatedAt });
    expect(await readFile(join(root, 'elsewhere/one.md'), 'utf8')).toContain('status: Done');
    expect(await readFile(join(root, file), 'utf8')).toContain('status: Done');
  });

  it('writes into the renamed file and says where it is', async () => {
    await write(`${tasks}/task-1 - renamed.md`, taskText('TASK-1'));
    const written = await writeBackBacklogTask(root, { file }, { notes: 'n', updatedAt });
    const renamed = `${tasks}/task-1 - renamed.md`;
    expect(written).toMatchObject({ ok: true, value: { file: renamed, changed: true } });
  });

  it('loses no change of many at the same time', async () => {
    await write(file, taskText('TASK-1'));
    const notes = Array.from({ length: 20 }, (_one, index) => `note ${String(index)}`);
    await Promise.all(
      notes.map((note) => writeBackBacklogTask(root, { file }, { notes: note, updatedAt })),
    );
    const text = await readFile(join(root, file), 'utf8');
    for (const note of notes) expect(text).toContain(`\n${note}\n`);
    expect(text.split('## Implementation Notes')).toHaveLength(2);
  });

  it('says what it could not write and leaves the file as it was', async () => {
    const path = join(root, 'missing', 'file.md');
    expect(
      await replaceFile(root, ['missing', 'file.md'], 'x', 0o644, async () => true),
    ).toMatchObject({
      ok: false,
      error: { code: 'file-unwritable', place: { file: path } },
    });
  });

  it('does not replace a file that changed while the new one was written', async () => {
    await write(file, 'mine');
    const path = join(root, file);
    expect(await replaceFile(root, file.split('/'), 'x', 0o644, async () => false)).toEqual({
      ok: true,
      value: false,
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(await readdir(join(root, tasks))).toEqual(['task-1 - a.md']);
  });
});

describe('exportBacklogFolder', () => {
  it('does not write through a link that leads outside', async () => {
    await mkdir(join(base, 'outside'));
    await rm(join(root, tasks), { recursive: true });
    await symlink(join(base, 'outside'), join(root, tasks));
    await write('backlog/config.yml', 'project_name: "x"\n');
    const { tasks: imported } = await readBacklogFolder(root, { epicId: 'e' });
    const exported = await exportBacklogFolder(root, [], imported);
    expect(exported).toMatchObject({ ok: false, error: { code: 'path-outside' } });
    expect(await readdir(join(base, 'outside'))).toEqual([]);
  });
});
