import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConfigChange } from '#shared/contract/settings.ts';
import { createHost } from '#main/engine/host/host.ts';
import type { HostDetails } from '#main/engine/host/host.ts';
import { createRouter } from '#main/ipc/create-router.ts';
import { surroundings, testWorkspace } from '../helpers/workspaces.ts';

const file = '.switchyard/project.yaml';

/** A host on a workspace with this text as its config, called as a page calls it. */
async function hosted(text: string, more: Partial<HostDetails> = {}) {
  const test = await testWorkspace();
  test.write(file, text);
  const host = await createHost(surroundings(test.environment), {
    kind: 'serve',
    version: '0.0.0',
    startFolder: test.root,
    pickFolder: null,
    ...more,
  });
  onTestFinished(async () => host.dispose());
  const client = createRouterClient(createRouter(host));
  const workspaceId = host.describe().startWorkspaceId ?? '';
  return {
    test,
    host,
    text: () => readFileSync(join(test.root, file), 'utf8'),
    read: () => client.settings.read({ workspaceId }),
    change: (...changes: ConfigChange[]) => client.settings.change({ workspaceId, changes }),
    openFile: () => client.settings.openFile({ workspaceId }),
  };
}

function set(key: string, value: ConfigChange['value']): ConfigChange {
  return { path: key.split('.'), value };
}

describe('settings in a file of a person', () => {
  const written = [
    '# How we work.',
    'version: 1        # the only one',
    '',
    'workflow:',
    '    max_parallel_tasks:   3   # a small machine',
    '    tdd_enabled: false',
    '',
    'worktree:',
    '  copy:',
    '  - .env* # secrets',
    '  # For the tests.',
    '  - certs/*.pem',
    '',
    'agents: { default: script, by_type: { docs: codex } }',
    '',
  ];

  it('are written where they stand, and all else stays', async () => {
    const { change, text, read } = await hosted(written.join('\r\n'));
    await change(
      set('workflow.max_parallel_tasks', 5),
      set('worktree.copy', ['.env*', 'certs/*.pem', 'local.json']),
      set('agents.by_type.test', 'claude'),
      set('git.push', 'epic'),
    );
    const lines = [...written];
    lines.splice(14, 0, 'git:', '    push: epic');
    lines[13] = 'agents: { default: script, by_type: { docs: codex, test: claude } }';
    lines.splice(12, 0, '  - local.json');
    lines[4] = '    max_parallel_tasks: 5 # a small machine';
    expect(text().split('\r\n').filter(Boolean)).toEqual(lines.filter(Boolean));
    expect(await read()).toMatchObject({
      value: { problems: [], config: { agents: { by_type: { docs: 'codex', test: 'claude' } } } },
    });
  });

  it('are taken out when they are reset, and shown as not configured any more', async () => {
    const { change, text, read } = await hosted(written.join('\n'));
    const before = await read();
    expect(before.ok && before.value.configured.map(({ key }) => key)).toEqual([
      'version',
      'workflow.max_parallel_tasks',
      'workflow.tdd_enabled',
      'worktree.copy',
      'agents.default',
      'agents.by_type',
    ]);
    const after = await change(
      set('workflow.max_parallel_tasks', null),
      set('agents.by_type', null),
    );
    expect(after.ok && after.value.configured.map(({ key }) => key)).toEqual([
      'version',
      'workflow.tdd_enabled',
      'worktree.copy',
      'agents.default',
    ]);
    expect(after.ok && after.value.config.workflow.max_parallel_tasks).toBe(3);
    const lines = written.filter((line) => !line.includes('max_parallel_tasks'));
    lines[lines.length - 2] = 'agents: { default: script }';
    expect(text()).toBe(lines.join('\n'));
  });

  it('cannot be reset to a base branch that is not there', async () => {
    const { test, change } = await hosted('version: 1\nbase_branch: trunk\n');
    test.git('branch', '--move', 'trunk');
    expect(await change(set('base_branch', null))).toMatchObject({
      error: { code: 'branch-missing', message: 'There is no branch main.' },
    });
  });
});

