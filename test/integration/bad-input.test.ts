import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { CommandOptions, TestWorkspace } from '../helpers/workspaces.ts';

type Word = string | CommandOptions;

/** What a person reads on standard error when a command is refused. */
async function refusal(test: TestWorkspace, ...words: readonly Word[]) {
  const { code, stdout, stderr } = await test.words(...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr;
}

describe('a folder that cannot be worked in', () => {
  it('is refused: no repository, one without a commit, a bare one, a .git folder', async () => {
    const test = await testWorkspace();
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: test.folder, env: test.environment });
    git('init', '--quiet', 'unborn');
    git('init', '--quiet', '--bare', 'bare.git');
    const home = test.sign('home');
    expect(await refusal(test, { cwd: home }, 'run')).toBe(
      `✖ ${home} is not inside a git repository.\n  Run \`git init\` and make a first commit, or open another folder.\n`,
    );
    const unborn = test.sign('unborn');
    expect(await refusal(test, { cwd: unborn }, 'list')).toBe(
      `✖ ${unborn} has no commit yet.\n  Make a first commit (\`git commit --allow-empty -m "Start"\`), then try again.\n`,
    );
    const bare = test.sign('bare.git');
    expect(await refusal(test, { cwd: bare }, 'init')).toBe(
      `✖ ${bare} is a bare repository: it has no working tree.\n  Clone it, and open the clone; or make a worktree of it (git worktree add) and open that.\n`,
    );
    const inside = join(test.root, '.git');
    expect(await refusal(test, { cwd: inside }, 'init')).toBe(
      `✖ ${inside} is inside of git's own folder: it has no working tree.\n  Open ${test.root}.\n`,
    );
  });
});

describe('a backlog that makes no sense', () => {
  it('is refused before anything runs: a cycle in order, and an unknown dependency', async () => {
    const test = await testWorkspace();
    test.task('t1', { dependencies: ['t3'] });
    test.task('t2', { dependencies: ['t1'] });
    test.task('t3', { dependencies: ['t2'] });
    test.task('t4', { dependencies: ['t9'] });
    test.task('t5');
    expect(await refusal(test, 'run')).toBe(
      [
        '✖ Task t4 depends on t9, which does not exist.',
        '  Correct the id, or add that task; nothing was run.',
        '✖ Circular dependency: t1 -> t3 -> t2 -> t1.',
        '  Remove one of these dependencies; nothing was run.',
        '',
      ].join('\n'),
    );
    expect(test.attempts('t5')).toEqual([]);
    expect(test.git('branch', '--list', 'epic/*')).toBe('');
  });

  it('is refused where it stands: duplicate and bad ids, unknown keys, broken JSON', async () => {
    const test = await testWorkspace();
    const file = test.sign('items.json');
    const tasks = [
      '{ "id": "a", "title": "A", "epic": "e" }',
      '{ "id": "b", "title": "B", "epic": "e" }',
      '{ "id": "A", "title": "Again", "epic": "e" }',
      '{ "id": "../b", "title": "C", "epic": "e" }',
      '{ "id": "d", "titel": "D", "epic": "e" }',
    ];
    writeFileSync(
      file,
      `{ "switchyard": 1, "epics": [{ "id": "e", "title": "E" }], "tasks": [\n${tasks.join(',\n')}\n] }\n`,
    );
    const imported = await test.words('import', file);
    expect(imported.code).toBe(1);
    expect(imported.stdout).toBe('Imported 1 new, 0 changed, 0 unchanged task(s).\n');
    expect(imported.stderr).toContain(
      `! ${file}:4:9: The id A is already used on line 2.\n    { "id": "A", "title": "Again", "epic": "e" },\n  Give one of them another id.\n`,
    );
    expect(imported.stderr).toContain(`! ${file}:5:9: tasks[3]: "id": id "../b" must start with`);
    expect(imported.stderr).toContain(`! ${file}:6:14: tasks[4]: the key "titel" is not known.`);
    expect(test.workspace.store.all('tasks').map(({ id }) => id)).toEqual(['b']);

    writeFileSync(file, '{ "switchyard": 1,\n  "tasks": [ } ]\n');
    expect(await refusal(test, 'import', file)).toMatch(
      new RegExp(`^✖ ${file}:2:14: .*\\n      "tasks": \\[ \\} \\]\\n`),
    );
  });

  it('is refused where it stands: a broken task file; the other files load', async () => {
    const test = await testWorkspace();
    const head = (text: string): string => `---\n${text}\n---\n\n## Description\n\nText.\n`;
    test.write('backlog/tasks/task-1 - Good.md', head('id: task-1\ntitle: Good\nstatus: To Do'));
    test.write('backlog/tasks/task-2 - Bad.md', head('id: task-2\ntitle: "Bad\nstatus: To Do'));
    test.write('backlog/tasks/task-3 - Odd.md', head('id: task-3\ntitle: Odd\nlabels: {a: 1}'));
    const imported = await test.words('import');
    expect(imported.code).toBe(1);
    expect(imported.stdout).toBe('Imported 1 new, 0 changed, 0 unchanged task(s).\n');
    expect(imported.stderr).toMatch(/! backlog\/tasks\/task-2 - Bad\.md:\d+:\d+: .+\n {4}.+\n/);
    expect(imported.stderr).toMatch(
      /! backlog\/tasks\/task-3 - Odd\.md:4:\d+: .+\n {4}labels: \{a: 1\}\n/,
    );
  });

  it('is not half stored: a task in an epic that is nowhere is left out, and told', async () => {
    const test = await testWorkspace();
    const file = test.sign('items.json');
    writeFileSync(
      file,
      '{ "switchyard": 1, "tasks": [{ "id": "a", "title": "A", "epic": "no" }] }',
    );
    const imported = await test.words('import', file);
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain('Task a belongs to the epic no, which does not exist.');
    expect(test.workspace.store.all('tasks')).toEqual([]);
  });
});

