import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import { closeDataFolder } from '#main/workspace/private-data.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Another user of the machine; only root may become one. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

function dataOf({ environment }: TestWorkspace): string {
  return environment['SWITCHYARD_HOME'] ?? '';
}

/** Files and folders that others may do something with; what agents and git made is only looked at from outside. */
function openToOthers(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) return [];
    const own = (lstatSync(path).mode & 0o077) === 0 ? [] : [path];
    const isForeign =
      ['worktrees', 'rooms', 'reports'].includes(entry.name) || /^[rw]\d+$/.test(entry.name);
    return entry.isDirectory() && !isForeign ? [...own, ...openToOthers(path)] : own;
  });
}

function loosen(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) loosen(path);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
  chmodSync(folder, 0o755);
}

/** A workspace whose agent has said, and left, a secret; the folders above it are open to all. */
async function workspaceWithSecret() {
  const test = await testWorkspace();
  chmodSync(test.folder, 0o755);
  test.task('e.1', {
    script: [
      'echo "the-secret"',
      'umask > "$SIGNS/umask"',
      'echo made > made.txt',
      `echo '{"s":"s","t":1}' > "$SWITCHYARD_REPORT"`,
    ].join('\n'),
  });
  const run = await test.cli('run', 'e.1');
  expect([run.code, run.stderr]).toEqual([0, expect.any(String)]);
  return test;
}

describe('the data folder', () => {
  it('is closed to others with all that a run leaves in it, and its agents keep the umask of the person', async () => {
    const test = await workspaceWithSecret();
    const data = dataOf(test);
    expect((lstatSync(data).mode & 0o777).toString(8)).toBe('700');
    expect(openToOthers(data)).toEqual([]);
    const names = readdirSync(data, { recursive: true }).map(String);
    for (const kind of [
      /switchyard\.db$/,
      /transcripts\/.+\.log$/,
      /prompts\/.+\.md$/,
      /evidence\/.+\.log$/,
    ]) {
      expect(names.some((name) => kind.test(name))).toBe(true);
    }
    const here = process.umask().toString(8).padStart(4, '0');
    expect(test.readSign('umask').trim()).toBe(here);
  });

  it('of an earlier version is closed when it is opened, but for what links lead to', async () => {
    const test = await workspaceWithSecret();
    const data = dataOf(test);
    const outside = join(test.folder, 'outside.txt');
    writeFileSync(outside, 'of the person');
    chmodSync(outside, 0o644);
    mkdirSync(join(data, 'serve'), { recursive: true });
    writeFileSync(join(data, 'serve', 'left.json'), 'x');
    symlinkSync(outside, join(data, 'link'));
    loosen(data);
    expect((await test.cli('list')).code).toBe(0);
    expect((lstatSync(data).mode & 0o777).toString(8)).toBe('700');
    expect(openToOthers(data)).toEqual([]);
    expect(lstatSync(outside).mode & 0o777).toBe(0o644);
  });

  it('that was closed above but is open below is closed too where a workspace lies', async () => {
    const test = await workspaceWithSecret();
    const own = join(dataOf(test), 'workspaces', readdirSync(join(dataOf(test), 'workspaces'))[0]!);
    chmodSync(join(own, 'switchyard.db'), 0o666);
    chmodSync(join(own, 'prompts'), 0o777);
    expect((await test.cli('list')).code).toBe(0);
    expect(openToOthers(own)).toEqual([]);
  });

  it('that cannot be made is told with its path', async () => {
    const test = await testWorkspace();
    const file = join(test.folder, 'a-file');
    writeFileSync(file, '');
    const closed = await closeDataFolder(join(file, 'data'), silentLogger);
    expect(closed).toMatchObject({ ok: false, error: { message: expect.stringContaining(file) } });
  });

  it.runIf(isRoot)('tells another user of the machine nothing', async () => {
    const test = await workspaceWithSecret();
    const data = dataOf(test);
    const look = 'find "$1" -type f; grep -rl the-secret "$1"; ls "$1"; cat "$1"/workspaces/*/*';
    const asNobody = (folder: string) =>
      spawnSync('/bin/sh', ['-c', look, 'sh', folder], {
        uid: nobody,
        gid: nobody,
        encoding: 'utf8',
      });
    expect(asNobody(data).stdout).toBe('');
    // The same look finds everything where the folder is open: it is the permissions that hide it.
    loosen(data);
    expect(asNobody(data).stdout).toContain('switchyard.db');
    expect((await test.cli('list')).code).toBe(0);
    expect(asNobody(data).stdout).toBe('');
  });
});
