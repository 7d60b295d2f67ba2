import { mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspaceOptions } from '../helpers/workspaces.ts';

type Config = TestWorkspaceOptions['config'];

async function python(config: Config = {}) {
  const test = await testWorkspace({
    files: { '.gitignore': '.venv/\n', 'src/pkg.py': 'right\n' },
    config,
  });
  test.write('.venv/pyvenv.cfg', 'home = /usr/bin\n');
  test.write('.venv/lib/python3.12/site-packages/other.pth', 'import other\n');
  return test;
}

const pth = '.venv/lib/python3.12/site-packages/__editable__.pkg-1.pth';

describe('dependencies that lead back into the checkout', () => {
  it('keep a run from starting where they are a Python environment, with what to do', async () => {
    const test = await python({ worktree: { clone: ['.venv'] } });
    test.write(pth, `${test.root}/src\n`);
    test.write('.venv/bin/tool', `#!${test.root}/.venv/bin/python\n`);
    test.task('e.1');
    const run = await test.words('run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(
      `.venv cannot be cloned: it leads back into your checkout (${pth}`,
    );
    expect(run.stderr).toContain('worktree.setup');
    expect(test.attempts('e.1')).toEqual([]);
  });

  it('are a Python environment no more when nothing in it names the checkout', async () => {
    const test = await python({ worktree: { clone: ['.venv'] } });
    test.write(pth, '../../../../src\n');
    const reads =
      'cat ".venv/lib/python3.12/site-packages/$(cat .venv/lib/python3.12/site-packages/__editable__.pkg-1.pth)/pkg.py"';
    test.task('e.1', { script: 'echo wrong > src/pkg.py', verify: [reads] });
    await test.run();
    expect(test.evidence('e.1')[0]?.outputTail).toBe('wrong\n');
  });

  it('are not used in an environment that the person has activated', async () => {
    const test = await python();
    test.write(pth, `${test.root}/src\n`);
    test.task('e.1');
    const environment = { ...test.environment, VIRTUAL_ENV: join(test.root, '.venv') };
    const run = await test.words({ environment }, 'run', '--all');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('that you have activated');
    expect(run.stderr).toContain('deactivate');
    expect((await test.words({ environment: test.environment }, 'run', '--all')).code).toBe(0);
  });

  it('end a run where that is seen only in the copy', async () => {
    const test = await testWorkspace({
      files: { '.gitignore': 'tools/\n' },
      config: { worktree: { clone: ['tools'] } },
    });
    test.write('tools/bin/check', `#!/bin/sh\nexec ${test.root}/scripts/check\n`);
    test.task('e.1');
    const run = await test.words('run', '--all');
    expect(run.code).not.toBe(0);
    expect(`${run.stdout}${run.stderr}`).toContain('tools cannot be cloned');
    expect(test.get('e.1').status).not.toBe('closed');
  });

  it('lead into the tree that is checked where they are links', async () => {
    const test = await testWorkspace({
      files: { '.gitignore': 'node_modules\n', 'packages/lib/index.js': 'right\n' },
    });
    mkdirSync(join(test.root, 'node_modules/@x'), { recursive: true });
    const link = join(test.root, 'node_modules/@x/lib');
    symlinkSync(join(test.root, 'packages/lib'), link);
    symlinkSync('/usr/bin/env', join(test.root, 'node_modules/env'));
    const reads =
      '{ cat node_modules/@x/lib/index.js; readlink node_modules/@x/lib node_modules/env; }';
    test.task('e.1', {
      script: `echo wrong > packages/lib/index.js; ${reads} > seen.txt`,
      verify: [reads],
    });
    await test.run();
    const seen = 'wrong\n../../packages/lib\n/usr/bin/env';
    expect(test.evidence('e.1')[0]?.outputTail.trim()).toBe(seen);
    expect(test.fileAt('epic/e', 'seen.txt')).toBe(seen);
    expect(readlinkSync(link)).toBe(join(test.root, 'packages/lib'));
    expect(readFileSync(join(test.root, 'packages/lib/index.js'), 'utf8')).toBe('right\n');
  });
});