describe('a JSON file', () => {
  it('is refused where it is none, and where it is of another program', async () => {
    const test = await testWorkspace();
    const file = test.sign('items.json');
    writeFileSync(file, 'not json');
    expect(await refusal(test, 'import', file)).toContain(`✖ ${file}:1:1: `);
    writeFileSync(file, '[]');
    expect(await refusal(test, 'import', file)).toContain('The file must hold one JSON object.');
    writeFileSync(file, '{ "tasks": [] }');
    expect(await refusal(test, 'import', file)).toContain('does not say that it is a Switchyard');
  });

  it('is told of what cannot be run of its own tasks only, which are taken over', async () => {
    const test = await testWorkspace();
    test.task('t1', { dependencies: ['t9'] });
    const file = test.sign('items.json');
    const task = { id: 'a', title: 'A', epic: 'e', dependencies: ['nowhere'] };
    const epics = [{ id: 'e', title: 'E' }];
    writeFileSync(file, JSON.stringify({ switchyard: 1, epics, tasks: [task] }));
    const imported = await test.words('import', file, '--json');
    expect(JSON.parse(imported.stdout)).toEqual({
      added: ['a'],
      addedEpics: [],
      updated: [],
      unchanged: [],
      problems: [],
      notices: [
        {
          code: 'unknown-dependency',
          message: 'Task a depends on nowhere, which does not exist.',
          action: 'It was taken over. Correct the id, or add that task, before it is run.',
        },
      ],
    });
    expect(imported.code).toBe(1);
  });
});

describe('a config that is wrong', () => {
  it('is told with place and text at every command, and all of the rest applies', async () => {
    const test = await testWorkspace();
    const file = join(test.root, '.switchyard/project.yaml');
    test.write(
      '.switchyard/project.yaml',
      'agents: { default: script }\nworkflow:\n  max_parallel_tasks: many\n  colour: blue\n',
    );
    const listed = await test.words('list');
    expect(listed.code).toBe(0);
    expect(listed.stderr).toContain(
      `! ${file}:3:23: workflow.max_parallel_tasks is "many"; expected`,
    );
    expect(listed.stderr).toContain('      max_parallel_tasks: many\n');
    expect(listed.stderr).toContain(`! ${file}:4:3: "colour" is not a key of workflow.`);
    test.write('.switchyard/project.yaml', 'agents: [script\nbase_branch: main\n');
    const broken = await test.words('list');
    expect(broken.code).toBe(0);
    expect(broken.stderr).toMatch(
      new RegExp(`^! ${file}:\\d:\\d+: The config cannot be read as YAML`),
    );
    expect((await test.words('doctor')).code).toBe(1);
  });
});

