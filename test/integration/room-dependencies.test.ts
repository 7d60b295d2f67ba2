import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeProgram } from '../helpers/repositories.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspaceOptions } from '../helpers/workspaces.ts';

/** A project with a package that was installed in the checkout. */
async function project(config: Readonly<Record<string, unknown>> = {}) {
  const options: TestWorkspaceOptions = {
    files: {
      '.gitignore': 'node_modules/\n.env\n',
      'package.json': '{}\n',
      'package-lock.json': '{"one":1}\n',
    },
    config,
  };
  const test = await testWorkspace(options);
  test.write('node_modules/left/index.js', 'left 1\n');
  test.write('node_modules/.cache/seen', 'no\n');
  test.write('.env', 'KEY=1\n');
  return test;
}

/** The command line with an `npm` that notes how it was called, and installs what the lock file says, or cannot. */
function withNpm(folder: string, path: string, script: string) {
  const bin = fakeProgram(folder, 'npm', script);
  return { environment: { PATH: `${bin}:${path}` } };
}

describe('the dependencies of a check', () => {
  it('are those of the checkout, and what a check changed of them is made good for the next', async () => {
    const test = await project();
    const check =
      'test "$(cat node_modules/left/index.js)" = "left 1" && test ! -e node_modules/new && test -e node_modules/.cache/seen && grep -q KEY=1 .env';
    const breaks =
      'echo broken > node_modules/left/index.js; mkdir node_modules/new; rm node_modules/.cache/seen; echo KEY=2 > .env';
    for (const number of [1, 2, 3]) {
      test.task(`e.${number}`, {
        script: `echo ${number} > ${number}.txt`,
        verify: [`${check} && { ${breaks}; }`],
      });
    }
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect([1, 2, 3].map((number) => test.get(`e.${number}`).status)).toEqual([
      'closed',
      'closed',
      'closed',
    ]);
    expect(readFileSync(join(test.root, 'node_modules/left/index.js'), 'utf8')).toBe('left 1\n');
  });

  it('are what they were when the run began: a later change is told, and not used', async () => {
    const test = await project();
    const reads = 'cat node_modules/left/index.js';
    const changes = `echo "left 2" > "${test.root}/node_modules/left/index.js"`;
    test.task('e.1', { script: `${changes}; ${reads} > seen.txt`, verify: [reads] });
    test.task('e.2', { script: `${reads} > seen2.txt`, verify: [reads], dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect(test.evidence('e.1')[0]?.outputTail).toBe('left 1\n');
    expect(test.fileAt('epic/e', 'seen2.txt')).toBe('left 1');
    expect(test.notices().join('\n')).toContain('node_modules in your checkout changed since');
    // The next run takes what is there now.
    test.task('e.3', { verify: [`${reads} `] });
    await test.run();
    expect(test.evidence('e.3')[0]?.outputTail).toBe('left 2\n');
  });

  it('are not those that the work has put into git', async () => {
    const test = await project();
    const script =
      'mkdir -p node_modules/left; echo mine > node_modules/left/index.js; git add -f node_modules';
    test.task('e.1', {
      script: `${script}; echo 1 > a.txt`,
      verify: ['cat node_modules/left/index.js'],
    });
    await test.run();
    expect(test.evidence('e.1')[0]?.outputTail).toMatch(/^(?:left 1|mine)\n$/);
    const landed = test.fileAt('epic/e', 'node_modules/left/index.js');
    expect(test.evidence('e.1')[0]?.outputTail.trim()).toBe(landed ?? 'left 1');
  });

  it('are installed as the lock file says, where the work changed it, and for what stands on that', async () => {
    const test = await project();
    const npm = `echo "$*" >> "${test.sign('npm')}"; mkdir -p node_modules; cp package-lock.json node_modules/installed`;
    const words = withNpm(test.folder, test.environment['PATH'] ?? '', npm);
    const shows = 'cat node_modules/installed 2>/dev/null || echo copied';
    test.task('e.1', { script: 'echo 1 > a.txt', verify: [shows] });
    const changes = `echo '{"two":2}' > package-lock.json`;
    test.task('e.2', { script: changes, verify: [shows], dependencies: ['e.1'] });
    test.task('e.3', { script: 'echo 3 > c.txt', verify: [shows], dependencies: ['e.2'] });
    await test.words(words, 'run', '--all');
    expect(test.readSign('npm').split('\n')).toContain('ci');
    const seen = [1, 2, 3].map((number) => test.evidence(`e.${number}`)[0]?.outputTail);
    expect(seen).toEqual(['copied\n', '{"two":2}\n', '{"two":2}\n']);
  });

  it('that cannot be installed leave nothing to be judged, with the reason', async () => {
    const test = await project();
    const npm = 'echo "npm error network request failed" >&2; exit 1';
    const words = withNpm(test.folder, test.environment['PATH'] ?? '', npm);
    test.task('e.1', { script: `echo '{}' > package-lock.json`, verify: ['true'] });
    await test.words(words, 'run', '--all');
    expect(test.get('e.1').status).toBe('blocked');
    const [evidence] = test.evidence('e.1');
    expect(evidence?.verdict).toBe('could_not_run');
    expect(evidence?.outputTail).toContain('`npm ci` ended with exit code 1');
    expect(evidence?.outputTail).toContain('network request failed');
  });

  it('are set up by the command of the person, where no script of the work takes part', async () => {
    const test = await project({
      worktree: { clone: [], setup: 'sh install.sh', setup_inputs: ['deps.txt'] },
    });
    test.write(
      'install.sh',
      'mkdir -p node_modules; cp deps.txt node_modules/is 2>/dev/null || echo none > node_modules/is\n',
    );
    test.write('deps.txt', 'one\n');
    test.git('add', 'install.sh', 'deps.txt');
    test.git('commit', '-qm', 'deps');
    const shows = 'cat node_modules/is; echo broken > node_modules/is';
    test.task('e.1', {
      script: 'echo "echo evil > node_modules/is" >> install.sh',
      verify: [shows],
    });
    test.task('e.2', {
      script: 'echo two > deps.txt',
      verify: [`${shows} `],
      dependencies: ['e.1'],
    });
    await test.run();
    expect(test.evidence('e.1')[0]?.outputTail).toBe('one\n');
    // What has landed is the person's to trust, and takes part from then on.
    expect(test.evidence('e.2')[0]?.outputTail).toBe('evil\n');
  });

  it('come from one copy, which is made once as long as nothing changes', async () => {
    const test = await project();
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 2 });
    const copies = (): readonly string[] =>
      readdirSync(test.workspace.paths.dependencies).filter((name) => name.startsWith('clone-'));
    const before = copies();
    expect(before).toHaveLength(1);
    test.task('e.3');
    await test.run();
    expect(copies()).toEqual(before);
    expect(test.evidence('e.3')[0]?.environment).toBe(test.evidence('e.1')[0]?.environment);
  });
});

