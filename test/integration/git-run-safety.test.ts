import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { undoTask } from '#main/engine/runs/run-report.ts';
import { testWorkspace, waitFor } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Shell that waits until the epic has moved on from where it stood. */
/** Waits in a script; the agent's own git does not see it. */
function untilEpicMoves(repository: string): string {
  const tip = `$(git -C '${repository}' rev-parse refs/heads/epic/e)`;
  return `was=${tip}; until [ "${tip}" != "$was" ]; do sleep 0.02; done`;
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await delay(20);
  }
}

function userState(test: TestWorkspace, folder = test.root): readonly string[] {
  const own = test.git('-C', folder, 'rev-parse', '--absolute-git-dir');
  const files = ['HEAD', 'index'].map((name) => readFileSync(join(own, name)).toString('base64'));
  return [...files, test.git('-C', folder, 'rev-parse', 'HEAD')];
}

describe('an agent that uses git in its worktree', () => {
  it('and switches to the main branch moves no branch of the user by what is checked', async () => {
    const test = await testWorkspace();
    test.git('switch', '--quiet', '--create', 'users-own');
    const main = test.git('rev-parse', 'main');
    test.task('one', { script: 'echo 1 > one.txt' });
    const script = `git switch --quiet main; echo 2 > two.txt; ${untilEpicMoves(test.root)}`;
    test.task('two', { script });
    await test.run();
    expect([test.get('one').status, test.get('two').status]).toEqual(['closed', 'closed']);
    expect(test.git('rev-parse', 'main')).toBe(main);
    expect(test.fileAt('epic/e', 'two.txt')).toBe('2');
  });

  it('and leaves a repository behind in its checks blocks no task after it', async () => {
    const check =
      'if [ -f one.txt ] && [ ! -d made ]; then git init --quiet made; echo x > made/x; fi';
    const test = await testWorkspace({ config: { commands: { test: check } } });
    test.task('one', { script: 'echo 1 > one.txt' });
    test.task('two', { script: 'echo 2 > two.txt', dependencies: ['one'] });
    const run = await test.run(undefined, { maxParallelTasks: 1 });
    expect(run.outcome).toBe('completed');
    expect(test.landed()).toEqual(['one: Do one', 'two: Do two']);
    // It was made in a room for checks, and no work of an agent is in it.
    expect(readdirSync(test.workspace.paths.worktrees)).toEqual([]);
  });
});

describe('something that goes on writing after its agent has ended', () => {
  it.each([
    ['that would land as it is', 'exit 1'],
    ['that is combined with the epic', 'exit 0'],
  ])('is kept in the vault and out of the check of a tree %s', async (_tree, ending) => {
    const test = await testWorkspace();
    const verify = [`touch "$SIGNS/checking"; ${waitFor(test.sign('go'))}; ${ending}`];
    test.task('one', { script: 'echo 1 > one.txt', verify });
    test.task('two', {
      script: `${waitFor(test.sign('checking'))}; echo 2 > two.txt; pwd > "$SIGNS/where"`,
      verify: ['test ! -e stray.txt && grep 2 two.txt'],
    });
    const running = test.run();
    await eventually('two waits for its check', () => test.get('two').status === 'in_review');
    const folder = test.readSign('where').trim();
    writeFileSync(join(folder, 'stray.txt'), 'stray');
    writeFileSync(join(folder, 'two.txt'), 'changed');
    test.write('../go', '');
    await running;
    expect(test.get('two').status).toBe('closed');
    expect(test.fileAt('epic/e', 'two.txt')).toBe('2');
    expect(test.fileAt('refs/switchyard/vault/two/2', 'stray.txt')).toBe('stray');
    expect(test.fileAt('refs/switchyard/vault/two/2', 'two.txt')).toBe('changed');
  });
});

describe('a user who looks on', () => {
  it('and has a task’s branch checked out has that task blocked, and the others done', async () => {
    const test = await testWorkspace();
    test.git('switch', '--quiet', '--create', 'agent/one');
    const before = userState(test);
    test.task('one');
    test.task('two');
    await test.run();
    expect(test.get('one')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringMatching(/has agent\/one checked out.*Switch to another branch/),
    });
    expect(test.get('two').status).toBe('closed');
    expect(userState(test)).toEqual(before);
  });

  it('and checks a merged task’s branch out before the end of the run keeps it', async () => {
    const test = await testWorkspace();
    const place = join(test.folder, 'look');
    test.task('one', { script: 'echo 1 > one.txt' });
    const wait = 'until [ -f "$SIGNS/go" ]; do sleep 0.02; done; echo 2 > two.txt';
    test.task('two', { script: wait });
    const { finished } = await test.start();
    await eventually('one is merged', () => test.get('one').status === 'closed');
    test.git('worktree', 'add', '--quiet', '--force', place, 'agent/one');
    const before = userState(test, place);
    writeFileSync(test.sign('go'), '');
    expect((await finished).failure).toBeNull();
    expect(userState(test, place)).toEqual(before);
    expect(test.git('-C', place, 'status', '--porcelain')).toBe('');
  });

  it('and has an ignored file where a task adds one has the merge wait, and say why', async () => {
    const test = await testWorkspace({ files: { '.gitignore': 'notes.txt\n' } });
    test.task('zero', { script: 'true > zero.txt' });
    await test.run();
    const place = join(test.folder, 'look');
    test.git('worktree', 'add', '--quiet', place, 'epic/e');
    const notes = join(place, 'notes.txt');
    writeFileSync(notes, 'mine\n');
    test.task('one', { script: 'rm .gitignore; echo theirs > notes.txt' });
    const { finished } = await test.start();
    await eventually('it is told', () => test.notices('review_wanted').length > 0);
    expect(test.notices('review_wanted')[0]).toBe(
      `The merge of one waits: ${place} has the epic branch checked out with the file notes.txt in the way.`,
    );
    expect(readFileSync(notes, 'utf8')).toBe('mine\n');
    rmSync(notes);
    expect((await finished).failure).toBeNull();
    expect(readFileSync(notes, 'utf8')).toBe('theirs\n');
    expect(test.git('-C', place, 'status', '--porcelain')).toBe('');
  });

  it('and has such a file in the way of an undo gets it undone, with the record of it', async () => {
    const test = await testWorkspace({ files: { 'notes.txt': 'first\n' } });
    test.task('one', { script: 'rm notes.txt; echo notes.txt > .gitignore' });
    await test.run();
    const place = join(test.folder, 'look');
    test.git('worktree', 'add', '--quiet', place, 'epic/e');
    writeFileSync(join(place, 'notes.txt'), 'mine\n');
    const undone = await undoTask(test.workspace, 'one');
    expect(undone.ok).toBe(true);
    expect(test.get('one').status).toBe('open');
    expect(readFileSync(join(place, 'notes.txt'), 'utf8')).toBe('mine\n');
    expect(existsSync(join(place, '.gitignore'))).toBe(true);
  });
});