describe('checks and agents that are not there', () => {
  it('are told before the run, with what was looked for and where', async () => {
    const test = await testWorkspace({
      config: { commands: { test: '' }, agents: { default: 'nobody' } },
    });
    test.task('t1');
    const told = await refusal(test, 'run');
    expect(told).toContain('✖ Nothing would check t1.\n  Set commands.test');
    expect(told).toContain('✖ There is no agent named "nobody".\n  Use one of claude, codex,');
  });
});

describe('a repository that others work on', () => {
  it('waits for a ref lock that is let go soon', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      verify: [
        `mkdir -p "${test.root}/.git/refs/heads/epic" && touch "${test.root}/.git/refs/heads/epic/e.lock"`,
      ],
    });
    const { finished } = await test.start();
    await until('the check', () => test.attempts('t1')[0]?.phase === 'merging');
    rmSync(join(test.root, '.git/refs/heads/epic/e.lock'));
    expect((await finished).run.outcome).toBe('completed');
  });

  it('takes a lock away that nobody has, and says so', async () => {
    const test = await testWorkspace();
    const lock = join(test.root, '.git/refs/heads/epic/e.lock');
    test.task('t1', { verify: [`touch "${lock}"`] });
    expect((await test.run()).outcome).toBe('completed');
    expect(test.notices('repository_notice')).toEqual([
      expect.stringMatching(/e\.lock was removed: a git that was killed had left it \d+ s ago/),
    ]);
  });

  it('blocks the task that meets a lock which somebody keeps, forces nothing, and goes on afterwards', async () => {
    const test = await testWorkspace();
    const lock = join(test.root, '.git/refs/heads/epic/e.lock');
    // Git locks the branch too, for a moment, when it makes it.
    const locked = test.sign('locked');
    test.task('t1', { verify: [`touch "${lock}" "${locked}"; sleep 2`] });
    const { finished } = await test.start();
    await until('the lock', () => existsSync(locked));
    const file = openSync(lock, 'r');
    const keeper = spawn('sleep', ['60'], { stdio: ['ignore', file, 'ignore'] });
    onTestFinished(() => void keeper.kill());
    closeSync(file);
    expect((await finished).run.outcome).toBe('incomplete');
    const reason = expect.stringMatching(
      /git update-ref failed: .*e\.lock.*Another git process is at work; wait for it to end/s,
    );
    expect(test.get('t1')).toMatchObject({ status: 'blocked', blockedReason: reason });
    expect(test.git('rev-parse', 'epic/e')).toBe(test.git('rev-parse', 'main'));
    keeper.kill();
    rmSync(lock);
    test.edit('t1', { verify: ['true'] });
    await test.reopen('t1');
    expect((await test.run()).outcome).toBe('completed');
    expect(test.receipts('t1')).toHaveLength(1);
  });
});

describe('a place that cannot be written', () => {
  it('is named: a read-only data folder', async () => {
    const test = await testWorkspace();
    const data = test.sign('locked');
    mkdirSync(data);
    chmodSync(data, 0o555);
    const told = await asOrdinaryUser(test, async () =>
      refusal(test, { environment: { SWITCHYARD_HOME: data } }, 'list'),
    );
    expect(told).toMatch(new RegExp(`^✖ .*${data}/workspaces.*\\n  .*writ`));
  });

  it('is named: a damaged database, and one of a newer version', async () => {
    const test = await testWorkspace();
    const { database } = test.workspace.paths;
    const environment = { SWITCHYARD_HOME: test.sign('other') };
    await test.words({ environment }, 'list');
    const file = database.replace(test.sign('data'), test.sign('other'));
    writeFileSync(file, 'this is no database, but long enough to be looked at as one'.repeat(99));
    expect(await refusal(test, { environment }, 'list')).toMatch(
      new RegExp(
        `^✖ The database ${file} is damaged: .*\\n  Make sure that its disk is in order, .* put back a copy from the folder \`backups\` beside it\\. .*\\n$`,
      ),
    );
    const newer = new DatabaseSync(database);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(await refusal(test, 'list')).toMatch(
      /^✖ The database .* is newer \(version 999\) than this program \(version \d+\)\.\n  Update Switchyard; nothing was changed\.\n$/,
    );
  });

  it('is named: a database that another process keeps locked', async () => {
    const test = await testWorkspace();
    const holder = new DatabaseSync(test.workspace.paths.database);
    holder.exec('BEGIN IMMEDIATE');
    const told = await refusal(test, 'add', '--epic-title', 'Waits in vain');
    holder.exec('ROLLBACK');
    holder.close();
    expect(told).toBe(
      `✖ The database ${test.workspace.paths.database} is locked by another process.\n  Wait for the other Switchyard process to finish, then try again.\n`,
    );
    expect(test.workspace.store.all('epics')).toEqual([]);
  });
});

