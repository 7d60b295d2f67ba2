import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeByHand } from '#main/engine/tasks/close-task.ts';
import { catchUpWithSources, SourceKeeper } from '#main/engine/host/keep-sources.ts';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { reopenTask } from '#main/engine/tasks/work-items.ts';
import { until, testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const file = (number: number): string => `backlog/tasks/task-${number} - T.md`;

function taskText(number: number, status: string, more = ''): string {
  return `---\nid: task-${number}\ntitle: Task ${number}\nstatus: ${status}\nscript: echo ${number} > ${number}.txt\n${more}---\n\nDo it.\n`;
}

/** A committed backlog of three tasks, the second waiting for the first, imported. */
async function backlog(config?: string, third = taskText(3, 'To Do')): Promise<TestWorkspace> {
  const test = await testWorkspace();
  if (config !== undefined) test.write('backlog/config.yml', config);
  test.write(file(1), taskText(1, 'To Do'));
  test.write(file(2), taskText(2, 'To Do', 'dependencies: [task-1]\n'));
  test.write(file(3), third);
  test.git('add', '--all');
  test.git('commit', '--quiet', '--message', 'Backlog');
  const imported = await importItems(test.workspace, { from: 'repository', epicId: 'backlog' });
  expect(imported).toMatchObject({ ok: true, value: { problems: [] } });
  return test;
}

function read(test: TestWorkspace, number: number): string {
  return readFileSync(join(test.root, file(number)), 'utf8');
}

function setStatus(test: TestWorkspace, number: number, status: string): void {
  test.write(file(number), read(test, number).replace(/^status: .*$/m, `status: ${status}`));
}

function statusIn(test: TestWorkspace, number: number): string | undefined {
  return /^status: (.*)$/m.exec(read(test, number))?.[1];
}

/** Watches the files as an open app does. */
function keep(test: TestWorkspace): void {
  const keeper = new SourceKeeper(test.workspace);
  onTestFinished(() => keeper.close());
}

describe('a status that a person sets in a file', () => {
  it('is taken over while the app is open, in every direction, and never written back at them', async () => {
    const test = await backlog();
    keep(test);
    for (const [word, status] of [
      ['Done', 'closed'],
      ['In Progress', 'open'],
      ['done', 'closed'],
      ['To Do', 'open'],
    ] as const) {
      // The watcher needs a moment before it sees the first change: it is set until it is taken over.
      await until(`${word} to be taken over`, () => {
        if (test.get('task-1').status === status) return true;
        if (statusIn(test, 1) !== word) setStatus(test, 1, word);
        return false;
      });
      expect(statusIn(test, 1)).toBe(word);
    }
    expect(test.get('task-1').closedByHand).toBeNull();
  });

  it('means what the project says that it means', async () => {
    const test = await backlog('statuses: ["To Do", "Doing", "Blocked", "Shipped"]\n');
    for (const [word, status] of [
      ['Blocked', 'blocked'],
      ['Doing', 'open'],
      ['Shipped', 'closed'],
      ['Blocked', 'blocked'],
      ['To Do', 'open'],
    ] as const) {
      setStatus(test, 1, word);
      await catchUpWithSources(test.workspace);
      expect([word, test.get('task-1').status]).toEqual([word, status]);
      expect(statusIn(test, 1)).toBe(word);
    }
  });

  it('is taken over at the next import, and dependents go on', async () => {
    const test = await backlog();
    setStatus(test, 1, 'Done');
    const again = await importItems(test.workspace, { from: 'repository', epicId: 'backlog' });
    expect(again).toMatchObject({
      value: { updated: ['task-1'], unchanged: ['task-2', 'task-3'] },
    });
    expect(test.get('task-1')).toMatchObject({ status: 'closed', closedByHand: { by: 'file' } });
    const run = await test.run({ kind: 'all' });
    expect(run).toMatchObject({ outcome: 'completed', taskIds: ['task-2', 'task-3'] });
    expect(test.attempts('task-1')).toEqual([]);
  });

  it('is done also by a move to the completed ones', async () => {
    const test = await backlog();
    test.write('backlog/completed/.gitkeep', '');
    test.rename(`repository/${file(1)}`, 'repository/backlog/completed/task-1 - T.md');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1')).toMatchObject({ status: 'closed', closedByHand: { by: 'file' } });
  });

  it('opens a verified task again when it says To Do, and is not taken for that when git put the file back', async () => {
    const test = await backlog();
    await test.run({ kind: 'single', taskId: 'task-1' });
    await test.run({ kind: 'single', taskId: 'task-3' });
    expect(statusIn(test, 1)).toBe('Done');
    // The person throws the app's words away, and goes to another branch: nobody has set a status.
    test.git('checkout', '--quiet', '--', file(1));
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1').status).toBe('closed');
    test.git('stash', '--quiet');
    test.git('checkout', '--quiet', '-b', 'other');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-3').status).toBe('closed');
    test.git('checkout', '--quiet', 'main');
    test.git('stash', 'pop', '--quiet');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-3').status).toBe('closed');
    setStatus(test, 3, 'To Do');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-3')).toMatchObject({ status: 'open', closedByHand: null });
    expect(statusIn(test, 3)).toBe('To Do');
  });

  it('counts on a branch that was just made, in both directions', async () => {
    const test = await backlog(undefined, taskText(3, 'Done'));
    expect(test.get('task-3').status).toBe('closed');
    test.git('checkout', '--quiet', '-b', 'tidy');
    setStatus(test, 1, 'Done');
    setStatus(test, 3, 'To Do');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1')).toMatchObject({ status: 'closed', closedByHand: { by: 'file' } });
    expect(test.get('task-3')).toMatchObject({ status: 'open', closedByHand: null });
    expect([statusIn(test, 1), statusIn(test, 3)]).toEqual(['Done', 'To Do']);
    // What git brings with another branch is still nobody's word.
    test.git('commit', '--quiet', '--all', '--message', 'Tidy');
    test.git('checkout', '--quiet', 'main');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1').status).toBe('closed');
    expect(test.get('task-3').status).toBe('open');
  });

  it('loses to what a person does in the app after it', async () => {
    const test = await backlog();
    setStatus(test, 1, 'Done');
    await catchUpWithSources(test.workspace);
    expect(await reopenTask(test.workspace, 'task-1')).toMatchObject({ ok: true });
    expect(statusIn(test, 1)).toBe('To Do');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1').status).toBe('open');
  });

  it('is taken over again when it was set, taken back in the app, and set once more', async () => {
    const test = await backlog();
    for (let round = 0; round < 2; round += 1) {
      setStatus(test, 1, 'Done');
      await catchUpWithSources(test.workspace);
      expect(test.get('task-1').status).toBe('closed');
      await reopenTask(test.workspace, 'task-1');
      expect(statusIn(test, 1)).toBe('To Do');
    }
  });

  it('waits for the end of the attempt that is under way', async () => {
    const sets = `sed -i "s/^status: .*/status: Done/" "$SIGNS/repository/${file(3)}"; exit 3`;
    const third = taskText(3, 'To Do').replace(/^script: .*$/m, () => `script: '${sets}'`);
    const test = await backlog(undefined, third);
    await test.run({ kind: 'single', taskId: 'task-3' }, { redispatchLimit: 0 });
    expect(test.get('task-3')).toMatchObject({ status: 'closed', closedByHand: { by: 'file' } });
    expect(statusIn(test, 3)).toBe('Done');
  });

  it('holds the work that passed when it says blocked, and dependents wait', async () => {
    const sets = `echo 1 > 1.txt; sed -i "s/^status: .*/status: Blocked/" "$SIGNS/repository/${file(1)}"`;
    const first = taskText(1, 'To Do').replace(/^script: .*$/m, () => `script: '${sets}'`);
    const test = await backlog('statuses: ["To Do", "In Progress", "Blocked", "Done"]\n');
    test.write(file(1), first);
    await test.run({ kind: 'all' });
    expect(test.get('task-1')).toMatchObject({ status: 'blocked' });
    expect(test.get('task-1').blockedReason).toContain(
      'was blocked in backlog/tasks/task-1 - T.md',
    );
    expect(statusIn(test, 1)).toBe('Blocked');
    expect(test.attempts('task-1')).toMatchObject([{ outcome: 'blocked' }]);
    expect(test.git('show', 'agent/task-1:1.txt')).toContain('1');
    expect(test.attempts('task-2')).toEqual([]);
    expect(test.get('task-3').status).toBe('closed');
    // What the app told of it is no word of the person's; theirs opens it again.
    setStatus(test, 1, 'To Do');
    await catchUpWithSources(test.workspace);
    expect(test.get('task-1').status).toBe('open');
  });
});

describe('a write-back that failed', () => {
  it('is remembered, told once, and made when the file can be written again', async () => {
    const test = await backlog();
    test.rename('repository/backlog', 'away');
    const closed = await closeByHand(test.workspace, 'task-1', { reason: 'Made elsewhere.' });
    expect(closed).toMatchObject({ ok: true });
    await catchUpWithSources(test.workspace);
    const other = await test.open();
    await catchUpWithSources(other);
    expect(test.notices('file_not_written')).toHaveLength(1);
    test.rename('away', 'repository/backlog');
    // Another process, as after a restart: nothing of it was only in memory.
    await catchUpWithSources(await test.open());
    expect(statusIn(test, 1)).toBe('Done');
    expect(read(test, 1)).toContain('Closed by hand, not checked by Switchyard: Made elsewhere.');
    expect(test.notices('file_not_written')).toHaveLength(1);
    expect(test.get('task-1')).toMatchObject({ closedByHand: { by: 'person' } });
  });

  it('is not repeated over what a person takes out of the file afterwards', async () => {
    const test = await backlog();
    await closeByHand(test.workspace, 'task-1', { reason: 'Made elsewhere.' });
    test.write(file(1), taskText(1, 'Done'));
    await catchUpWithSources(test.workspace);
    expect(read(test, 1)).toBe(taskText(1, 'Done'));
  });
});
