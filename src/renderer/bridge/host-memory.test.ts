import { expect, it } from 'vitest';
import { HostMemory } from './host-memory.ts';

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
}

const info = {
  version: '1.0.0',
  platform: 'linux',
  kind: 'serve' as const,
  home: '/home/me',
  startWorkspaceId: 'b',
  canPickFolder: false,
  canOpenFiles: false,
};

function workspace(id: string) {
  return {
    id,
    name: `Name of ${id}`,
    folder: `/code/${id}`,
    dataFolder: `/data/${id}`,
    baseBranch: 'main',
    configExists: true,
    importable: [],
  };
}

it('knows nothing before the host has answered, or when what it kept is damaged', () => {
  const storage = memory();
  const host = new HostMemory(storage);
  const nothing = [null, null, [], null];
  const known = () => [host.info, host.startWorkspaceId, host.recent, host.workspace('a')];
  expect(known()).toEqual(nothing);
  storage.setItem('switchyard.host', '{"version":1}');
  storage.setItem('switchyard.workspaces', '[{"id":"a"}]');
  expect(known()).toEqual(nothing);
});

it('knows workspaces as they were when they were opened last, the newest first', () => {
  const storage = memory();
  const host = new HostMemory(storage);
  for (const [at, id] of ['a', 'b', 'c', 'a'].entries()) host.opened(workspace(id), at * 1_000);
  const again = new HostMemory(storage);
  expect(again.recent.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  expect(again.recent[0]).toEqual({
    id: 'a',
    name: 'Name of a',
    folder: '/code/a',
    openedAt: '1970-01-01T00:00:03.000Z',
    exists: true,
  });
  expect(again.workspace('b')).toEqual(workspace('b'));
  host.forget('b');
  expect(again.workspace('b')).toBe(null);
});

it('begins where the host was started, if that was open here, else where one was last', () => {
  const host = new HostMemory(memory());
  host.answered(info);
  expect(host.startWorkspaceId).toBe(null);
  host.opened(workspace('b'), 1);
  host.opened(workspace('a'), 2);
  expect(host.startWorkspaceId).toBe('b');
  host.answered({ ...info, startWorkspaceId: null });
  expect(host.startWorkspaceId).toBe('a');
  expect(host.info?.version).toBe('1.0.0');
});

it('keeps no more workspaces than a list can show', () => {
  const host = new HostMemory(memory());
  for (let n = 0; n < 30; n += 1) host.opened(workspace(`w${n}`), n);
  expect(host.recent).toHaveLength(20);
  expect(host.recent[0]?.id).toBe('w29');
});
