import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** A repository that nobody has set up so far. */
async function bare(files: Readonly<Record<string, string>>): Promise<TestWorkspace> {
  const test = await testWorkspace({ files });
  rmSync(join(test.root, '.switchyard/project.yaml'), { force: true });
  return test;
}

function written(test: TestWorkspace): unknown {
  return parse(readFileSync(join(test.root, '.switchyard/project.yaml'), 'utf8'));
}

describe('init', () => {
  it.each([
    [
      { 'pyproject.toml': '[project]\nname = "pkg"\n', 'tests/conftest.py': '' },
      'python3 -m venv .venv && .venv/bin/pip install -e . pytest',
      'pyproject.toml',
    ],
    [
      { 'requirements.txt': 'left\n', 'pyproject.toml': '[tool.black]\n', 'conftest.py': '' },
      'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt pytest',
      'requirements.txt',
    ],
  ])(
    'has a Python environment made in each worktree and room, not cloned: %j',
    async (files, setup, input) => {
      const test = await bare(files);
      test.write('.venv/pyvenv.cfg', 'home = /usr/bin\n');
      test.write('.venv/lib/python3.12/site-packages/pytest/__init__.py', '');
      expect((await test.words('init')).code).toBe(0);
      expect(written(test)).toMatchObject({
        commands: { test: '.venv/bin/python -m pytest' },
        worktree: { clone: ['node_modules'], setup, setup_inputs: [input] },
      });
    },
  );

  it('has one made by the tool whose lock file is there', async () => {
    const test = await bare({ 'uv.lock': '', 'pytest.ini': '' });
    test.write('.venv/pyvenv.cfg', 'home = /usr/bin\n');
    await test.words('init');
    expect(written(test)).toMatchObject({
      commands: { test: 'uv run pytest' },
      worktree: { clone: ['node_modules'], setup: 'uv sync --frozen', setup_inputs: ['uv.lock'] },
    });
  });

  it('says what to set where it cannot know how such an environment is made, and what checks the tasks', async () => {
    const test = await bare({ 'main.py': '' });
    test.write('venv/pyvenv.cfg', 'home = /usr/bin\n');
    const { stdout } = await test.words('init');
    expect(stdout).toContain('set worktree.setup to the command that makes one');
    expect(stdout).toContain('No test command was found here');
    expect(stdout).toContain('commands.test');
    const doctor = await test.words('doctor');
    expect(doctor.stdout).toContain('Nothing would check your tasks');
    expect(doctor.stdout).not.toContain('Ready to run');
  });
});
