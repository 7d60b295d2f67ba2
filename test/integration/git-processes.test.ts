import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitChanges, commitTree, treeChanges } from '#main/git/commits.ts';
import { GitError } from '#main/git/git-error.ts';
import { absent, updateRefs } from '#main/git/refs.ts';
import { listProcesses } from '#main/system/process-table.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';

const helperFile = fileURLToPath(new URL('../../src/main/git-helper.ts', import.meta.url));

/** Numbers of our own children whose command line holds `text`. */
async function childrenWith(text: string): Promise<readonly number[]> {
  const children = (await listProcesses()).filter(({ parent, ended }) => {
    return parent === process.pid && !ended;
  });
  return children
    .map(({ pid }) => pid)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text));
}

function clientOf(
  repository: TestRepository,
  options: Partial<Parameters<typeof createGitClient>[1]>,
): GitClient {
  const { root, environment } = repository;
  const client = createGitClient(root, { environment, ...options });
  onTestFinished(async () => client.close());
  return client;
}

/** Whether a process has waited for a child of its own: their page faults are added up. */
function hasHadChildren(pid: number): boolean {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  return Number(fields.split(' ')[8]) > 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 20 }).toBe(true);
}

describe('a git that stays', () => {
  const resident = 'switchyard\0--stdin';

  it('answers one question after another, and ends with its client', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const refs = ['one', 'two', 'three'].map((name) => `refs/switchyard/test/${name}`);
    const before = new Set(await childrenWith(resident));
    const updates = refs.map((ref) => [{ ref, target: head, expected: absent }]);
    const done = await Promise.all(
      updates.map(async (update) => updateRefs(repository.client, update, 'test')),
    );
    expect(done).toEqual([true, true, true]);
    expect(refs.map(repository.resolve)).toEqual([head, head, head]);
    const started = (await childrenWith(resident)).filter((pid) => !before.has(pid));
    expect(started).toHaveLength(1);
    await repository.client.close();
    expect((await childrenWith(resident)).filter((pid) => !before.has(pid))).toEqual([]);
  });

  it('is replaced when it has been killed, and ends by itself when nobody asks', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const before = new Set(await childrenWith(resident));
    const make = async (name: string): Promise<boolean> => {
      const ref = `refs/switchyard/test/${name}`;
      return updateRefs(repository.client, [{ ref, target: head, expected: absent }], 'test');
    };
    expect(await make('one')).toBe(true);
    for (const pid of await childrenWith(resident)) if (!before.has(pid)) process.kill(pid, 9);
    expect(await make('two')).toBe(true);
    expect(await make('two')).toBe(false);
    expect(await make('three')).toBe(true);
    await until(async () => (await childrenWith(resident)).every((pid) => before.has(pid)));
  });

  it('tells the same differences as a git of its own, and none of a missing commit', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c ö.txt': '' } });
    const { client } = repository;
    const first = repository.git('rev-parse', 'HEAD');
    const second = repository.commit('second', { 'a.txt': 'A\n', 'b.txt': null, 'd\n.txt': 'd' });
    const found = await commitChanges(client, first, second);
    expect(found).toHaveLength(3);
    expect(found).toEqual(await treeChanges(client, first, second));
    expect(await commitChanges(client, second, second)).toEqual([]);
    await expect(commitChanges(client, first, '0123456789'.repeat(4))).rejects.toThrow(GitError);
  });

  it.each(['Tür: öffnen\n\nCloses: t.1\n', 'no line break', ''])(
    'writes the commit that git-commit-tree writes: %j',
    async (message) => {
      const repository = makeRepository({
        config: ['user.name=Jörg "J" <Müller>', 'user.email=j@example.invalid'],
      });
      const temporaryFolder = join(repository.folder, 'for a moment');
      mkdirSync(temporaryFolder);
      const first = repository.git('rev-parse', 'HEAD');
      const second = repository.commit('second');
      const tree = repository.git('rev-parse', 'HEAD^{tree}');
      const commit = { tree, parents: [second, first, second], message };
      const asked: string[] = [];
      const tracer = { reached: (point: string) => void asked.push(point) };
      const apart = await commitTree(clientOf(repository, { temporaryFolder, tracer }), commit);
      expect(asked).toContain('git.hash-object.after');
      expect(asked).not.toContain('git.commit-tree.before');
      const plain = await commitTree(repository.client, commit);
      const text = (name: string): string =>
        repository.git('cat-file', '-p', name).replaceAll(/> \d+/g, '> now');
      expect(text(apart)).toBe(text(plain));
      expect(readdirSync(temporaryFolder)).toEqual([]);
      expect(repository.git('fsck', '--strict', '--no-dangling')).not.toContain('error');
    },
  );

  it('leaves it to git-commit-tree to say what is wrong', async () => {
    const repository = makeRepository();
    const client = clientOf(repository, { temporaryFolder: join(repository.folder, 'nowhere') });
    const tree = repository.git('rev-parse', 'HEAD^{tree}');
    const commit = await commitTree(client, { tree, parents: [], message: 'kept\n' });
    expect(repository.git('log', '--format=%s', commit)).toBe('kept');
  });
});

