import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeSettings } from '#main/engine/settings/settings.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('what git would run', () => {
  it.each([
    [
      'a filter',
      'git -C "$PERSON" config filter.evil.clean "touch $SIGNS/ran; cat"',
      'filter.evil.clean',
    ],
    [
      'a hook',
      'd="$PERSON/.git"; mkdir -p "$d/hooks"; echo "touch $SIGNS/ran" > "$d/hooks/pre-push"',
      'hook pre-push',
    ],
  ])('holds the tasks that come after one which planted %s', async (_what, plant, named) => {
    const test = await testWorkspace({ untrusted: true });
    test.task('e.1', { script: `PERSON="${test.root}"; ${plant}; echo 1 > 1.txt` });
    test.task('e.2', { dependencies: ['e.1'], script: 'touch "$SIGNS/second"; echo 2 > 2.txt' });
    test.task('f.1', { epicId: 'f', dependencies: ['e.1'] });
    expect(await test.words('run', '--trust')).toMatchObject({ code: 1 });
    for (const id of ['e.2', 'f.1']) {
      expect(test.get(id)).toMatchObject({
        status: 'blocked',
        blockedReason: expect.stringContaining(named),
      });
    }
    expect(existsSync(test.sign('second'))).toBe(false);
  });
});

describe('a folder of settings that is a link out of the repository', () => {
  it('is written through neither by init nor by a change of settings', async () => {
    const test = await testWorkspace({ untrusted: true });
    const elsewhere = join(test.folder, 'elsewhere');
    mkdirSync(elsewhere);
    test.remove('.switchyard');
    symlinkSync(elsewhere, join(test.root, '.switchyard'));
    const made = await test.words('init');
    expect(made.code).not.toBe(0);
    const changed = await changeSettings(
      { workspace: test.workspace, rereadConfig: async () => {} },
      [{ path: ['commands', 'lint'], value: 'true' }],
    );
    expect(changed.ok).toBe(false);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('may be one that stays inside', async () => {
    const test = await testWorkspace({ untrusted: true });
    test.remove('.switchyard');
    mkdirSync(join(test.root, 'tools'));
    symlinkSync('tools', join(test.root, '.switchyard'));
    expect(await test.words('init')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(test.root, 'tools/project.yaml'), 'utf8')).toContain('base_branch');
  });
});

describe('without an agreement', () => {
  it('a dry run stores none, and the doctor names the next step', async () => {
    const test = await testWorkspace({ untrusted: true });
    test.task('e.1');
    expect(await test.words('run', '--dry-run', '--trust')).toMatchObject({ code: 2 });
    expect(await test.words('trust')).toMatchObject({ code: 1 });
    expect((await test.words('doctor')).stdout).toContain('switchyard run --trust');
  });
});
