import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

interface FileWish {
  readonly script?: string;
  readonly dependencies?: readonly string[];
  readonly description?: string;
}

function taskFile(number: number, wish: FileWish = {}): string {
  const script = wish.script ?? `echo ${number} > ${number}.txt`;
  return [
    '---',
    `id: task-${number}`,
    `title: Task number ${number}`,
    'status: To Do',
    'assignee: []',
    'labels: []',
    `dependencies: [${(wish.dependencies ?? []).join(', ')}]`,
    `script: ${JSON.stringify(script)}`,
    '---',
    '',
    '## Description',
    '',
    wish.description ?? 'As it was first.',
    '',
    '## Acceptance Criteria',
    '- [ ] #1 It is there',
    '',
    'A remark of a person.',
    '',
  ].join('\n');
}

const path = (number: number): string => `backlog/tasks/task-${number} - Task-number-${number}.md`;

async function backlog(files: Readonly<Record<number, FileWish>>): Promise<TestWorkspace> {
  const test = await testWorkspace();
  for (const [number, wish] of Object.entries(files)) {
    test.write(path(Number(number)), taskFile(Number(number), wish));
  }
  const imported = await importItems(test.workspace, { from: 'repository', epicId: 'backlog' });
  expect(imported).toMatchObject({ ok: true, value: { problems: [] } });
  return test;
}

const one = { maxParallelTasks: 1 };

describe('a run over Backlog.md files', () => {
  it('writes status, criteria, notes and summary back, and nothing else', async () => {
    const test = await backlog({ 1: {}, 2: { script: 'exit 4' } });
    await test.run({ kind: 'all' }, { ...one, redispatchLimit: 0 });
    const first = readFileSync(join(test.root, path(1)), 'utf8');
    expect(first).toMatch(/^status: Done$/m);
    expect(first).toContain('- [x] #1 It is there');
    expect(first).toContain('- created 1.txt');
    expect(first).toContain('A remark of a person.');
    const second = readFileSync(join(test.root, path(2)), 'utf8');
    expect(second).toContain('- [ ] #1 It is there');
    expect(second).toContain('Blocked: Stuck after 1 attempt');
    expect(readdirSync(join(test.root, 'backlog/tasks'))).toHaveLength(2);
    expect(test.landed('backlog')).toEqual(['task-1: Task number 1']);
    expect(test.git('diff', '--name-only', 'main', 'epic/backlog')).toBe('1.txt');
  });

  it('skips a task whose file was deleted, and counts one that was done by hand, since it was chosen', async () => {
    const test = await backlog({
      1: {
        script: [
          'cd "$SIGNS/repository/backlog/tasks"; rm task-2*',
          'sed -i "s/^status: .*/status: Done/" task-3*',
          'cd - >/dev/null; echo x > x',
        ].join('\n'),
      },
      2: {},
      3: {},
      4: {},
    });
    const run = await test.run({ kind: 'all' }, one);
    expect(run).toMatchObject({
      outcome: 'incomplete',
      skipped: [{ taskId: 'task-2', reason: 'task file not found' }],
    });
    expect(test.notices('task_skipped')).toEqual([
      'Task task-2: Task number 2 skipped: task file not found',
    ]);
    expect(test.attempts('task-2')).toEqual([]);
    expect(test.attempts('task-3')).toEqual([]);
    expect(test.get('task-3')).toMatchObject({
      status: 'closed',
      closedByHand: { by: 'file', reason: `It is done in ${path(3)}.` },
    });
    expect(test.get('task-4').status).toBe('closed');
    expect(readdirSync(join(test.root, 'backlog/tasks'))).toHaveLength(3);
  });

  it('takes what the file says when the task starts: text, and new dependencies', async () => {
    const test = await backlog({
      1: {
        script: [
          'cd "$SIGNS/repository/backlog/tasks"',
          'sed -i "s/As it was first./As it is now./" task-2*',
          'sed -i "s/^dependencies: .*/dependencies: [task-4]/" task-3*',
          'cd - >/dev/null; echo x > x',
        ].join('\n'),
      },
      2: {},
      3: { script: 'test -e 4.txt && echo 3 > 3.txt' },
      4: {},
    });
    const run = await test.run({ kind: 'all' }, one);
    expect(run.outcome).toBe('completed');
    const prompt = test.prompt(test.attempts('task-2')[0]!);
    expect(prompt).toContain('As it is now.');
    expect(prompt).not.toContain('As it was first.');
    expect(test.attempts('task-3')).toHaveLength(1);
  });

  it('skips a task with open dependencies outside of the run, with their ids', async () => {
    const test = await backlog({ 1: {}, 2: { dependencies: ['task-1', 'task-3'] }, 3: {} });
    const run = await test.run({ kind: 'selected', taskIds: ['task-1', 'task-2'] });
    expect(run.skipped).toEqual([
      { taskId: 'task-2', reason: 'Unsatisfied dependencies: [task-3]' },
    ]);
    expect(test.get('task-1').status).toBe('closed');
  });
});
