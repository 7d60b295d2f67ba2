import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

describe('an agent in its worktree', () => {
  it('has values of its own for what would collide, commits under the person’s name, and finds no other repository', async () => {
    const test = await testWorkspace({ config: { workflow: { max_parallel_tasks: 2 } } });
    const script = (name: string): string =>
      [
        `env | grep -E '^(SWITCHYARD_PORT_BASE|COMPOSE_PROJECT_NAME|SWITCHYARD_DB_SUFFIX)=' | sort > ${name}.txt`,
        'git add --all && git commit --quiet -m own',
        `git log -1 --format=%an > ${name}-author.txt`,
        `mv .git moved; git rev-parse --git-dir > ${name}-git.txt 2>&1 || true; mv moved .git`,
        'until [ $(ls "$SIGNS" | grep -c here-) = 2 ]; do sleep 0.1; done',
      ].join('; ');
    test.task('t1', { script: `touch "$SIGNS/here-1"; ${script('one')}` });
    test.task('t2', { script: `touch "$SIGNS/here-2"; ${script('two')}` });
    const run = await test.run();
    expect([run.outcome, test.get('t1').blockedReason, test.get('t2').blockedReason]).toEqual([
      'completed',
      null,
      null,
    ]);
    const [one, two] = ['one.txt', 'two.txt'].map((name) => test.fileAt('epic/e', name));
    expect(one?.split('\n')).toHaveLength(3);
    expect(one).not.toBe(two);
    expect(test.fileAt('epic/e', 'one-author.txt')).toBe(test.git('config', 'user.name'));
    expect(test.fileAt('epic/e', 'one-git.txt')).toContain('not a git repository');
    expect(test.git('log', '--format=%s', '--all', '--glob=refs/switchyard/archive')).toContain(
      'own',
    );
  });

  it('is told where its work is when git ignores it, and the work is in the vault', async () => {
    const test = await testWorkspace({ files: { '.gitignore': 'lib/\nnode_modules/\n' } });
    test.task('t1', {
      script: 'mkdir -p lib node_modules/x; echo feature > lib/f.py; echo x > node_modules/x/i',
    });
    await test.run();
    expect(test.get('t1').blockedReason).toContain(
      'your work is in lib/, which .gitignore leaves out',
    );
    const refs = test.git('for-each-ref', '--format=%(refname)', 'refs/switchyard/vault/t1');
    const kept = refs.split('\n').map((ref) => test.git('ls-tree', '-r', '--name-only', ref));
    expect(kept.join('\n')).toContain('lib/f.py');
    expect(kept.join('\n')).not.toContain('node_modules');
  });
});

describe('what a setup has taken', () => {
  it('is given back with the values that it had, once, when the worktree is', async () => {
    const test = await testWorkspace({
      config: {
        worktree: {
          setup: 'echo "up $SWITCHYARD_PORT_BASE" >> "$SIGNS/log"',
          teardown: 'echo "down $SWITCHYARD_PORT_BASE" >> "$SIGNS/log"',
        },
      },
    });
    test.task('t1');
    expect((await test.run()).outcome).toBe('completed');
    const log = readFileSync(join(test.root, '../log'), 'utf8');
    const port = /^up (\d+)/.exec(log)?.[1] ?? 'none';
    // The setup runs for the room of the checks too, which has a port of its own.
    const ofWorktree = log.split('\n').filter((line) => line.endsWith(` ${port}`));
    expect(ofWorktree).toEqual([`up ${port}`, `down ${port}`]);
  });

  it('is given back also when the folder is gone', async () => {
    const test = await testWorkspace({
      config: { worktree: { setup: 'true', teardown: 'echo "down in $PWD" >> "$SIGNS/log"' } },
    });
    const { paths } = test.workspace;
    test.task('t1', { script: 'echo "no" && exit 1' });
    await test.run();
    const [slot = ''] = readdirSync(paths.trees).filter((name) => name.startsWith('w'));
    rmSync(join(paths.worktrees, slot), { recursive: true });
    test.task('t2');
    await test.run();
    await test.reopen('t1');
    expect(existsSync(join(paths.worktrees, slot))).toBe(false);
    expect(readFileSync(join(test.root, '../log'), 'utf8')).toContain('down in ');
  });
});
