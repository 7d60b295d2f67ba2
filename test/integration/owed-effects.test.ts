import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rawGit, readTask, removeRecoveryCase, runHost } from '../helpers/recovery.ts';
import type { RecoveryCase } from '../helpers/recovery.ts';
import { makeSmallCase } from '../helpers/small-case.ts';

const name = 'task-1 - One.md';

/** A repository with a task in a Backlog.md file, an agent that does it, and a remote that merges are pushed to. */
function backlogCase(): RecoveryCase & { readonly file: string; readonly path: string } {
  const small = makeSmallCase();
  const { folder, repository } = small;
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'worker'),
    '#!/bin/sh\nif [ "$1" = --version ]; then echo 1.0; exit 0; fi\necho done > out.txt\necho \'{"s":"s","t":1}\' > "$SWITCHYARD_REPORT"\n',
  );
  chmodSync(join(bin, 'worker'), 0o755);
  writeFileSync(
    join(repository, '.switchyard/project.yaml'),
    `${JSON.stringify({
      commands: { test: 'true' },
      git: { push: 'task', push_epic_branch: true },
      agents: {
        default: 'worker',
        custom: { worker: { command: ['worker'], version: ['--version'], prompt: 'file' } },
      },
    })}\n`,
  );
  mkdirSync(join(repository, 'backlog/tasks'), { recursive: true });
  writeFileSync(join(repository, 'backlog/config.yml'), 'project_name: "Test"\n');
  const file = join(repository, 'backlog/tasks', name);
  writeFileSync(
    file,
    '---\nid: task-1\ntitle: One\nstatus: To Do\n---\n\n## Description\n\nDo it.\n',
  );
  rawGit(repository, 'add', '-A');
  rawGit(repository, 'commit', '-q', '-m', 'a task');
  rawGit(folder, 'init', '-q', '--bare', 'origin.git');
  rawGit(repository, 'remote', 'add', 'origin', join(folder, 'origin.git'));
  return { ...small, items: 'repository', file, path: `${bin}:${process.env['PATH'] ?? ''}` };
}

describe('what a closing still owes when its process is killed', () => {
  const cases: RecoveryCase[] = [];
  afterAll(() => cases.forEach(removeRecoveryCase));

  it.each(['landing.receipt.after:1', 'landing.push.before:1', 'landing.push.after:1'])(
    'is done when the run is resumed: its file, and the push of its merge, after %s',
    async (moment) => {
      const owing = backlogCase();
      cases.push(owing);
      const { repository, folder, file, path } = owing;
      const killed = await runHost(owing, { PATH: path, CRASH_AT: moment });
      expect(killed).toMatchObject({ signal: 'SIGKILL', stderr: '' });
      expect(readTask(owing, 'task-1').task.status).toBe('closed');
      // As left by a process that was killed before it could put it in the place of the file.
      const key = createHash('sha256').update(name).digest('hex').slice(0, 16);
      const draft = join(repository, 'backlog/tasks', `.switchyard-${key}-4194300.tmp`);
      if (moment === 'landing.receipt.after:1') writeFileSync(draft, 'half');
      const end = await runHost(owing, { PATH: path });
      expect(end).toMatchObject({ code: 0, stdout: 'completed\n' });
      expect(readFileSync(file, 'utf8')).toMatch(/^status: Done$/m);
      expect(readdirSync(join(repository, 'backlog/tasks'))).toEqual([name]);
      const there = rawGit(join(folder, 'origin.git'), 'rev-parse', 'refs/heads/epic/e');
      expect(there).toBe(rawGit(repository, 'rev-parse', 'epic/e'));
    },
  );
});