describe('the folder of the worktrees', () => {
  it('is not moved into the repository, also where only a link leads there', async () => {
    const { test, change, text } = await hosted('version: 1\n');
    symlinkSync(test.root, join(test.folder, 'link'));
    for (const named of ['trees', '../link/trees']) {
      expect(await change(set('git.worktrees_dir', named))).toMatchObject({
        error: {
          code: 'config-wrong-value',
          message: `git.worktrees_dir is "${named}"; expected a folder outside of the repository.`,
          action: 'Nothing was changed.',
        },
      });
    }
    expect(text()).toBe('version: 1\n');
    expect(await change(set('git.worktrees_dir', '../trees'))).toMatchObject({
      value: { problems: [], config: { git: { worktrees_dir: '../trees' } } },
    });
  });

  it('stays the default one while the file names one inside, which page and doctor say', async () => {
    const { test, read } = await hosted('git: { worktrees_dir: trees }\n');
    const message = 'git.worktrees_dir is "trees"; expected a folder outside of the repository.';
    expect(await read()).toMatchObject({
      value: {
        problems: [{ code: 'config-wrong-value', message }],
        configured: [{ key: 'git.worktrees_dir', problem: message }],
        locked: null,
      },
    });
    const doctor = await test.words('doctor');
    expect(doctor.stdout + doctor.stderr).toContain(message);
    expect(existsSync(join(test.root, 'trees'))).toBe(false);
  });
});

describe('settings in a file with mistakes', () => {
  it('say which of them does not apply, and can be put right one by one', async () => {
    const { read, change, text } = await hosted(
      'colour: blue\nworkflow:\n  max_parallel_tasks: many\n  tdd_enabled: true\n',
    );
    expect(await read()).toMatchObject({
      value: {
        locked: null,
        configured: [
          {
            key: 'workflow.max_parallel_tasks',
            problem: 'workflow.max_parallel_tasks is "many"; expected a whole number from 1 to 64.',
          },
          { key: 'workflow.tdd_enabled', problem: null },
        ],
        problems: [
          { code: 'config-wrong-value', place: { line: 3 } },
          { code: 'config-unknown-key', place: { line: 1 } },
        ],
      },
    });
    expect(await change(set('workflow.max_parallel_tasks', null))).toMatchObject({
      value: { problems: [{ code: 'config-unknown-key' }] },
    });
    expect(text()).toBe('colour: blue\nworkflow:\n  tdd_enabled: true\n');
  });

  it.each([
    ['no YAML', 'workflow: [\n', 'config-broken'],
    ['an alias of nothing', 'worktree: { copy: [*.env] }\n', 'config-broken'],
    ['a key twice', 'version: 1\nversion: 1\n', 'config-duplicate-key'],
  ])('are locked with the reason for %s, and nothing is written', async (_what, given, code) => {
    const { read, change, text } = await hosted(given);
    const shown = await read();
    expect(shown).toMatchObject({
      value: { locked: { code, action: 'Correct the file first. Nothing was changed.' } },
    });
    expect(shown.ok && shown.value.locked?.place?.line).toBeGreaterThan(0);
    expect(await change(set('version', 1))).toMatchObject({ ok: false, error: { code } });
    expect(text()).toBe(given);
  });
});

describe('the file of the settings', () => {
  it('is opened by a host that can, when it is a plain file', async () => {
    const opened: string[] = [];
    const { test, host, openFile } = await hosted('version: 1\n', {
      async openFile(path) {
        opened.push(path);
        return opened.length === 1 ? null : 'no program is known for it';
      },
    });
    expect(host.describe().canOpenFiles).toBe(true);
    expect(await openFile()).toEqual({ ok: true, value: null });
    expect(await openFile()).toMatchObject({
      error: { message: expect.stringContaining('no program is known for it.') },
    });
    expect(opened).toEqual([join(test.root, file), join(test.root, file)]);
    rmSync(join(test.root, file));
    expect(await openFile()).toMatchObject({ error: { code: 'file-not-opened' } });
    expect(opened).toHaveLength(2);
  });

  it('is not opened by one that cannot', async () => {
    const { host, openFile } = await hosted('version: 1\n');
    expect(host.describe().canOpenFiles).toBe(false);
    expect(await openFile()).toMatchObject({ error: { code: 'file-not-opened' } });
  });
});
