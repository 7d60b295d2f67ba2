import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProgram } from '../helpers/repositories.ts';
import { testWorkspace, waitFor } from '../helpers/workspaces.ts';

/** Files of a project whose test needs the function that lib.js gives. */
const project = {
  '.gitignore': 'node_modules/\nlib/\n.cache/\n',
  'lib.js': 'module.exports = 1;\n',
  'test.js': "if (require('./lib.js') !== 2) process.exit(1);\n",
};

describe('what a check does not see', () => {
  it.each([
    [
      'an ignored package',
      'mkdir -p node_modules/left-pad; echo 1 > node_modules/left-pad/x',
      'test -e node_modules/left-pad/x',
    ],
    [
      'a feature in an ignored folder',
      'mkdir -p lib; echo 1 > lib/feature.js',
      'test -e lib/feature.js',
    ],
    ['a build product', 'mkdir -p .cache; echo 1 > .cache/built', 'test -e .cache/built'],
    ['a repository inside', 'git init -q inner; echo 1 > inner/x', 'test -e inner/x'],
    [
      'a file that was put where git does not look',
      'mkdir -p src/.git; echo 1 > src/.git/x; echo 1 > src/y',
      'test -e src/.git/x',
    ],
    ['an empty folder', 'mkdir empty', 'test -d empty'],
  ])('is %s', async (_name, script, check) => {
    const test = await testWorkspace({ files: project });
    test.task('e.1', { script: `${script}; echo 1 > done.txt`, verify: [check] });
    // The next one in the same worktree would have used it.
    test.task('e.2', { script: 'echo 2 > two.txt', verify: [check], dependencies: [] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0, maxParallelTasks: 1 });
    expect([test.get('e.1').status, test.get('e.2').status]).toEqual(['blocked', 'blocked']);
    expect(test.landed()).toEqual([]);
  });

  it.each([
    ['a sparse checkout', 'echo 1 > done.txt; git sparse-checkout set --no-cone "/*" "!/test.js"'],
    [
      'a program of the same name',
      'mkdir -p bin; printf "#!/bin/sh\\nexit 0\\n" > bin/node; chmod +x bin/node; echo 1 > done.txt',
    ],
  ])('is %s', async (_name, script) => {
    const test = await testWorkspace({ files: project });
    test.task('e.1', { script, verify: ['node test.js'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('e.1').status).not.toBe('closed');
    expect(test.landed()).toEqual([]);
  });

  it.each([
    [
      'the test',
      '--skip-worktree',
      'test.js',
      '',
      [
        { kind: 'check_changed', paths: ['test.js'] },
        { kind: 'tests_emptied', paths: ['test.js'] },
      ],
    ],
    ['the code', '--assume-unchanged', 'lib.js', 'module.exports = 2;', []],
  ])(
    'is no flag of git on %s: what was flagged lands as any change, and is shown',
    async (_name, flag, file, text, marks) => {
      const test = await testWorkspace({ files: project });
      test.task('e.1', {
        script: `git update-index ${flag} ${file}; echo "${text}" > ${file}; echo 1 > done.txt`,
        verify: ['node test.js'],
      });
      await test.run({ kind: 'all' }, { redispatchLimit: 0 });
      expect(test.get('e.1').status).toBe('closed');
      expect(test.fileAt('epic/e', file)).toBe(text);
      expect(test.receipts('e.1')[0]).toMatchObject({ marks });
    },
  );

  it('is named where it makes the difference, with what can be done', async () => {
    const test = await testWorkspace({ files: project });
    test.task('e.1', {
      script: 'mkdir -p lib; echo 1 > lib/feature.js; echo 1 > done.txt',
      verify: ['test -e lib/feature.js'],
    });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    const reason = test.get('e.1').blockedReason;
    expect(reason).toContain('It passes where the agent worked');
    expect(reason).toContain('lib/');
    expect(reason).toContain('verify.room: worktree');
  });

  it('is seen with `verify.room: worktree`, which the evidence says', async () => {
    const test = await testWorkspace({
      files: project,
      config: { verify: { room: 'worktree', baseline: false } },
    });
    test.task('e.1', {
      script: 'mkdir -p lib; echo 1 > lib/feature.js; echo 1 > done.txt',
      verify: ['test -e lib/feature.js'],
    });
    await test.run();
    expect(test.evidence('e.1')).toMatchObject([
      { verdict: 'passed', room: 'worktree', marks: [{ kind: 'worktree_room' }] },
    ]);
  });

  it('is nothing of what lands: an honest change passes, and so does a fresh clone', async () => {
    const test = await testWorkspace({ files: project });
    test.task('e.1', { script: 'echo "module.exports = 2;" > lib.js', verify: ['node test.js'] });
    await test.run();
    expect(test.get('e.1').status).toBe('closed');
    expect(test.evidence('e.1')).toMatchObject([{ verdict: 'passed', room: 'clean', kept: [] }]);
    expect(test.fileAt('epic/e', 'lib.js')).toBe('module.exports = 2;');
  });
});

describe('what a check leaves behind', () => {
  it('does not reach the next one, of whatever kind it is', async () => {
    const test = await testWorkspace({
      files: { 'a.txt': 'a\n', 'src/b.txt': 'b\n', '.gitignore': 'built/\n' },
    });
    const leaves = [
      'mkdir -p built; echo 1 > built/x',
      'echo 1 > new.txt',
      'echo changed > a.txt',
      'chmod 755 a.txt',
      'mkdir -p src/.git; echo 1 > src/.git/x; mkfifo src/pipe',
      'mv src moved; ln -s moved src',
      'mkdir closed; touch closed/x; chmod 0 closed',
      'echo 1 > "$TMPDIR/handed-on"',
      'git init -q inner 2>/dev/null; touch inner/x',
      'echo 1 > .git-note',
    ].join('; ');
    const clean = [
      'test ! -e built',
      'test ! -e new.txt',
      'test "$(cat a.txt)" = a',
      'test ! -x a.txt',
      'test ! -L src && test ! -e moved && test -f src/b.txt',
      'test ! -e src/.git && test ! -e src/pipe',
      'test ! -e closed',
      'test ! -e "$TMPDIR/handed-on"',
      'test ! -e inner',
      'test ! -e .git-note',
    ].join(' && ');
    for (const number of [1, 2, 3]) {
      test.task(`e.${number}`, {
        script: `echo ${number} > ${number}.txt`,
        verify: [`${clean} && { ${leaves}; true; }`],
      });
    }
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    const seen = [1, 2, 3].map((number) => test.evidence(`e.${number}`)[0]?.verdict);
    expect(seen).toEqual(['passed', 'passed', 'passed']);
  });

  it('does not reach the next one by the notes that the app has of the room', async () => {
    const test = await testWorkspace({
      files: { 'a.txt': 'a\n', '.gitignore': 'node_modules/\n' },
    });
    test.write('node_modules/x.js', 'x\n');
    const { trees } = test.workspace.paths;
    const index = `GIT_DIR="${test.root}/.git" GIT_WORK_TREE="$PWD" GIT_INDEX_FILE="${trees}/r1/index"`;
    const tampers = [
      `env ${index} git update-index --skip-worktree a.txt`,
      'echo changed > a.txt',
      'echo changed > node_modules/x.js',
      `touch -d '2030-01-01' "${trees}/r1/provided.stamp"`,
    ].join('; ');
    const check = 'test "$(cat a.txt)" = a && test "$(cat node_modules/x.js)" = x';
    test.task('e.1', { verify: [`${check} && { ${tampers}; true; }`] });
    test.task('e.2', { verify: [check], dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect([test.get('e.1').status, test.get('e.2').status]).toEqual(['closed', 'closed']);
  });

  it('stays for the next command of the same change, but for what it changed of the tree', async () => {
    const test = await testWorkspace({
      files: { '.gitignore': 'built/\n' },
      config: {
        commands: {
          build: 'mkdir built; echo 1 > built/x; echo no > README.md',
          test: 'cat built/x; grep -q Test README.md',
        },
      },
    });
    test.task('e.1');
    await test.run();
    expect(test.evidence('e.1').map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
  });

  it('stays in the folders that a person names, and the evidence says so', async () => {
    const test = await testWorkspace({
      files: { '.gitignore': 'target/\nother/\n' },
      config: { verify: { keep: ['target/'], baseline: false } },
    });
    const check =
      'test ! -e other && mkdir -p target other && echo x >> target/count && wc -l < target/count';
    test.task('e.1', { verify: [check] });
    test.task('e.2', { verify: [`${check} `], dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect(test.evidence('e.1')).toMatchObject([
      { verdict: 'passed', kept: [], outputTail: '1\n' },
    ]);
    expect(test.evidence('e.2')).toMatchObject([
      { verdict: 'passed', kept: ['target/'], outputTail: '2\n' },
    ]);
  });
});

describe('the programs of a check', () => {
  it('are looked for in folders of the system, not where the work or the checkout could put them', async () => {
    const base = await testWorkspace();
    const fake = fakeProgram(base.folder, 'outside', 'echo outside');
    const inside = join(base.root, 'tools');
    base.write('tools/inside', '#!/bin/sh\necho inside\n');
    base.makeExecutable('tools/inside');
    const path = ['.', '', inside, fake, base.environment['PATH']].join(':');
    const words = { environment: { PATH: path } };
    base.task('e.1', { verify: ['outside'] });
    base.task('e.2', { verify: ['inside'] });
    await base.words(words, 'run', '--all', '--trust');
    expect(base.evidence('e.1')).toMatchObject([{ verdict: 'passed' }]);
    expect(base.evidence('e.2')).toMatchObject([{ verdict: 'could_not_run', exitCode: 127 }]);
    expect(base.attempts('e.2')).toHaveLength(1);
  });

  it('are missing where they are missing, and not where a test ends with the same number', async () => {
    const test = await testWorkspace({
      files: { 'package.json': '{"scripts":{"test":"no-such-runner","own":"node own.js"}}' },
    });
    const own = 'echo "process.exit(127)" > own.js';
    test.task('e.1', { script: own, verify: ['node own.js'] });
    test.task('e.2', { script: `${own}; touch 2`, verify: ['npm run own'] });
    test.task('e.3', { verify: ['npm test'] });
    test.task('e.4', { script: 'echo 1 > no-run.sh', verify: ['./no-run.sh'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 1 });
    const verdicts = [1, 2, 3, 4].map((number) => test.evidence(`e.${number}`)[0]?.verdict);
    expect(verdicts).toEqual(['failed', 'failed', 'could_not_run', 'could_not_run']);
    expect([1, 2, 3, 4].map((number) => test.attempts(`e.${number}`).length)).toEqual([2, 2, 1, 1]);
  });
});

describe('the environment of a check', () => {
  it('is kept beside its output: tools, dependencies, and variables by name only', async () => {
    const test = await testWorkspace({ environment: { MY_TOKEN: 'very-secret-value' } });
    test.task('e.1', { verify: ['node -e 0'] });
    await test.run();
    const [evidence] = test.evidence('e.1');
    const file = `${evidence?.environment}.environment.json`;
    const text = readFileSync(join(test.workspace.paths.evidence, file), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      room: 'clean',
      network: 'on',
      tools: [{ name: 'node', version: expect.stringMatching(/^v\d/) }],
    });
    expect(text).toContain('MY_TOKEN');
    expect(text).not.toContain('very-secret-value');
  });

  it('makes evidence of the same tree, command and environment good for another task', async () => {
    const test = await testWorkspace();
    const counts = `echo x >> "${test.sign('count')}"`;
    test.task('e.1', { script: 'echo 1 > a.txt', verify: [counts] });
    test.task('e.2', { script: 'echo 1 > b.txt', dependencies: ['e.1'], verify: [counts] });
    await test.run();
    expect(test.readSign('count')).toBe('x\nx\n');
    // The same change on the same base, in another epic: the tree was checked already.
    test.task('f.1', { epicId: 'f', script: 'echo 1 > a.txt', verify: [counts] });
    await test.run();
    expect(test.get('f.1').status).toBe('closed');
    expect(test.readSign('count')).toBe('x\nx\n');
    expect(test.receipts('f.1')[0]?.evidenceIds).toEqual(test.receipts('e.1')[0]?.evidenceIds);
  });
});

describe('a candidate', () => {
  it('is kept by a ref while it is checked, and only then', async () => {
    const test = await testWorkspace();
    const look = `git -C "${test.root}" for-each-ref --format="%(refname)" refs/switchyard/intent > "${test.sign('refs')}"`;
    test.task('e.1', { verify: [`${look}; git -C "${test.root}" gc -q --prune=now`] });
    test.task('e.2', { verify: ['false'], dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.readSign('refs')).toContain('refs/switchyard/intent/landing');
    expect(test.get('e.1').status).toBe('closed');
    expect(test.git('for-each-ref', 'refs/switchyard/intent')).toBe('');
  });
});

describe('rooms', () => {
  it('are several at once, and checks that wait for one another find it', async () => {
    const test = await testWorkspace();
    const meets = (own: string, other: string): string =>
      `touch "${test.sign(own)}"; ${waitFor(test.sign(other))}`;
    test.task('e.1', { verify: ['sleep 1.2'] });
    test.task('e.2', { verify: [meets('two', 'three')], dependencies: ['e.1'] });
    test.task('e.3', { verify: [meets('three', 'two')], dependencies: ['e.1'] });
    await test.run();
    expect(['e.1', 'e.2', 'e.3'].map((id) => test.get(id).status)).toEqual([
      'closed',
      'closed',
      'closed',
    ]);
    const rooms = readdirSync(test.workspace.paths.rooms);
    expect(rooms.length).toBeGreaterThanOrEqual(2);
  });

  it('are made again when somebody removes or replaces them', async () => {
    const test = await testWorkspace();
    const { rooms } = test.workspace.paths;
    const tamper = `rm -rf "${rooms}"/r1 && ln -s "${test.root}" "${rooms}/r1"`;
    test.task('e.1', { verify: ['true'] });
    test.task('e.2', {
      script: `echo 2 > b.txt; ${tamper}`,
      verify: ['test -f b.txt'],
      dependencies: ['e.1'],
    });
    await test.run();
    expect(test.get('e.2').status).toBe('closed');
    expect(test.git('status', '--porcelain')).toBe('');
    expect(existsSync(join(test.root, 'b.txt'))).toBe(false);
  });
});
