import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, workspaceFolder, workspacePaths } from './data-folder.ts';

describe('dataFolder', () => {
  it.each([
    ['linux', {}, '/home/a', '/home/a/.local/share/switchyard'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/a', '/data/switchyard'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a', '/home/a/.local/share/switchyard'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/a', '/home/a/.local/share/switchyard'],
    [
      'darwin',
      { XDG_DATA_HOME: '/data' },
      '/Users/a',
      '/Users/a/Library/Application Support/Switchyard',
    ],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' },
      'C:\\Users\\a',
      'C:\\Users\\a\\AppData\\Local\\Switchyard',
    ],
    ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Local\\Switchyard'],
  ] as const)('on %s with %j and home %s is %s', (platform, environment, home, expected) => {
    expect(dataFolder(environment, platform, home)).toBe(expected);
  });

  it('is what SWITCHYARD_HOME says on every system', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(dataFolder({ SWITCHYARD_HOME: '/srv/yard' }, platform, '/home/a')).toBe(
        resolve('/srv/yard'),
      );
    }
    expect(dataFolder({ SWITCHYARD_HOME: 'here' }, 'linux', '/home/a')).toBe(resolve('here'));
  });
});

describe('workspaceFolder', () => {
  it.each([
    ['/home/a/My App/.git', 'my-app'],
    ['/srv/git/app.git', 'app'],
    ['/x/日本/.git', 'repository'],
    ['/x/-odd-/.git', 'odd'],
    [`/x/${'long'.repeat(30)}/.git`, 'long'.repeat(10)],
  ])('names the folder of %s after the repository', (git, slug) => {
    expect(workspaceFolder('/data', git)).toMatch(
      new RegExp(`^${join('/data', 'workspaces', slug).replaceAll('\\', '\\\\')}-[0-9a-f]{8}$`),
    );
  });

  it('tells repositories of the same name apart, and is the same every time', () => {
    const first = workspaceFolder('/data', '/a/app/.git');
    expect(workspaceFolder('/data', '/a/app/.git')).toBe(first);
    expect(workspaceFolder('/data', '/b/app/.git')).not.toBe(first);
  });
});

describe('workspacePaths', () => {
  it('puts everything inside the folder, each in a place of its own', () => {
    const paths = Object.values(workspacePaths('/data/workspaces/app-0'));
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths)
      expect(path.startsWith(join('/data/workspaces/app-0', '/'))).toBe(true);
  });
});
