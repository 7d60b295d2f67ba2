import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TestWorkspace } from './workspaces.ts';

/** Refs that are the app's own. */
const ours = /^(?:logs\/)?refs\/(?:switchyard\/|heads\/(?:agent|epic)\/)/;

/** What lies in the person's git folder, but for what is the app's to write: each file with a digest of its content. */
export function gitState(test: TestWorkspace): Readonly<Record<string, string>> {
  const folder = test.git('rev-parse', '--path-format=absolute', '--git-common-dir');
  const state: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const name of readdirSync(join(folder, at))) {
      const path = at === '' ? name : `${at}/${name}`;
      if (path === 'objects' || path === 'lfs' || ours.test(path)) continue;
      if (lstatSync(join(folder, path)).isDirectory()) walk(path);
      else
        state[path] = createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex');
    }
  };
  walk('');
  return state;
}

/** Runs all tasks; they are closed, a fresh clone of the epic passes their checks, and the person's git is as before. */
export async function landsAll(
  test: TestWorkspace,
  changed: readonly string[] = [],
): Promise<string> {
  const before = gitState(test);
  await test.run({ kind: 'all' }, { maxParallelTasks: 2 });
  const tasks = test.workspace.store.all('tasks');
  expect(tasks.map(({ id, status, blockedReason }) => [id, status, blockedReason])).toEqual(
    tasks.map(({ id }) => [id, 'closed', null]),
  );
  const after = gitState(test);
  const differs = Object.keys({ ...before, ...after }).filter(
    (path) => before[path] !== after[path],
  );
  expect(differs.toSorted()).toEqual(changed);
  expect(test.git('fsck', '--connectivity-only', '--no-dangling')).toBe('');
  const clone = test.sign('clone');
  test.git('clone', '--quiet', '--no-local', '--branch', 'epic/e', '--', '.', clone);
  for (const { id } of tasks) {
    for (const { command } of test.evidence(id)) {
      const environment = { ...test.environment };
      const { status } = spawnSync('sh', ['-c', command], { cwd: clone, env: environment });
      expect([id, command, status]).toEqual([id, command, 0]);
    }
  }
  return clone;
}
