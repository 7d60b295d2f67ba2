import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

it('runs an honest task while four others leave pipes as their reports', async () => {
  const test = await testWorkspace();
  for (let number = 1; number <= 4; number += 1) {
    const script = `mkfifo "$SWITCHYARD_REPORT"; echo ${number} > f${number}`;
    test.task(`pipe-${number}`, { script });
  }
  test.task('honest');
  const run = await test.run({ kind: 'all' }, { maxParallelTasks: 5 });
  expect(run.outcome).toBe('completed');
  expect(test.get('honest').status).toBe('closed');
  expect(test.attempts('pipe-1')[0]?.report?.origin).toBe('none');
}, 60_000);

it.each([
  ['a link to a device without end', 'ln -s /dev/zero "$SWITCHYARD_REPORT"'],
  ['a link to a file of the person', 'ln -s "$HOME/secret" "$SWITCHYARD_REPORT"'],
  ['a folder', 'mkdir "$SWITCHYARD_REPORT"'],
  ['2 GiB of nothing', 'truncate -s 2G "$SWITCHYARD_REPORT"'],
  ['no text', 'printf "\\377\\376" > "$SWITCHYARD_REPORT"'],
])('takes %s for no report, and goes on', async (_what, command) => {
  const test = await testWorkspace();
  writeFileSync(test.sign('home/secret'), '{"s":"f","x":"hunter2"}');
  test.task('t1', { script: `${command}; echo 1 > one` });
  expect((await test.run()).outcome).toBe('completed');
  expect(test.attempts('t1')[0]?.report).toMatchObject({ origin: 'none', message: '' });
});

it('is not held up by pipes in the place of what git reads', async () => {
  const test = await testWorkspace({ files: { 'a/b/c.txt': 'c\n' } });
  test.task('t1', { script: 'mkfifo .gitignore a/.gitignore a/b/.gitattributes; echo 1 > a/one' });
  expect((await test.run()).outcome).toBe('completed');
  expect(test.fileAt('epic/e', 'a/one')).toBe('1');
}, 60_000);

it('is not held up by pipes among git’s own files, and the others go on', async () => {
  const test = await testWorkspace();
  test.task('t1', {
    script: 'd=$(git rev-parse --git-dir); mkfifo "$d/config.worktree" "$d/info" ; echo 1 > one',
  });
  test.task('t2');
  expect((await test.run()).status).toBe('ended');
  expect(test.get('t2').status).toBe('closed');
}, 60_000);

it.each(['link', 'pipe', 'sparse'] as const)(
  'shows of a check what its record has when its output was replaced by a %s',
  async (what) => {
    const test = await testWorkspace({ config: { commands: { test: 'echo checked' } } });
    test.task('t1');
    await test.run();
    const [evidence] = test.evidence('t1');
    const file = join(test.workspace.paths.evidence, evidence!.outputFile);
    rmSync(file);
    const secret = test.sign('secret');
    writeFileSync(secret, 'hunter2');
    if (what === 'link') symlinkSync(secret, file);
    else if (what === 'pipe') execFileSync('mkfifo', [file]);
    else {
      writeFileSync(file, '');
      truncateSync(file, 2 * 1024 ** 3);
    }
    const shown = await evidenceOutput(test.workspace, evidence!.id);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    if (what !== 'sparse') {
      expect(shown).toMatchObject({ value: { text: 'checked\n', isComplete: false } });
    }
  },
);

it.each(['pipe', 'link', 'folder', 'sparse'] as const)(
  'names config, prompt template, import and task file when each is a %s',
  async (what) => {
    const test = await testWorkspace({
      files: { 'backlog/config.yml': 'project_name: "x"\n', 'backlog/tasks/.keep': '' },
    });
    test.task('t1');
    const secret = test.sign('secret');
    writeFileSync(secret, 'hunter2: [\n');
    const put = (path: string): void => {
      const file = join(test.root, path);
      rmSync(file, { recursive: true, force: true });
      if (what === 'pipe') execFileSync('mkfifo', [file]);
      else if (what === 'link') symlinkSync(secret, file);
      else if (what === 'folder') test.write(`${path}/x`, '');
      else {
        test.write(path, '');
        truncateSync(file, 2 * 1024 ** 3);
      }
    };
    put('tasks.json');
    const imported = await test.words('import', 'tasks.json');
    expect(imported.code).toBe(2);
    expect(imported.stderr).toContain('tasks.json');

    put('backlog/tasks/task-1 - x.md');
    const backlog = await test.words('import');
    expect(backlog.stderr).toContain('task-1 - x.md');

    test.write('.switchyard/prompts/.keep', '');
    put('.switchyard/prompts/developer.md');
    await test.run();
    expect(test.attempts('t1').at(-1)?.problem).toContain('prompt template cannot be read');

    put('.switchyard/project.yaml');
    const listed = await test.words('list');
    expect(listed.stderr).toContain('project.yaml');
    for (const { stdout, stderr } of [imported, backlog, listed]) {
      expect(stdout + stderr).not.toContain('hunter2');
    }
  },
  60_000,
);
