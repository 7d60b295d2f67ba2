import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { expectAllHold } from '../helpers/cheats.ts';

const hasPytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;

describe.runIf(hasPytest)('every way of cheating that Python has', () => {
  it('is caught or shown with pytest, and no honest agent is held up', async () => {
    await expectAllHold('pytest', 'python3 -m pytest -q', {
      '.gitignore': '__pycache__/\n.pytest_cache/\n',
    });
  }, 400_000);
});
