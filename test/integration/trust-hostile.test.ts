import { existsSync, rmSync } from 'node:fs';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '#main/engine/host/host.ts';
import { createRouter } from '#main/ipc/create-router.ts';
import { hostileRepository } from '../helpers/hostile-repository.ts';
import type { HostileRepository } from '../helpers/hostile-repository.ts';
import { surroundings } from '../helpers/workspaces.ts';

/** A repository whose programs must not have run; the folder that it names outside is taken away. */
async function hostile(): Promise<HostileRepository> {
  const test = await hostileRepository();
  onTestFinished(() => rmSync(test.outside, { recursive: true, force: true }));
  return test;
}

/** Everything that looks, one after the other, as a person does who wants to know what this is. */
async function lookAround(test: HostileRepository): Promise<void> {
  const looks: readonly (readonly string[])[] = [
    ['list'],
    ['ready'],
    ['status'],
    ['doctor'],
    ['trust'],
    ['import'],
    ['show', 'task-1'],
    ['show', 'TASK-1'],
    ['run', '--dry-run'],
    ['run', '--dry-run', '--json'],
    ['run'],
    ['run', '--json'],
    ['run', '--resume'],
    ['cancel'],
    ['export'],
    ['undo', 'task-1'],
  ];
  for (const words of looks) await test.words(...words, { environment: test.careless });
}

async function lookInThePage(test: HostileRepository): Promise<void> {
  const host = await createHost(surroundings({ ...test.environment, ...test.careless }), {
    kind: 'serve',
    version: '0.0.0',
    startFolder: test.root,
    pickFolder: null,
  });
  try {
    const client = createRouterClient(createRouter(host));
    const workspaceId = host.describe().startWorkspaceId ?? '';
    expect(workspaceId).not.toBe('');
    const ended = new AbortController();
    for await (const status of await client.workspaces.watch(
      { workspaceId },
      { signal: ended.signal },
    )) {
      expect(status.trust.state).toBe('new');
      break;
    }
    ended.abort();
    await client.host.browse({ folder: test.root });
    await client.workspaces.describe({ workspaceId });
    await client.documents.pull({ workspaceId, collection: 'tasks', checkpoint: 0, limit: 100 });
    const settings = await client.settings.read({ workspaceId });
    expect(settings).toMatchObject({
      ok: true,
      value: { config: { commands: { test: expect.stringContaining('ran-commands.test') } } },
    });
    const agents = await client.settings.agents({ workspaceId });
    expect(agents.ok && agents.value.map(({ type }) => type)).not.toContain('own');
    const scope = { kind: 'all' } as const;
    const dry = await client.runs.preflight({ workspaceId, scope });
    expect(dry.problems.map(({ code }) => code)).toEqual(['not-trusted']);
    expect(await client.runs.start({ workspaceId, scope })).toMatchObject({
      ok: false,
      error: [{ code: 'not-trusted' }],
    });
    expect(await client.trust.describe({ workspaceId })).toMatchObject({
      ok: true,
      value: { state: 'new' },
    });
    const commit = test.workspace.repository.head;
    const parent = commit;
    await client.reviews.files({ workspaceId, from: parent, to: commit });
    await client.reviews.sides({
      workspaceId,
      from: parent,
      to: commit,
      path: 'a.dat',
      previousPath: null,
    });
    await client.transfers.export({ workspaceId, epicId: null });
  } finally {
    await host.dispose();
  }
}

describe('a repository that names programs in every way there is', () => {
  it('runs none of them, and makes nothing outside of the data folder, while it is looked at', async () => {
    const test = await hostile();
    const before = test.surroundingsNow();
    await lookAround(test);
    await lookInThePage(test);
    expect(test.ran()).toEqual([]);
    expect(test.surroundingsNow()).toEqual(before);
    expect(existsSync(test.outside)).toBe(false);
    expect(test.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });
});
