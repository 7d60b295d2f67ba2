import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rawGit } from './recovery.ts';
import type { RecoveryCase } from './recovery.ts';

/** Like a recovery case, with two tasks only, the second on top of the first; each adds a file. */
export function makeSmallCase(): RecoveryCase {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-small-')));
  const repository = join(folder, 'repository');
  mkdirSync(join(repository, '.switchyard'), { recursive: true });
  writeFileSync(
    join(repository, '.switchyard/project.yaml'),
    'agents: { default: script }\ncommands: { test: "true" }\n',
  );
  rawGit(repository, 'init', '-q', '-b', 'main');
  rawGit(repository, 'config', 'user.name', 'Test');
  rawGit(repository, 'config', 'user.email', 'test@localhost');
  rawGit(repository, 'add', '-A');
  rawGit(repository, 'commit', '-q', '-m', 'start');
  const items = join(folder, 'items.json');
  const task = (id: string, after: readonly string[]) => ({
    id,
    epic: 'e',
    title: `Task ${id}`,
    dependencies: after,
    script: `mkdir -p notes && echo ${id} > notes/${id}.txt`,
  });
  const tasks = [task('e.1', []), task('e.2', ['e.1'])];
  writeFileSync(items, JSON.stringify({ switchyard: 1, epics: [{ id: 'e', title: 'E' }], tasks }));
  return { folder, repository, data: join(folder, 'data'), items };
}
