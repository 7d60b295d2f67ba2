import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('the command line itself', () => {
  it('tells its commands, its version, and what it does not know', async () => {
    const test = await testWorkspace();
    const help = await test.words('--help');
    expect(help.code).toBe(0);
    for (const command of ['init', 'import', 'export', 'add', 'list', 'ready', 'show', 'run']) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    for (const command of ['cancel', 'status', 'undo', 'reopen', 'doctor', 'demo']) {
      expect(help.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect(await test.words('--version')).toMatchObject({ code: 0, stdout: '0.0.0-test\n' });
    const unknown = await test.words('runn');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain("error: unknown command 'runn'");
    expect(await test.words('list', '--colour')).toMatchObject({
      code: 2,
      stderr: "error: unknown option '--colour'\n",
    });
    expect((await test.words('show')).stderr).toBe("error: missing required argument 'task'\n");
    for (const [words, message] of [
      [['runn', '--json'], "unknown command 'runn'."],
      [['edit', 'e.1', '--bogus', '--json'], "unknown option '--bogus'."],
      [['show', '--json'], "missing required argument 'task'."],
    ] as const) {
      const { code, stdout, stderr } = await test.words(...words);
      expect([code, stderr]).toEqual([2, '']);
      expect(JSON.parse(stdout)).toMatchObject({ errors: [{ code: 'usage', message }] });
    }
    const nothing = await test.words();
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('Usage: switchyard');
  });

  it('exits with the code of the command, as a process', async () => {
    const test = await testWorkspace();
    expect(await test.cli('list')).toEqual({
      code: 0,
      stdout: 'No epics yet. Add one: switchyard add --epic-title "My first epic"\n',
      stderr: '',
    });
    expect(await test.cli('show', 'nothing')).toEqual({
      code: 2,
      stdout: '',
      stderr: '✖ There is no task nothing.\n  See `switchyard list`.\n',
    });
  });

  it('works from a folder below the root, and in a worktree of the user', async () => {
    const test = await testWorkspace({ files: { 'a/b/c.txt': 'c\n' } });
    test.task('t1');
    expect((await test.words({ cwd: join(test.root, 'a/b') }, 'list')).stdout).toContain('t1');
    const other = test.sign('other');
    test.git('worktree', 'add', '--quiet', '--detach', other);
    expect((await test.words({ cwd: other }, 'list')).stdout).toContain('t1');
  });
});

describe('init', () => {
  it('writes a config with what it found, once', async () => {
    const test = await testWorkspace({
      files: { 'package.json': '{"scripts":{"test":"node --test","build":"tsc"}}' },
    });
    test.remove('.switchyard');
    const file = join(test.root, '.switchyard/project.yaml');
    expect(await test.words('init')).toEqual({
      code: 0,
      stdout: `Wrote ${file}. Next: add or import tasks, then switchyard run.\n`,
      stderr: '',
    });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('npm test');
    expect(text).toContain('base_branch: "main"');
    const again = await test.words('init', '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toEqual({
      file,
      created: false,
      baseBranch: null,
      notices: [],
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect((await test.words('list')).stderr).toBe('');
  });
});

describe('items', () => {
  it('are added, listed, shown ready, and shown, for people and for programs', async () => {
    const test = await testWorkspace();
    expect((await test.words('add', '--epic-title', 'Cache', '--epic', 'cache-1')).stdout).toBe(
      'Added epic cache-1.\n',
    );
    const named = await test.words('add', '--epic-title', 'Müsli & Co', '--json');
    expect(JSON.parse(named.stdout).id).toMatch(/^m-sli-[a-z0-9]{3}$/);
    expect((await test.words('add', 'Add a layer', '--epic', 'cache-1')).stdout).toBe(
      'Added task cache-1.1.\n',
    );
    const details = ['--criterion', 'Fast', '--criterion', 'Right', '--description', 'With care.'];
    details.push('--label', 'agent:codex', '--verify', 'npm test', '--priority', 'P0', '--json');
    const wish = ['add', 'Use it', '--epic', 'cache-1', '--depends-on', 'cache-1.1'];
    const detailed = await test.words(...wish, ...details);
    expect(JSON.parse(detailed.stdout)).toMatchObject({
      id: 'cache-1.2',
      dependencies: ['cache-1.1'],
      labels: ['agent:codex'],
      verify: ['npm test'],
      priority: 0,
      acceptanceCriteria: [
        { text: 'Fast', checked: false },
        { text: 'Right', checked: false },
      ],
    });
    const listed = await test.words('list', '--epic', 'cache-1');
    expect(listed.stdout).toBe(
      'cache-1  Cache  (open)\n  ○ cache-1.1  Add a layer\n  ○ cache-1.2  Use it  ← cache-1.1\n',
    );
    const asJson = JSON.parse((await test.words('list', '--json', '--status', 'open')).stdout);
    expect(asJson.tasks.map((task: { id: string }) => task.id)).toEqual(['cache-1.1', 'cache-1.2']);
    expect(asJson.epics).toHaveLength(2);
    expect((await test.words('ready')).stdout).toBe('  ○ cache-1.1  Add a layer\n');
    expect(JSON.parse((await test.words('ready', '--json')).stdout)).toHaveLength(1);
    const shown = await test.words('show', 'cache-1.2');
    expect(shown.stdout).toBe(
      'cache-1.2  Use it\nEpic cache-1 · open · P0\n\n  With care.\n\nAcceptance criteria:\n  [ ] Fast\n  [ ] Right\n',
    );
  });

  it('are listed as ready whatever others wait for, and whatever closed ones waited for', async () => {
    const test = await testWorkspace();
    test.task('t1');
    test.task('t2', { dependencies: ['gone'] });
    test.write(
      'tasks.json',
      JSON.stringify({
        switchyard: 1,
        tasks: [{ id: 't3', title: 'T', epic: 'e', status: 'closed', dependencies: ['gone'] }],
      }),
    );
    expect(await test.words('import', 'tasks.json')).toMatchObject({ code: 0, stderr: '' });
    const ready = await test.words('ready');
    expect(ready).toMatchObject({ code: 0, stdout: '  ○ t1  Do t1\n' });
    expect(ready.stderr).toContain('Task t2 depends on gone, which does not exist.');
    expect(ready.stderr).not.toContain('t3');
  });

  it('are refused with exit code 2 and the reason, in both forms', async () => {
    const test = await testWorkspace();
    test.task('t1');
    const wrong: readonly (readonly [string[], string])[] = [
      [['add', 'A task'], 'A task needs a title and an epic.'],
      [['add', 'A task', '--epic', 'no'], 'There is no epic no.'],
      [['add', 'T', '--epic', 'e', '--id', '../x'], 'The id "../x" must start with'],
      [['add', 'T', '--epic', 'e', '--id', 't1'], 'Task t1 exists already.'],
      [['add', '--epic-title', 'T', '--epic', 'e'], 'Epic e exists already.'],
      [['add', 'T', '--epic', 'e', '--priority', 'high'], '"high" is no priority.'],
      [['list', '--epic', 'no'], 'There is no epic no.'],
      [['ready', '--epic', 'no'], 'There is no epic no.'],
      [['list', '--status', 'done'], '"done" is no status.'],
      [['reopen', 'no'], 'There is no such task.'],
      [['reopen', 't1'], 'Task t1 is open: it cannot be reopened.'],
      [['undo', 'no'], 'There is no task no.'],
      [['undo', 't1'], 'Task t1 has no merge to undo.'],
      [['add', ' ', '--epic', 'e'], 'A task needs a title.'],
    ];
    for (const [words, message] of wrong) {
      expect(await test.words(...words)).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`✖ ${message}`),
      });
      const json = await test.words(...words, '--json');
      expect(json).toMatchObject({ code: 2, stderr: '' });
      expect(JSON.parse(json.stdout).errors[0].message).toContain(message);
    }
  });
});

