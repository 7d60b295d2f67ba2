import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pushBranch } from '#main/git/push.ts';
import { listProcesses } from '#main/system/process-table.ts';
import { makeRepository } from '../helpers/repositories.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A workspace that pushes to a repository beside it, with a hook of the person. */
async function pushing(
  push: 'task' | 'batch' | 'epic',
  hook: string,
  hooksPath?: string,
): Promise<TestWorkspace> {
  const test = await testWorkspace({ config: { git: { push, pull_before_epic: false } } });
  mkdirSync(test.sign('origin.git'));
  test.git('init', '--quiet', '--bare', test.sign('origin.git'));
  test.git('remote', 'add', 'origin', test.sign('origin.git'));
  if (hooksPath !== undefined) test.git('config', 'core.hooksPath', hooksPath);
  const file = `${hooksPath ?? '.git/hooks'}/pre-push`;
  test.write(file, `#!/bin/sh\n${hook}\n`);
  test.makeExecutable(file);
  return test;
}

function pushed(test: TestWorkspace): string {
  return test.git('-C', test.sign('origin.git'), 'for-each-ref', '--format=%(refname)');
}

describe("the person's pre-push hook", () => {
  it.each([
    ['task', undefined],
    ['batch', undefined],
    ['epic', undefined],
    ['epic', '.husky/_'],
  ] as const)('runs when the app pushes (%s, %s), with the refs', async (push, hooksPath) => {
    const hook = 'echo "$1 $2" >> "$SIGNS/ran"; cat >> "$SIGNS/ran"; pwd >> "$SIGNS/ran"';
    const test = await pushing(push, hook, hooksPath);
    test.task('e.1');
    const run = await test.run(undefined, { schedule: push === 'batch' ? 'batch' : 'continuous' });
    expect(run.outcome).toBe('completed');
    const tip = test.git('rev-parse', 'epic/e');
    const zeros = '0'.repeat(40);
    expect(test.readSign('ran').split('\n').slice(0, 3)).toEqual([
      `origin ${test.sign('origin.git')}`,
      `refs/heads/epic/e ${tip} refs/heads/epic/e ${zeros}`,
      test.root,
    ]);
    expect(pushed(test)).toBe('refs/heads/epic/e');
    expect(test.notices('push_failed')).toEqual([]);
  });

  it('refuses in its own words, which are a notice and no stop', async () => {
    const test = await pushing('task', 'echo "Tests are red:" >&2; echo "3 of 5"; exit 1');
    test.task('e.1');
    test.task('e.2');
    const run = await test.run();
    expect(run.outcome).toBe('completed');
    expect(pushed(test)).toBe('');
    const [first = ''] = test.notices('push_failed');
    expect(first).toMatch(/^epic\/e could not be pushed: your pre-push hook refused it: /);
    expect(first).toContain('Tests are red:');
    expect(first).toContain('3 of 5');
    expect(first).not.toContain('failed to push some refs');
  });

  it('is no hook that is named where the remote refuses or is gone', async () => {
    const test = await pushing('epic', 'exit 0');
    rmSync(test.sign('origin.git'), { recursive: true });
    test.task('e.1');
    await test.run();
    expect(test.notices('push_failed')).toEqual([
      expect.stringMatching(/^epic\/e could not be pushed: git refused it: fatal: /),
    ]);
  });

  it('runs in the language and with the settings of the person, not with ours', async () => {
    const hook = [
      'locale charmap > "$SIGNS/ran" 2>&1',
      'git config core.quotePath >> "$SIGNS/ran" || echo unset >> "$SIGNS/ran"',
      'echo "${GIT_OPTIONAL_LOCKS-unset} ${LC_ALL-unset} $LANG" >> "$SIGNS/ran"',
    ].join('\n');
    const test = await testWorkspace({
      config: { git: { push: 'epic', pull_before_epic: false } },
      environment: { LC_ALL: 'C.UTF-8' },
    });
    mkdirSync(test.sign('origin.git'));
    test.git('init', '--quiet', '--bare', test.sign('origin.git'));
    test.git('remote', 'add', 'origin', test.sign('origin.git'));
    test.write('.git/hooks/pre-push', `#!/bin/sh\n${hook}\n`);
    test.makeExecutable('.git/hooks/pre-push');
    test.task('e.1');
    await test.run();
    expect(test.readSign('ran')).toBe('UTF-8\nunset\nunset unset C.UTF-8\n');
  });

  it('leaves nothing running but what serves git, and holds nothing up', async () => {
    const test = await pushing(
      'epic',
      `setsid sh -c 'echo $$ > "$SIGNS/left"; exec sleep 1000' &
       cp "$(command -v sleep)" "$SIGNS/gpg-agent"
       (setsid "$SIGNS/gpg-agent" 1000 >/dev/null 2>&1 & echo $! > "$SIGNS/agent")
       while ! [ -s "$SIGNS/left" ]; do sleep 0.01; done`,
    );
    test.task('e.1');
    expect((await test.run()).outcome).toBe('completed');
    expect(pushed(test)).toBe('refs/heads/epic/e');
    const [agent, ...more] = await test.processes();
    expect(more).toEqual([]);
    expect(readFileSync(`/proc/${agent}/comm`, 'utf8')).toBe('gpg-agent\n');
    process.kill(agent!, 'SIGKILL');
  });

  it('that does not end is ended when the run is to stop now, with what it started', async () => {
    const test = await pushing('epic', 'echo begun > "$SIGNS/begun"; sleep 300 & sleep 300');
    test.task('e.1');
    const { finished } = await test.start();
    await until('the hook', () => test.readSign('begun') !== '');
    expect((await test.words('cancel', '--now')).code).toBe(0);
    const { run } = await finished;
    expect(run.status).toBe('ended');
    expect(test.get('e.1').status).toBe('closed');
    expect(test.notices('push_failed')).toEqual(['epic/e was not pushed: the run was stopped.']);
    expect(await test.processes()).toEqual([]);
  });

  it('that does not end in time is ended, with what it started', async () => {
    const repository = makeRepository();
    repository.git('init', '--quiet', '--bare', `${repository.folder}/origin.git`);
    repository.git('remote', 'add', 'origin', `${repository.folder}/origin.git`);
    const number = '7654321';
    const hook = `#!/bin/sh\necho waiting\nsleep ${number} &\nsleep ${number}\n`;
    repository.write({ '.git/hooks/pre-push': hook });
    chmodSync(`${repository.root}/.git/hooks/pre-push`, 0o755);
    const outcome = await pushBranch(repository.client, 'refs/heads/main', { limitMs: 500 });
    expect(outcome).toEqual({ kind: 'cut', cut: 'timeout', words: 'waiting' });
    const left = (await listProcesses()).filter((one) => !one.ended);
    const commands = left.map((one) => {
      try {
        return readFileSync(`/proc/${one.pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
    expect(commands.filter((one) => one.includes(number))).toEqual([]);
  });
});
