import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

const everyField: readonly string[] = [
  ['--description', 'What'],
  ['--criterion', 'one'],
  ['--criterion', 'two'],
  ['--label', 'ui'],
  ['--agent', 'codex'],
  ['--depends-on', 'e.1'],
  ['--test-task', 'e.1'],
  ['--priority', 'P0'],
  ['--ordinal', '7'],
  ['--file', './src/a.ts'],
  ['--test-file', 'tests/'],
  ['--verify', 'npm test'],
  ['--script', 'true'],
  ['--notes', 'Mind the gap'],
  ['--repository', 'main'],
].flat();
const asStored = {
  description: 'What',
  acceptanceCriteria: [
    { text: 'one', checked: false },
    { text: 'two', checked: false },
  ],
  labels: ['ui', 'agent:codex'],
  dependencies: ['e.1'],
  testTaskId: 'e.1',
  priority: 0,
  ordinal: 7,
  filesToModify: ['src/a.ts'],
  testFiles: ['tests/'],
  verify: ['npm test'],
  script: 'true',
  implementationNotes: 'Mind the gap',
  repositories: ['main'],
};

describe('every field of a task', () => {
  it('can be given when it is added', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    const added = await test.words('add', 'Task', '--epic', 'e', ...everyField, '--json');
    expect(added.code).toBe(0);
    expect(test.get('e.2')).toMatchObject(asStored);
  });

  it('can be changed, and emptied again', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    test.task('e.2', { script: null });
    const edited = await test.words('edit', 'e.2', '--title', 'New', ...everyField, '--json');
    expect(edited).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(edited.stdout)).toMatchObject({ ...asStored, title: 'New', status: 'open' });
    expect(test.get('e.2')).toMatchObject({ ...asStored, title: 'New' });
    const fields = [
      'description',
      'criteria',
      'labels',
      'dependencies',
      'test-task',
      'ordinal',
      'files',
      'test-files',
      'verify',
      'script',
      'notes',
      'repositories',
    ];
    const clear = fields.flatMap((field) => ['--clear', field]);
    expect((await test.words('edit', 'e.2', ...clear)).stdout).toBe('Changed task e.2.\n');
    expect(test.get('e.2')).toMatchObject({
      description: '',
      acceptanceCriteria: [],
      labels: [],
      dependencies: [],
      testTaskId: null,
      ordinal: null,
      filesToModify: [],
      testFiles: [],
      verify: [],
      script: null,
      implementationNotes: '',
      repositories: [],
    });
  });

  it('takes long texts from a file and from standard input', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    writeFileSync(test.sign('text.md'), '# Long\n\n- text\n');
    expect(
      (await test.words('edit', 'e.1', '--description', `@${test.sign('text.md')}`)).code,
    ).toBe(0);
    expect(test.get('e.1').description).toBe('# Long\n\n- text');
    expect((await test.words('edit', 'e.1', '--description', '@@mention')).code).toBe(0);
    expect(test.get('e.1').description).toBe('@mention');
    const missing = await test.words('edit', 'e.1', '--script', '@nowhere.sh');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('nowhere.sh');
    expect(test.get('e.1').script).not.toContain('nowhere');
  });

  it.each([
    [['--depends-on', 'e.9'], 'e.9'],
    [['--depends-on', 'e.2'], 'e.1 -> e.2'],
    [['--file', '../out.ts'], 'leads out of the repository'],
    [['--title', ' '], 'title'],
    [['--remove-label', 'gone'], 'not among the labels'],
    [['--base-branch', 'main'], "the base branch is its epic's"],
  ])('is refused where the page refuses it too: %j', async (options, words) => {
    const test = await testWorkspace();
    test.task('e.1');
    test.task('e.2', { dependencies: ['e.1'] });
    const before = test.get('e.1');
    const answer = await test.words('edit', 'e.1', ...options);
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain(words);
    expect(test.get('e.1')).toEqual(before);
  });

  it('is the business of the file that the task comes from', async () => {
    const test = await testWorkspace();
    test.write('backlog/tasks/task-1 - T.md', '---\nid: task-1\ntitle: T\nstatus: To Do\n---\n');
    await test.words('import');
    const answer = await test.words('edit', 'task-1', '--title', 'Other');
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain('backlog/tasks/task-1 - T.md');
    expect((await test.words('edit', 'task-1', '--notes', 'x')).code).toBe(2);
  });
});

describe('an epic', () => {
  it('gets another title, description and base branch while it has no commit', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    test.git('branch', 'develop');
    const changes = ['--title', 'E', '--description', 'Why', '--base-branch', 'develop'];
    expect((await test.words('edit', 'e', ...changes)).stdout).toBe('Changed epic e.\n');
    const epic = test.workspace.store.get('epics', 'e');
    expect(epic).toMatchObject({ title: 'E', description: 'Why', baseBranch: 'develop' });
    const missing = await test.words('edit', 'e', '--base-branch', 'nowhere');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(
      /There is no branch nowhere\.\n\s+Choose one of develop, main\./,
    );
    const foreign = await test.words('edit', 'e', '--verify', 'true');
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain('is an epic');
  });

  it('that has begun follows a branch that was renamed, and no other', async () => {
    const test = await testWorkspace();
    test.task('e.1');
    await test.run();
    test.git('branch', '-m', 'main', 'trunk');
    test.git('checkout', '-q', '--orphan', 'other');
    test.git('commit', '-q', '--allow-empty', '-m', 'other');
    expect((await test.words('edit', 'e', '--base-branch', 'other')).code).toBe(2);
    expect((await test.words('edit', 'e', '--base-branch', 'trunk')).code).toBe(0);
    expect(test.workspace.store.get('epics', 'e')?.baseBranch).toBe('trunk');
  });
});