describe('import and export', () => {
  it('give back what they took, also through a Backlog.md folder', async () => {
    const test = await testWorkspace();
    test.task('t1', { criteria: ['one'], labels: ['skip_tests'], verify: ['true'], ordinal: 2 });
    test.task('t2', { dependencies: ['t1'], testTaskId: 't1', filesToModify: ['a.ts'] });
    await test.run({ kind: 'single', taskId: 't1' });
    const exported = await test.words('export');
    expect(exported.code).toBe(0);
    const file = test.sign('export.json');
    expect((await test.words('export', '--to', file)).stdout).toBe(`Wrote ${file}.\n`);
    expect(readFileSync(file, 'utf8')).toBe(exported.stdout);
    expect((await test.words('import', file)).stdout).toBe(
      'Imported 0 new, 0 changed, 2 unchanged task(s).\n',
    );

    const other = await testWorkspace();
    expect((await other.words('import', file)).stdout).toBe(
      'Imported 2 new, 0 changed, 0 unchanged task(s).\n',
    );
    // What was under way there is open here.
    const again = (await other.words('export')).stdout;
    // What was verified there has no evidence here.
    const closed = /"closed_by_hand": \{[^}]*"by": "import"[^}]*\}/;
    expect(again).toMatch(closed);
    expect(again.replace(closed, '"closed_by_hand": null')).toBe(
      exported.stdout.replace('"status": "in_progress"', '"status": "open"'),
    );
    writeFileSync(file, exported.stdout.replace('"Do t2"', '"Do it better"'));
    const changed = await other.words('import', file, '--json');
    expect(JSON.parse(changed.stdout)).toEqual({
      added: [],
      addedEpics: [],
      updated: ['t2'],
      unchanged: ['t1'],
      problems: [],
      notices: [],
    });
    expect(other.get('t2').title).toBe('Do it better');

    const folder = join(other.root, 'backlog');
    const written = await other.words('export', '--format', 'backlog-md', '--to', other.root);
    expect(written).toEqual({
      code: 0,
      stdout: `Wrote 3 file(s) to ${other.root}.\n  t1 is TASK-1 there\n  t2 is TASK-2 there\n`,
      stderr: '',
    });
    expect(readdirSync(join(folder, 'tasks'))).toHaveLength(2);
    const third = await testWorkspace();
    for (const name of readdirSync(join(folder, 'tasks'))) {
      third.write(`backlog/tasks/${name}`, readFileSync(join(folder, 'tasks', name), 'utf8'));
    }
    third.write('backlog/config.yml', readFileSync(join(folder, 'config.yml'), 'utf8'));
    const imported = await third.words('import', '--epic', 'taken');
    expect(imported).toMatchObject({
      code: 0,
      stdout: 'Imported 2 new, 0 changed, 0 unchanged task(s).\n',
    });
    expect(third.workspace.store.all('tasks')).toMatchObject([
      { title: 'Do t1', epicId: 'taken', status: 'closed' },
      { title: 'Do it better', epicId: 'taken', filesToModify: ['a.ts'] },
    ]);
  });

  it('say what they cannot do', async () => {
    const test = await testWorkspace();
    expect(await test.words('import')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no Backlog.md folder here.'),
    });
    expect(await test.words('import', 'absent.json')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^✖ There is no \S*absent\.json\.\n/),
    });
    expect(await test.words('export', '--format', 'xml', '--to', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Cannot export as "xml".'),
    });
    expect(await test.words('export', '--format', 'backlog-md')).toMatchObject({ code: 2 });
    expect(await test.words('export', '--epic', 'no')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no epic no.'),
    });
    expect(
      await test.words('export', '--format', 'backlog-md', '--to', join(test.root, 'README.md')),
    ).toMatchObject({ code: 2, stderr: expect.stringContaining('is a file') });
  });
});