describe('a copy of dependencies that something has changed', () => {
  const evil = (files: string): string =>
    `for f in ${files}; do echo evil > "$f"; done; echo 1 > a.txt`;

  it('is taken from the checkout again, whatever was made to look untouched', async () => {
    const test = await project();
    const { dependencies } = test.workspace.paths;
    const script = `${evil(`${dependencies}/clone-*/content/node_modules/left/index.js ${dependencies}/files-*/content/.env`)}; touch ${dependencies}/*/made`;
    test.task('e.1', { script, verify: ['cat node_modules/left/index.js .env'] });
    test.task('e.2', {
      script: 'cat node_modules/left/index.js > seen.txt',
      dependencies: ['e.1'],
    });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.evidence('e.1')[0]?.outputTail).toBe('left 1\nKEY=1\n');
    expect(test.fileAt('epic/e', 'seen.txt')).toBe('left 1');
  });

  it('leaves nothing to be judged where the checkout is not as it was either', async () => {
    const test = await project();
    const copies = `${test.workspace.paths.dependencies}/clone-*/content/node_modules/left/index.js`;
    const script = evil(`${copies} "${test.root}/node_modules/left/index.js"`);
    test.task('e.1', { script, verify: ['cat node_modules/left/index.js'] });
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('e.1').status).toBe('blocked');
    const [evidence] = test.evidence('e.1');
    expect(evidence?.verdict).toBe('could_not_run');
    expect(evidence?.outputTail).toContain('copy of node_modules');
    expect(evidence?.outputTail).toContain('start another run');
  });

  it('is set up again where a room had made it itself', async () => {
    const test = await project({
      worktree: { clone: [], setup: 'sh install.sh', setup_inputs: ['deps.txt'] },
    });
    test.write('install.sh', 'mkdir -p node_modules; cp deps.txt node_modules/is\n');
    test.write('deps.txt', 'one\n');
    test.git('add', 'install.sh', 'deps.txt');
    test.git('commit', '-qm', 'deps');
    const { rooms } = test.workspace.paths;
    const verify = ['cat node_modules/is'];
    test.task('e.1', { verify });
    const script = evil(`${rooms}/*/node_modules/is`);
    test.task('e.2', { script, verify, dependencies: ['e.1'] });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1, redispatchLimit: 0 });
    const seen = ['e.1', 'e.2'].map((id) => test.evidence(id)[0]?.outputTail);
    expect(seen).toEqual(['one\n', 'one\n']);
  });
});

describe('a run that goes on after a crash', () => {
  it('works with the dependencies that it began with', async () => {
    const test = await project();
    const reads = 'cat node_modules/left/index.js';
    test.task('e.1', {
      script: `touch "${test.sign('began')}"; ${waitFor(test.sign('go'))}; echo 1 > a.txt`,
      verify: [reads],
    });
    const first = test.command(['run', '--all']);
    await until('the agent', () => existsSync(test.sign('began')));
    first.kill('SIGKILL');
    await first.finished;
    test.write('node_modules/left/index.js', 'left 2\n');
    test.write('../go', '');
    const resumed = await test.cli('run', '--resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(test.evidence('e.1')[0]?.outputTail).toBe('left 1\n');
  });
});
