import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('the base branch of an epic', () => {
  it('that is gone is told with those that there are, and each advice helps', async () => {
    const test = await testWorkspace({ config: { base_branch: 'main' } });
    test.task('e.1');
    test.task('f.1', { epicId: 'f' });
    test.git('branch', '-m', 'main', 'trunk');
    const refused = await test.words('run');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('The base branch main of epic e does not exist.');
    expect(refused.stderr).toContain('There are trunk.');
    expect(refused.stderr).toContain('switchyard edit e --base-branch trunk');
    expect((await test.words('edit', 'e', '--base-branch', 'trunk')).code).toBe(0);
    expect((await test.words('run', 'e.1')).code).toBe(0);
    test.write(
      '.switchyard/project.yaml',
      JSON.stringify({ ...(await config(test.root)), base_branch: 'trunk' }),
    );
    test.git('commit', '-qam', 'base');
    expect((await test.words('run', 'f.1')).code).toBe(0);
    expect(test.workspace.store.get('epics', 'f')).toMatchObject({ baseBranch: 'trunk' });
  });

  it('that goes while the run is under way blocks the tasks of its epic, and no other', async () => {
    const test = await testWorkspace({ config: { base_branch: 'main' } });
    test.task('a1', { script: `git -C "${test.root}" branch -m main trunk && echo 1 > a1.txt` });
    test.task('z1', { epicId: 'f' });
    const run = await test.run({ kind: 'all' }, { maxParallelTasks: 1 });
    expect(run.outcome).toBe('incomplete');
    expect(test.get('a1').status).toBe('closed');
    expect(test.get('z1')).toMatchObject({
      status: 'blocked',
      blockedReason: expect.stringContaining('The base branch main of epic f does not exist.'),
    });
  });

  it.each([
    ['trunk', ['trunk']],
    ['master', ['dev', 'master', 'zeta']],
    ['main', ['main', 'master']],
    ['alpha', ['alpha', 'beta']],
  ])('is %s after init on a detached HEAD where there are %j', async (wanted, branches) => {
    const test = await testWorkspace();
    test.remove('.switchyard');
    for (const branch of branches) if (branch !== 'main') test.git('branch', branch);
    test.git('checkout', '-q', '--detach');
    if (!branches.includes('main')) test.git('branch', '-D', 'main');
    const made = await test.words('init', '--json');
    expect(JSON.parse(made.stdout)).toMatchObject({ created: true, baseBranch: wanted });
  });

  it('is the branch that a rebase has left for a moment', async () => {
    const test = await testWorkspace();
    test.git('checkout', '-q', '-b', 'topic');
    test.git('commit', '-q', '--allow-empty', '-m', 'one');
    test.write('.git/todo', '');
    test.git(
      '-c',
      'sequence.editor=sed -i 1ibreak',
      'rebase',
      '-q',
      '-i',
      '--force-rebase',
      'HEAD~1',
    );
    test.remove('.switchyard');
    expect(JSON.parse((await test.words('init', '--json')).stdout)).toMatchObject({
      baseBranch: 'topic',
    });
  });

  it('is asked for where there is none at all', async () => {
    const test = await testWorkspace();
    test.remove('.switchyard');
    test.git('checkout', '-q', '--detach');
    test.git('branch', '-D', 'main');
    const refused = await test.words('init');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('git switch -c main');
  });
});

async function config(root: string): Promise<object> {
  const { readFile } = await import('node:fs/promises');
  return JSON.parse(await readFile(`${root}/.switchyard/project.yaml`, 'utf8'));
}
