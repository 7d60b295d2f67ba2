import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importableSources } from '#main/engine/transfers/importable.ts';
import { importItems } from '#main/engine/transfers/import-items.ts';
import { builtInSources, createSourceRegistry } from '#main/sources/registry.ts';
import { commit } from '#main/store/ledger.ts';
import { watchSources } from '#main/task-files/watch.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { checklistFile, checklistSource } from '../fixtures/sources/checklist.ts';
import { testWorkspace, until } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const sources = createSourceRegistry([...builtInSources, checklistSource]);
const fromChecklist = { from: 'repository', kind: 'checklist', epicId: 'todo' } as const;

async function imported(lines: readonly string[]): Promise<TestWorkspace> {
  const test = await testWorkspace({ sources });
  test.write(checklistFile, `# To do\n\n${lines.join('\n')}\n`);
  expect(await importItems(test.workspace, fromChecklist)).toMatchObject({
    ok: true,
    value: { problems: [] },
  });
  return test;
}

const textOf = (test: TestWorkspace): string =>
  readFileSync(join(test.root, checklistFile), 'utf8');

describe('a source that is a folder and a row of the registry', () => {
  it('is offered for import, and found when none is named', async () => {
    const test = await testWorkspace({ sources });
    test.write(checklistFile, '- [ ] one: First\n');
    const { workspace } = test;
    expect((await importableSources(workspace)).find(({ kind }) => kind === 'checklist')).toEqual({
      from: 'repository',
      kind: 'checklist',
      label: 'Checklist',
      what: 'file',
      path: checklistFile,
      isThere: true,
    });
    const report = await importItems(workspace, { from: 'repository', epicId: 'todo' });
    expect(report).toMatchObject({ ok: true, value: { added: ['one'] } });
  });

  it('is imported, run, told what came of its tasks, and brought up to date', async () => {
    const test = await imported(['- [ ] one: First', '- [ ] two: Second', '- [x] old: Before']);
    expect(test.get('old')).toMatchObject({ status: 'closed', closedByHand: { by: 'import' } });
    test.edit('one', { script: 'echo 1 > 1.txt' });
    test.edit('two', { script: 'exit 4' });
    await test.run({ kind: 'all' }, { maxParallelTasks: 1, redispatchLimit: 0 });
    expect(textOf(test)).toBe(
      '# To do\n\n- [x] one: First\n- [ ] two: Second\n- [x] old: Before\n',
    );
    expect(test.get('two').status).toBe('blocked');
    expect(test.landed('todo')).toEqual(['one: First']);

    test.write(checklistFile, textOf(test).replace('Second', 'Another'));
    expect(await importItems(test.workspace, fromChecklist)).toMatchObject({
      ok: true,
      value: { added: [], updated: ['two'], unchanged: ['one', 'old'] },
    });
    // What the source does not own is the app's.
    expect(test.get('two')).toMatchObject({ title: 'Another', script: 'exit 4' });
  });

  it('is watched: what a person writes there is taken over at once', async () => {
    const test = await imported(['- [ ] one: First']);
    const watching = watchSources(test.workspace);
    onTestFinished(() => watching.dispose());
    test.write(checklistFile, '- [x] one: Renamed\n');
    await until('the edit', () => test.get('one').status === 'closed');
    expect(test.get('one')).toMatchObject({ title: 'Renamed', closedByHand: { by: 'file' } });
  });

  it('keeps its file out of what an agent lands', async () => {
    const test = await imported(['- [ ] one: First']);
    test.git('add', '--all');
    test.git('commit', '--quiet', '--message', 'List');
    test.edit('one', { script: `echo 1 > 1.txt; echo '- [x] one: Mine' > ${checklistFile}` });
    await test.run({ kind: 'all' });
    expect(test.git('diff', '--name-only', 'main', 'epic/todo')).toBe('1.txt');
    expect(textOf(test)).toContain('- [x] one: First');
  });
});

describe('a source that nobody knows', () => {
  it('is named for the task that says to come from it; the others are imported', async () => {
    const test = await testWorkspace();
    const task = { epic: 'n', title: 'A task' };
    const text = JSON.stringify({
      switchyard: 1,
      epics: [{ id: 'n', title: 'New' }],
      tasks: [
        { id: 'n.1', ...task, source: { kind: 'checklist', file: checklistFile } },
        { id: 'n.2', ...task },
      ],
    });
    const wish = { from: 'text', kind: 'json', name: 'x.json', text } as const;
    expect(await importItems(test.workspace, wish)).toMatchObject({
      ok: true,
      value: {
        added: ['n.2'],
        problems: [{ code: 'source-unknown', message: expect.stringContaining('n.1') }],
      },
    });
    expect(await importItems(test.workspace, fromChecklist)).toMatchObject({
      ok: false,
      error: { code: 'source-unknown', action: expect.stringContaining('backlog-md, json') },
    });
  });

  it('leaves a task that came from it as it is, and says once that its file cannot be told', async () => {
    const test = await imported(['- [ ] one: First']);
    const plain = createSourceRegistry();
    const { workspace } = test;

    const closed = {
      kind: 'close_by_hand',
      reason: 'Done.',
      by: 'person',
      at: '2026-01-02T03:04:05.000Z',
    } as const;

    expect(commit(workspace.store, [{ to: 'tasks', id: 'one', command: closed }]).ok).toBe(true);
    await writeBackTask({ ...workspace, sources: plain }, 'one');
    await writeBackTask({ ...workspace, sources: plain }, 'one');
    expect(test.notices('file_not_written')).toHaveLength(1);
    await writeBackTask(workspace, 'one');
    expect(textOf(test)).toContain('- [x] one: First');
  });
});
