import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { randomIdSource } from '#shared/lib/ids.ts';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { lookAtLock, ownLockText } from '#main/git/dead-locks.ts';
import type { DeadLock } from '#main/git/dead-locks.ts';
import { absent, updateRefs } from '#main/git/refs.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

interface Bench extends TestRepository {
  /** A client that knows its repository. */
  readonly knowing: GitClient;
  readonly removed: DeadLock[];
  readonly places: Parameters<typeof lookAtLock>[1];
  /** Makes a lock as a git does, so many seconds ago. */
  lock(name: string, seconds: number, text?: string): string;
}

function bench(): Bench {
  const repository = makeRepository();
  const removed: DeadLock[] = [];
  const places = {
    gitDirectory: repository.commonDirectory,
    treesFolder: join(repository.folder, 'trees'),
    workFolders: [repository.root],
    ids: randomIdSource(),
  };
  const locks = { ...places, removed: (lock: DeadLock) => void removed.push(lock) };
  const knowing = createGitClient(repository.root, { environment: repository.environment, locks });
  onTestFinished(async () => knowing.close());
  return {
    ...repository,
    knowing,
    removed,
    places,
    lock(name, seconds, text = '') {
      const file = join(repository.commonDirectory, `${name}.lock`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      const then = Date.now() / 1000 - seconds;
      utimesSync(file, then, then);
      return file;
    },
  };
}

describe.runIf(process.platform === 'linux')('the lock of a git that was killed', () => {
  it.each<[string, string, (test: Bench) => Promise<unknown>]>([
    ['a ref', 'refs/heads/epic/e', async (test) => makeRef(test)],
    ['the packed refs', 'packed-refs', async (test) => removeRef(test)],
    [
      'HEAD',
      'HEAD',
      async ({ knowing }) => knowing.run(['symbolic-ref', 'HEAD', 'refs/heads/other']),
    ],
    ['the index', 'index', async ({ knowing }) => knowing.run(['add', '-A'])],
    ['the config', 'config', async ({ knowing }) => knowing.run(['config', 'a.b', 'c'])],
    ['a shallow history', 'shallow', async (test) => fetchShallow(test)],
  ])('does not keep from %s, is taken away and told', async (_what, name, work) => {
    const test = bench();
    test.commit('more', { 'b.txt': 'b' });
    test.git('branch', 'other');
    test.git('pack-refs', '--all');
    const lock = test.lock(name, 60);
    await work(test);
    expect(existsSync(lock)).toBe(false);
    expect(test.removed).toMatchObject([{ file: lock }]);
    expect(test.removed[0]?.ageMs).toBeGreaterThan(50_000);
  });

  it('is waited for while it is young, because its git may be about to rename it', async () => {
    const test = bench();
    const lock = test.lock('refs/heads/epic/e', 0);
    const started = performance.now();
    await makeRef(test);
    expect(performance.now() - started).toBeGreaterThan(3_000);
    expect([existsSync(lock), test.removed.length]).toEqual([false, 1]);
  });

  it('is taken away at once when it names a process of this program that has ended', async () => {
    const test = bench();
    test.lock('index', 0, ownLockText({ pid: 4_194_300, startTime: 'gone:1' }));
    await test.knowing.run(['add', '-A']);
    expect(test.removed).toHaveLength(1);
  });
});

describe('a lock that somebody has', () => {
  it('stays while its git works in the repository, and is waited for', async () => {
    const test = bench();
    const lock = test.lock('refs/heads/epic/e', 3_600);
    // Reads what never comes.
    const other = spawn(
      '/bin/sh',
      ['-c', 'exec 3<&0; (git hash-object --stdin <&3 >/dev/null; true)'],
      {
        cwd: test.root,
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    onTestFinished(() => {
      other.stdin.end();
      other.kill();
    });
    await expect.poll(async () => (await lookAtLock(lock, test.places)).kind).toBe('taken');
    expect(existsSync(lock)).toBe(true);
  });

  it('stays while a program has it open, whatever its name', async () => {
    const test = bench();
    const lock = test.lock('index', 3_600);
    const holder = spawn('/bin/sh', ['-c', 'exec 9>>"$0"; sleep 30', lock], { stdio: 'ignore' });
    onTestFinished(() => void holder.kill());
    await expect.poll(async () => (await lookAtLock(lock, test.places)).kind).toBe('taken');
    expect(existsSync(lock)).toBe(true);
  });

  it('stays while the process of this program lives that it names', async () => {
    const test = bench();
    const lock = test.lock('index', 3_600, ownLockText(ownIdentity()));
    expect(await lookAtLock(lock, test.places)).toMatchObject({ kind: 'taken' });
    expect(existsSync(lock)).toBe(true);
  });

  it('is nothing of git where it has another name or another place', async () => {
    const test = bench();
    for (const name of ['hooks/mine', 'objects/pack/x', 'info/exclude', 'notes']) {
      const lock = test.lock(name, 3_600);
      expect(await lookAtLock(lock, test.places)).toEqual({ kind: 'taken', by: null });
      expect(existsSync(lock)).toBe(true);
    }
    const outside = join(test.root, 'package.lock');
    writeFileSync(outside, '');
    expect(await lookAtLock(outside, test.places)).toEqual({ kind: 'taken', by: null });
    expect(existsSync(outside)).toBe(true);
  });
});

async function makeRef({ knowing, git }: Bench): Promise<void> {
  const update = { ref: 'refs/heads/epic/e', target: git('rev-parse', 'HEAD'), expected: absent };
  expect(await updateRefs(knowing, [update], 'test')).toBe(true);
}

async function removeRef({ knowing, git }: Bench): Promise<void> {
  const expected = git('rev-parse', 'other');
  const update = { ref: 'refs/heads/other', target: absent, expected };
  expect(await updateRefs(knowing, [update], 'test')).toBe(true);
}

async function fetchShallow({ knowing, root, folder, git }: Bench): Promise<void> {
  git('clone', '-q', '--bare', root, join(folder, 'far.git'));
  await knowing.run(['fetch', '-q', '--depth=1', `file://${join(folder, 'far.git')}`, 'main']);
}
