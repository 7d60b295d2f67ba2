import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { workspaceFolder } from '#main/workspace/data-folder.ts';
import { makeHome } from './home.ts';
import { gitText } from './raw-git.ts';

const archive = fileURLToPath(
  new URL('../fixtures/store/run-of-version-4.tar.gz', import.meta.url),
);

/** The repository and the data of a run that an earlier version left in the middle. */
export interface OldRun {
  readonly repository: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly database: string;
  git(...args: readonly string[]): string;
  /** All documents of a collection, as they are stored. */
  stored(collection: string): readonly Record<string, unknown>[];
}

/**
 * Unpacks a run whose process was killed when its attempts were in every phase that an attempt had before
 * there were landings:
 *
 * - e.1, f.1: merged · e.2: merging, because epic/e is checked out in the repository with a change
 * - g.5: failed once, now verifying · e.7: in conflict once, now running · f.2: preparing · e.4: recording
 * - f.3 waits for all of them.
 *
 * All is gone when the test ends.
 */
export async function oldRun(): Promise<OldRun> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-old-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  const repository = join(folder, 'repository');
  // Its scripts wait for signs in a folder of this name; without one they do not wait.
  const environment: Readonly<Record<string, string>> = {
    ...(await makeHome(folder, { trusted: true })),
    HOLD: '',
  };
  const data = environment['SWITCHYARD_HOME'] ?? '';
  const workspaces = join(data, 'workspaces');
  const [old = ''] = readdirSync(join(folder, 'data', 'workspaces'));
  const own = workspaceFolder(data, join(repository, '.git'));
  mkdirSync(workspaces, { recursive: true });
  renameSync(join(folder, 'data', 'workspaces', old), own);
  const git = (...args: readonly string[]): string =>
    gitText(args, { cwd: repository, env: environment });
  const worktrees = join(own, 'worktrees');
  for (const name of readdirSync(worktrees)) {
    const record = join(repository, '.git', 'worktrees', name);
    writeFileSync(join(worktrees, name, '.git'), `gitdir: ${record}\n`);
    writeFileSync(join(record, 'gitdir'), `${join(worktrees, name, '.git')}\n`);
  }
  const database = join(own, 'switchyard.db');
  return {
    repository,
    environment,
    database,
    git,
    stored(collection) {
      const opened = new DatabaseSync(database, { readOnly: true });
      try {
        return opened
          .prepare(`SELECT document FROM ${collection}`)
          .all()
          .map(({ document }) => JSON.parse(String(document)));
      } finally {
        opened.close();
      }
    },
  };
}