describe('work of an unusual kind', () => {
  it('lands byte for byte: huge and binary files, links, modes, odd paths', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      script: [
        'head -c 20000000 /dev/zero > huge.bin',
        "printf '\\000\\377\\376binary' > binary.dat",
        'ln -s /etc/passwd outside; ln -s ../../../.. up; ln -s nowhere dangling',
        "mkdir 'a folder'; echo x > 'a folder/with space'",
        "echo x > 'new\nline'; echo x > '-dash'; echo x > ':colon'; echo x > 'q\"uote'",
        "echo x > \"$(printf 'caf\\351')\"; echo x > 'ümläut 日本'",
        'echo "#!/bin/sh" > run.sh; chmod +x run.sh; : > empty',
      ].join('\n'),
      verify: ['test -x run.sh && test -L outside && test -e "$(printf \'caf\\351\')"'],
    });
    test.task('t2', { dependencies: ['t1'], script: 'test -L up; rm "new\nline"; echo y > y' });
    const run = await test.run();
    expect(test.get('t1').blockedReason).toBe(null);
    expect(run.outcome).toBe('completed');
    const listing = spawnSync('git', ['ls-tree', '-r', '-z', '--name-only', 'epic/e'], {
      cwd: test.root,
      env: test.environment,
    }).stdout;
    const names = listing.toString('latin1').split('\0');
    expect(names).toContain('caf\u00e9');
    expect(names).not.toContain('new\nline');
    expect(test.attempts('t1')[0]?.changes?.created).toContain('new\nline');
    expect(test.attempts('t2')[0]?.changes?.deleted).toEqual(['new\nline']);
    expect(test.git('cat-file', '-s', 'epic/e:huge.bin')).toBe('20000000');
    expect(test.git('ls-tree', 'epic/e', 'outside')).toMatch(/^120000 /);
    expect(test.git('ls-tree', 'epic/e', 'run.sh')).toMatch(/^100755 /);
  });

  it('goes on in a repository with submodules, and refuses a new one by name', async () => {
    const test = await testWorkspace();
    const inner = test.sign('inner');
    cpSync(test.root, inner, { recursive: true });
    const allow = ['-c', 'protocol.file.allow=always'];
    test.git(...allow, 'submodule', '--quiet', 'add', inner, 'module');
    test.git('commit', '--quiet', '--message', 'Add a module');
    test.task('t1', { script: 'echo x > beside.txt; test -d module' });
    test.task('t2', {
      script: `git ${allow.join(' ')} submodule --quiet add "${inner}" second`,
      dependencies: ['t1'],
    });
    await test.run();
    expect(test.get('t1').status).toBe('closed');
    expect(test.git('ls-tree', 'epic/e', 'module')).toMatch(/^160000 /);
    expect(test.get('t2').blockedReason).toBe(
      'The work contains another git repository, which git cannot keep: second.',
    );
  });

  it('never reaches the shell or the file system through names', async () => {
    const test = await testWorkspace();
    test.task('t1', {
      title: '$(touch "$SIGNS/bad") `touch bad`; --amend\nCloses: all',
      description: "'; touch $SIGNS/bad; '",
      verify: ["echo 'fine'"],
    });
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(test.landed()).toEqual(['t1: $(touch "$SIGNS/bad") `touch bad`; --amend Closes: all']);
    expect(test.readSign('bad')).toBe('');
  });
});

/** The administrator may write anywhere, so that one acts as another user meanwhile. */
async function asOrdinaryUser<Value>(
  test: TestWorkspace,
  work: () => Promise<Value>,
): Promise<Value> {
  if (process.geteuid?.() !== 0) return work();
  chmodSync(test.folder, 0o755);
  writeFileSync(test.sign('home/.gitconfig'), '[safe]\n\tdirectory = *\n');
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
