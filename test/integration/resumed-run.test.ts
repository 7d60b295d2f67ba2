import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import { resumeRun } from '#main/engine/runs/run-control.ts';
import { surroundings, testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Resumes the interrupted run in this process, to its end. */
async function resume(test: TestWorkspace, folder = test.root): Promise<void> {
  const opened = await openWorkspace(folder, surroundings(test.environment));
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    const resumed = await resumeRun(opened.value);
    if (!resumed.ok) throw new Error(resumed.error.message);
    const { failure } = await resumed.value.finished;
    expect(failure).toBeNull();
  } finally {
    await opened.value.close();
  }
}

describe('a run whose process was killed', () => {
  it('has what it left ended at once, all in one grace, when it is resumed', async () => {
    const test = await testWorkspace({ config: { workflow: { max_parallel_tasks: 12 } } });
    const ready = test.sign('ready');
    for (let number = 1; number <= 12; number += 1) {
      const stubborn = `trap '' TERM; echo x >> "${ready}"; while :; do sleep 1; done`;
      const script = `if [ "$SWITCHYARD_ATTEMPT" = 1 ]; then ${stubborn}; fi; echo ${number} > ${number}.txt`;
      test.task(`t${number}`, { script });
    }
    const running = test.command(['run', '--trust']);
    await until('all are at work', () => test.readSign('ready').split('\n').length > 12, 40_000);
    running.kill('SIGKILL');
    await running.finished;
    const started = performance.now();
    await resume(test);
    // One grace is five seconds; one after the other they would take a minute.
    expect(performance.now() - started).toBeLessThan(40_000);
    expect(test.workspace.store.all('tasks').every(({ status }) => status === 'closed')).toBe(true);
    expect(await test.processes()).toEqual([]);
  }, 120_000);

  it('goes on with the settings that it was started with, wherever it is resumed', async () => {
    const test = await testWorkspace({ config: { commands: { test: 'test -f good.txt' } } });
    test.task('t1', { script: `touch "${test.sign('up')}"; sleep 3; touch good.txt` });
    test.git('branch', 'elsewhere');
    test.git('worktree', 'add', '-q', join(test.folder, 'elsewhere'), 'elsewhere');
    const running = test.command(['run', '--trust']);
    await until('it is at work', () => readdirSync(test.folder).includes('up'), 30_000);
    running.kill('SIGKILL');
    await running.finished;
    const other = join(test.folder, 'elsewhere');
    const config = readFileSync(join(other, '.switchyard/project.yaml'), 'utf8');
    writeFileSync(
      join(other, '.switchyard/project.yaml'),
      config.replace('test -f good.txt', 'test -f other.txt'),
    );
    await resume(test, other);
    expect(test.get('t1').status).toBe('closed');
    expect(test.evidence('t1').map(({ command }) => command)).toEqual(['test -f good.txt']);
    expect(test.notices('repository_notice')[0]).toMatch(
      /goes on with the settings that it was started with in .*\/repository; those of .*\/elsewhere are others by now/,
    );
  }, 120_000);

  it('names what tools of its agent may have left when that lands with the work', async () => {
    const test = await testWorkspace();
    const first = `echo half > sedA1b2C3; touch "${test.sign('up')}"; sleep 30`;
    test.task('t1', {
      script: `if [ "$SWITCHYARD_ATTEMPT" = 1 ]; then ${first}; fi; echo done > done.txt`,
    });
    const running = test.command(['run', '--trust']);
    await until('it is at work', () => readdirSync(test.folder).includes('up'), 30_000);
    running.kill('SIGKILL');
    await running.finished;
    await resume(test);
    const [receipt] = test.receipts('t1');
    expect(receipt?.marks).toContainEqual({
      kind: 'left_over',
      text: 'An agent was cut off while a file of its tools may have been there, and they landed: sedA1b2C3.',
      paths: ['sedA1b2C3'],
    });
    const [, second] = test.attempts('t1');
    if (second === undefined) throw new Error('There was no second attempt.');
    expect(test.prompt(second)).toMatch(/may be left of tools.*\n- sedA1b2C3/);
  }, 120_000);
});

describe('the branches of the last run', () => {
  it('are compared with its receipts when a workspace is opened, and a difference is said once', async () => {
    const test = await testWorkspace();
    test.task('t1');
    await test.run();
    const landed = test.git('rev-parse', 'epic/e');
    const said = async (): Promise<readonly string[]> => {
      const opened = await test.open();
      const texts = opened.store
        .all('notifications')
        .filter(({ type }) => type === 'records_changed');
      return texts.map(({ text }) => text);
    };
    expect(await said()).toEqual([]);
    test.git('update-ref', 'refs/heads/epic/e', test.git('rev-parse', 'main'));
    const [setBack] = await said();
    expect(setBack).toMatch(
      new RegExp(
        `^Task t1 landed on epic/e as ${landed.slice(0, 12)}, but that branch stands at .*git branch -f epic/e ${landed}`,
      ),
    );
    expect(await said()).toHaveLength(1);
    // As after a loss of power: the file of the ref is there, and holds nothing.
    rmSync(join(test.root, '.git/refs/heads/epic/e'));
    expect((await said())[1]).toMatch(/but that branch is gone or damaged/);
  });
});
