import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A repository whose attributes ask for a filter that is set up as its installer does. */
async function filtered(process: string, required = 'true'): Promise<TestWorkspace> {
  const test = await testWorkspace({ files: { '.gitattributes': '*.bin filter=large -text\n' } });
  test.git('config', 'filter.large.process', process);
  test.git('config', 'filter.large.required', required);
  test.task('t1', { script: 'echo 1 > 1.bin' });
  return test;
}

describe('a filter that files of the repository go through', () => {
  it('is named before an agent starts when its program is missing', async () => {
    const test = await filtered('git-of-large-files filter-process');
    const run = await test.words('run');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('its program git-of-large-files was not found');
    expect(run.stderr).toContain('Install git-of-large-files');
    expect(test.attempts('t1')).toEqual([]);
    const doctor = await test.words('doctor');
    expect(doctor.stdout).toContain('its program git-of-large-files was not found');
  });

  it.each([
    ['that git does without', 'git-of-large-files filter-process', 'false'],
    ['whose command only a shell understands', 'test -e x && git-of-large-files', 'true'],
    ['whose program is there', 'cat', 'true'],
  ])('is not named: one %s', async (_, process, required) => {
    const test = await filtered(process, required);
    const doctor = await test.words('doctor');
    expect(doctor.stdout).not.toContain('The attributes of this repository ask');
  });

  it('is not named when no file goes through it', async () => {
    const test = await testWorkspace();
    test.git('config', 'filter.large.process', 'git-of-large-files filter-process');
    test.git('config', 'filter.large.required', 'true');
    test.task('t1', { script: 'echo 1 > 1.bin' });
    expect((await test.run()).outcome).toBe('completed');
  });
});