describe('a helper that starts git', () => {
  it('gives the same output and the same errors, and ends with its client', async () => {
    const repository = makeRepository();
    const client = clientOf(repository, { helperFile });
    const before = new Set(await childrenWith('git-helper'));
    const head = await client.text(['rev-parse', 'HEAD']);
    expect(head).toBe(repository.git('rev-parse', 'HEAD'));
    let started: readonly number[] = [];
    await until(async () => {
      started = (await childrenWith('git-helper')).filter((pid) => !before.has(pid));
      return started.length === 1;
    });
    // Before and after it is ready, and of several at once, each gets its own answer.
    for (let round = 0; round < 20; round += 1) {
      const words = ['one', 'zwölf', ''].map((word) => `${word}${round}`);
      const inputs = words.map(async (input) => client.text(['hash-object', '--stdin'], { input }));
      const objects = words.map((word) => repository.client.text(hashing, { input: word }));
      expect(await Promise.all(inputs)).toEqual(await Promise.all(objects));
    }
    const missing = ['rev-parse', '--verify', 'nowhere'];
    await expect(client.run(missing)).rejects.toMatchObject({ kind: 'unknown-revision' });
    const allowed = await client.run(missing, { allowedExitCodes: [128] });
    expect(allowed).toEqual({ exitCode: 128, stdout: '' });
    await client.close();
    expect((await childrenWith('git-helper')).filter((pid) => started.includes(pid))).toEqual([]);
    expect(await client.text(['rev-parse', 'HEAD'])).toBe(head);
  });

  it('lets what is under way end before it is closed', async () => {
    const repository = makeRepository({ config: ['alias.wait=!sleep 0.5 && echo waited'] });
    const before = new Set(await childrenWith('git-helper'));
    const client = clientOf(repository, { helperFile });
    const own = async (): Promise<readonly number[]> =>
      (await childrenWith('git-helper')).filter((pid) => !before.has(pid));
    await client.text(['rev-parse', 'HEAD']);
    await until(async () => {
      await client.text(['rev-parse', 'HEAD']);
      return (await own()).some(hasHadChildren);
    });
    const waiting = client.text(['wait']);
    await client.close();
    expect(await waiting).toBe('waited');
    expect(await own()).toEqual([]);
  });

  /** A client with a helper that is ready, and what its helpers are. */
  async function readyClient(repository: TestRepository): Promise<{
    readonly client: GitClient;
    readonly deaths: number[];
    readonly helper: () => Promise<number>;
  }> {
    const before = new Set(await childrenWith('git-helper'));
    const deaths: number[] = [];
    const helperLost = (count: number): void => void deaths.push(count);
    const client = clientOf(repository, { helperFile, helperLost });
    const helper = async (): Promise<number> => {
      let found = 0;
      await until(async () => {
        await client.text(['rev-parse', 'HEAD']);
        found = (await childrenWith('git-helper')).find((pid) => !before.has(pid)) ?? 0;
        return found > 0 && hasHadChildren(found);
      });
      return found;
    };
    return { client, deaths, helper };
  }

  it('has another one take its place when it is killed, which does again what was under way', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const { client, deaths, helper } = await readyClient(repository);
    const first = await helper();
    process.kill(first, 'SIGSTOP');
    const pending = client.text(['rev-parse', 'HEAD']);
    process.kill(first, 'SIGKILL');
    expect(await pending).toBe(head);
    expect(await helper()).not.toBe(first);
    expect(deaths).toEqual([1]);
  });

  it('does nothing again before the git has ended that it left at it', async () => {
    const slow = 'echo begins >&2; sleep 0.7; cat; echo ends >&2';
    const repository = makeRepository({ files: { '.gitattributes': '*.slow filter=slow\n' } });
    const log = join(repository.folder, 'filter.log');
    repository.git('config', 'filter.slow.clean', `sh -c '(${slow}) 2>> "${log}"'`);
    const { client, helper } = await readyClient(repository);
    const pid = await helper();
    writeFileSync(join(repository.root, 'a.slow'), 'a\n');
    const adding = client.run(['add', 'a.slow']);
    await until(async () => Promise.resolve(existsSync(log)));
    process.kill(pid, 'SIGKILL');
    await adding;
    expect(repository.git('show', ':a.slow')).toBe('a');
    expect(readFileSync(log, 'utf8')).toMatch(/^(?:begins\nends\n)+$/);
  });

  it('leaves it to the refs whether a change of them that was under way has happened', async () => {
    const repository = makeRepository();
    const target = repository.git('rev-parse', 'HEAD');
    const { client, helper } = await readyClient(repository);
    // Without a git that stays.
    const asked: GitClient = {
      ...client,
      ask: async () => Promise.reject(new GitError('other', [], 1, '')),
    };
    const pid = await helper();
    process.kill(pid, 'SIGSTOP');
    const update = { ref: 'refs/switchyard/test/one', target, expected: absent };
    const pending = updateRefs(asked, [update], 'test');
    await new Promise((resolve) => setTimeout(resolve, 100));
    // It happened, and was not told.
    repository.git('update-ref', update.ref, target);
    process.kill(pid, 'SIGKILL');
    expect(await pending).toBe(true);
    expect(await updateRefs(asked, [update], 'test')).toBe(false);
  });

  it('says so in plain words when it is killed again and again, and is done without then', async () => {
    const repository = makeRepository();
    const head = repository.git('rev-parse', 'HEAD');
    const { client, deaths, helper } = await readyClient(repository);
    for (let death = 1; death <= 3; death += 1) {
      const pid = await helper();
      process.kill(pid, 'SIGSTOP');
      const pending = client.text(['rev-parse', 'HEAD']);
      const ended =
        death < 3
          ? expect(pending).resolves.toBe(head)
          : expect(pending).rejects.toMatchObject({ kind: 'starter-lost-often' });
      process.kill(pid, 'SIGKILL');
      await ended;
    }
    expect(deaths).toEqual([1, 2, 3]);
    expect(await client.text(['rev-parse', 'HEAD'])).toBe(head);
  });

  it('is done without when it cannot be started', async () => {
    const repository = makeRepository();
    const client = clientOf(repository, { helperFile: join(repository.folder, 'nowhere.ts') });
    for (let round = 0; round < 5; round += 1) {
      expect(await client.text(['rev-parse', 'HEAD'])).toBe(repository.git('rev-parse', 'HEAD'));
    }
  });
});

const hashing = ['hash-object', '--stdin'];
