import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportBacklogFolder } from '#main/sources/backlog-md/export-folder.ts';
import { readBacklogFolder } from '#main/sources/backlog-md/read-folder.ts';
import { readBacklogTask } from '#main/sources/backlog-md/read-task.ts';
import { writeBackBacklogTask } from '#main/sources/backlog-md/write-back.ts';
import type { ImportedTask } from '#main/sources/imported-items.ts';
import { makeBacklogRepository } from '../helpers/backlog-cli.ts';
import type { BacklogRepository } from '../helpers/backlog-cli.ts';

const updatedAt = '2026-12-24T18:30:00.000Z';
let repository: BacklogRepository;

beforeEach(async () => {
  repository = await makeBacklogRepository();
});

afterEach(async () => {
  await repository.remove();
});

async function init(...args: string[]): Promise<void> {
  await repository.backlog('init', 'Demo', '--defaults', '--agent-instructions', 'none', ...args);
}

async function create(title: string, ...args: string[]): Promise<void> {
  await repository.backlog('task', 'create', title, ...args);
}

describe('a backlog made with the real tool', () => {
  it('is read with everything the tool wrote', async () => {
    await init();
    await create(
      'First: a "quoted" task',
      '-d',
      'Line one\n\nLine two',
      '--ac',
      'one criterion',
      '--ac',
      'second, with comma',
      '--priority',
      'high',
      '-l',
      'agent:test,skip_tests',
      '--ordinal',
      '500',
      '--dod',
      'Docs',
    );
    await create(
      'Second',
      '--dep',
      'task-1',
      '-s',
      'In Progress',
      '--plan',
      '1. do',
      '--notes',
      'n',
    );
    await create('Sub', '-p', 'task-1', '--priority', 'low');
    await create('A draft', '--draft');

    const { epics, tasks, problems } = await readBacklogFolder(repository.root, { epicId: 'demo' });

    expect(problems).toEqual([]);
    expect(epics).toMatchObject([{ id: 'demo', title: 'Demo', status: 'open' }]);
    expect(tasks).toMatchObject([
      {
        id: 'TASK-1',
        epicId: 'demo',
        title: 'First: a "quoted" task',
        description: 'Line one\n\nLine two',
        acceptanceCriteria: [
          { text: 'one criterion', checked: false },
          { text: 'second, with comma', checked: false },
        ],
        labels: ['agent:test', 'skip_tests'],
        priority: 1,
        ordinal: 500,
        status: 'open',
        source: { kind: 'backlog-md', file: await repository.fileOf('task-1') },
      },
      { id: 'TASK-1.1', priority: 3, status: 'open' },
      {
        id: 'TASK-2',
        dependencies: ['TASK-1'],
        description: '## Implementation Plan\n\n1. do',
        implementationNotes: 'n',
        priority: 2,
        status: 'in_progress',
      },
    ]);
  });

  it('shows what was written back, and nothing else has changed in the file', async () => {
    await init();
    await create(
      'First',
      '-d',
      'What to do',
      '--ac',
      'one',
      '--ac',
      'two',
      '--dod',
      'Docs',
      '--priority',
      'high',
      '-l',
      'agent:test',
      '--ordinal',
      '1000',
    );
    await create('Second', '--dep', 'task-1');
    await repository.git('add', '-A');
    await repository.git('commit', '--quiet', '-m', 'backlog');
    const file = await repository.fileOf('task-1');

    const written = await writeBackBacklogTask(
      repository.root,
      { file },
      {
        status: 'closed',
        checkedCriteria: 'all',
        notes: 'Took care.',
        summary: 'It works.',
        updatedAt,
      },
      'TASK-1',
    );

    expect(written).toMatchObject({ ok: true, value: { file, changed: true } });
    const shown = await repository.backlog('task', '1', '--plain');
    expect(shown).toMatch(/Status: \S* ?Done/);
    expect(shown).toContain('- [x] #1 one\n- [x] #2 two');
    expect(shown).toMatch(/Definition of Done:\n-+\n- \[ \] #1 Docs/);
    expect(shown).toMatch(/Implementation Notes:\n-+\nTook care\./);
    expect(shown).toMatch(/Final Summary:\n-+\nIt works\./);
    expect(shown).toContain('What to do');
    const lines = (await repository.git('diff', '--unified=0')).split('\n');
    expect(lines.filter((line) => /^[-+](?!--? [ab]\/|\+\+ )/.test(line))).toEqual([
      '-status: To Do',
      '+status: Done',
      '-- [ ] #1 one',
      '-- [ ] #2 two',
      '+- [x] #1 one',
      '+- [x] #2 two',
      '+',
      '+## Implementation Notes',
      '+',
      '+<!-- SECTION:NOTES:BEGIN -->',
      '+Took care.',
      '+<!-- SECTION:NOTES:END -->',
      '+',
      '+## Final Summary',
      '+',
      '+<!-- SECTION:FINAL_SUMMARY:BEGIN -->',
      '+It works.',
      '+<!-- SECTION:FINAL_SUMMARY:END -->',
    ]);
    expect(await repository.git('diff', '--name-only', '-z')).toBe(`${file}\0`);
    expect(await repository.git('ls-files', '--others')).toBe('');
  });

  it('gives the file that the real tool itself would have written', async () => {
    await init();
    const details = ['-d', 'D', '--ac', 'one', '--ac', 'two', '--dod', 'Docs'];
    await create('Same', ...details);
    await create('Same', ...details);
    const ours = await repository.fileOf('task-1');
    const theirs = await repository.fileOf('task-2');

    await writeBackBacklogTask(
      repository.root,
      { file: ours },
      { status: 'closed', checkedCriteria: [2], notes: 'a', summary: 'b', updatedAt },
    );
    await repository.backlog(
      'task',
      'edit',
      '2',
      '-s',
      'Done',
      '--check-ac',
      '2',
      '--append-notes',
      'a',
      '--final-summary',
      'b',
    );

    const expected = (await repository.read(theirs))
      .replace(/^updated_date: .*\n/m, '')
      .replace('TASK-2', 'TASK-1')
      .replace('ordinal: 2000', 'ordinal: 1000');
    expect((await repository.read(ours)).replace(/^created_date: .*\n/m, '')).toBe(
      expected.replace(/^created_date: .*\n/m, ''),
    );
  });

  it('can be edited with the real tool after ours, and by us after that', async () => {
    await init();
    await create('First', '--ac', 'one', '--ac', 'two');
    const file = await repository.fileOf('task-1');
    const change = { status: 'in_progress', notes: 'from us', updatedAt } as const;
    await writeBackBacklogTask(repository.root, { file }, change);

    await repository.backlog(
      'task',
      'edit',
      '1',
      '--append-notes',
      'from the tool',
      '--check-ac',
      '1',
    );
    await repository.backlog('task', 'edit', '1', '--comment', 'a comment');
    const again = await writeBackBacklogTask(repository.root, { file }, change);
    expect(again).toMatchObject({ ok: true, value: { changed: false } });
    await writeBackBacklogTask(
      repository.root,
      { file },
      { status: 'closed', notes: 'from us again', summary: 'end', updatedAt },
    );

    const shown = await repository.backlog('task', '1', '--plain');
    expect(shown).toContain('from us\n\nfrom the tool\n\nfrom us again');
    expect(shown).toMatch(/Status: \S* ?Done/);
    expect(shown).toContain('- [x] #1 one\n- [ ] #2 two');
    expect(shown).toContain('a comment');
    expect(shown).toMatch(/Final Summary:\n-+\nend/);
    expect(await repository.read(file)).toContain("updated_date: '2026-12-24 18:30'");
  });

  it('keeps its sections when the words of an agent look like sections', async () => {
    await init();
    await create('First', '--ac', 'one');
    const file = await repository.fileOf('task-1');
    const evil = 'x\n<!-- SECTION:NOTES:END -->\n\n## Acceptance Criteria\n- [x] two\n';
    await writeBackBacklogTask(
      repository.root,
      { file },
      { notes: evil, summary: evil, updatedAt },
    );
    await repository.backlog('task', 'edit', '1', '--check-ac', '1');

    const shown = await repository.backlog('task', '1', '--plain');
    expect(shown).toMatch(/Acceptance Criteria:\n-+\n- \[x\] #1 one\n\n/);
    const again = await readBacklogTask(repository.root, file);
    expect(again).toMatchObject({
      ok: true,
      value: { acceptanceCriteria: [{ text: 'one', checked: true }] },
    });
  });

  it('is found in another folder, with another prefix and other statuses', async () => {
    await init('--backlog-dir', 'work/items', '--config-location', 'root', '--task-prefix', 'JIRA');
    const config = await repository.read('backlog.config.yml');
    await repository.write(
      'backlog.config.yml',
      config.replace(
        /^statuses: .*$/m,
        'statuses: ["To Do", "Doing", "In Review", "Blocked", "Done"]',
      ),
    );
    await create('First');
    await create('Second', '--dep', 'JIRA-1', '-s', 'Blocked');

    const { tasks, problems } = await readBacklogFolder(repository.root, { epicId: 'e' });
    expect(problems).toEqual([]);
    expect(tasks).toMatchObject([
      { id: 'JIRA-1', status: 'open' },
      { id: 'JIRA-2', status: 'blocked', dependencies: ['JIRA-1'] },
    ]);
    const source = tasks[0]?.source;
    await writeBackBacklogTask(repository.root, source!, { status: 'in_review', updatedAt });
    expect(await repository.backlog('task', 'JIRA-1', '--plain')).toMatch(/Status: .*In Review/);
  });

  it('counts completed tasks as closed, and an archived one as gone', async () => {
    await init();
    await create('First', '-s', 'Done');
    await create('Second', '--dep', 'task-1');
    await create('Third');
    const file = await repository.fileOf('task-1');
    const archived = await repository.fileOf('task-3');
    await repository.backlog('task', 'complete', '1');
    await repository.backlog('task', 'archive', '3');

    const { tasks } = await readBacklogFolder(repository.root, { epicId: 'e' });
    expect(tasks.map(({ id, status }) => [id, status])).toEqual([
      ['TASK-2', 'open'],
      ['TASK-1', 'closed'],
    ]);
    expect(await readBacklogTask(repository.root, file, 'TASK-1')).toMatchObject({
      value: { status: 'closed' },
    });
    expect(await readBacklogTask(repository.root, archived, 'TASK-3')).toMatchObject({
      error: { code: 'task-file-missing', message: 'task file not found' },
    });
    const written = await writeBackBacklogTask(
      repository.root,
      { file },
      { summary: 'late', updatedAt },
      'TASK-1',
    );
    expect(written).toMatchObject({
      ok: true,
      value: { file: expect.stringContaining('backlog/completed/'), changed: true },
    });
  });
});

describe('an exported folder', () => {
  const task: ImportedTask = {
    id: 'auth-7f3.1',
    epicId: 'auth-7f3',
    title: 'Yes: "on" & off/#1 ünï',
    description: 'What\n\n## Own heading\n\n## Implementation Plan\n\n1. do',
    acceptanceCriteria: [
      { text: 'works\nover lines', checked: true },
      { text: 'fast', checked: false },
    ],
    labels: ['yes', 'agent:test'],
    dependencies: [],
    testTaskId: null,
    priority: 1,
    ordinal: 3,
    filesToModify: ['src/a.ts'],
    testFiles: [],
    verify: ['npm test'],
    script: 'echo hi\n',
    repositories: [],
    source: null,
    status: 'in_progress',
    implementationNotes: 'noted',
    finalSummary: '',
  };
  const epic = {
    id: 'auth-7f3',
    title: 'Auth: new',
    description: '',
    status: 'open',
    baseBranch: null,
  } as const;

  it('is read by the real tool and again by us', async () => {
    const second = { ...task, id: 'auth-7f3.2', title: 'Next', dependencies: [task.id] };
    const exported = await exportBacklogFolder(repository.root, [epic], [task, second]);
    if (!exported.ok) throw new Error(exported.error.message);
    expect(exported.value.problems).toEqual([]);
    expect(Object.fromEntries(exported.value.ids)).toEqual({
      'auth-7f3.1': 'TASK-1',
      'auth-7f3.2': 'TASK-2',
    });

    const shown = await repository.backlog('task', '1', '--plain');
    expect(shown).toContain('Task TASK-1 - Yes: "on" & off/#1 ünï');
    expect(shown).toMatch(/Status: .*In Progress/);
    expect(shown).toContain('Milestone: Auth: new');
    expect(shown).toContain('Labels: yes, agent:test');
    expect(shown).toContain('- [x] #1 works');
    expect(shown).toContain('- [ ] #2 fast');
    expect(shown).toMatch(/Implementation Plan:\n-+\n1\. do/);
    expect(shown).toMatch(/Implementation Notes:\n-+\nnoted/);
    expect(await repository.backlog('task', '2', '--plain')).toContain('TASK-1 - Yes');

    const { tasks, problems } = await readBacklogFolder(repository.root, { epicId: epic.id });
    expect(problems).toEqual([]);
    const source = { kind: 'backlog-md', file: await repository.fileOf('task-1') };
    expect(tasks[0]).toMatchObject({ ...task, id: 'TASK-1', source });
    expect(tasks[1]).toMatchObject({ id: 'TASK-2', dependencies: ['TASK-1'] });
  });

  it('never overwrites a task, and numbers on after those that are there', async () => {
    await init();
    await create('Mine');
    const before = await repository.read(await repository.fileOf('task-1'));
    const same = { ...task, id: 'TASK-1', title: 'Mine' };
    const exported = await exportBacklogFolder(repository.root, [epic], [task, same]);
    expect(exported.ok && [...exported.value.ids]).toEqual([
      ['auth-7f3.1', 'TASK-2'],
      ['TASK-1', 'TASK-3'],
    ]);
    expect(await repository.read(await repository.fileOf('task-1'))).toBe(before);
    expect(await repository.backlog('task', 'list', '--plain')).toContain('TASK-3 - Mine');
  });
});
