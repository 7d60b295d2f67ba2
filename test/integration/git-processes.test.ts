import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGitClient } from '#main/git/client.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitChanges, commitTree, treeChanges } from '#main/git/commits.ts';
import { GitError } from '#main/git/git-error.ts';
import { absent, updateRefs } from '#main/git/refs.ts';
import { listProcesses } from '#main/system/process-table.ts';
import { SmallStarter } from '#main/system/starting/small-starter.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { TestRepository } from '../helpers/repositories.ts';
import { keeper } from '../helpers/terminals.ts';

/** Numbers of our own children, and of theirs, whose command line holds `text`. */
async function childrenWith(text: string): Promise<readonly number[]> {
  const all = (await listProcesses()).filter(({ ended }) => !ended);
  const own = new Set(all.filter(({ parent }) => parent === process.pid).map(({ pid }) => pid));
  const both = all.filter(({ pid, parent }) => own.has(pid) || own.has(parent));
  return both.map(({ pid }) => pid).filter((pid) => commandOf(pid).includes(text));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** A small process of the test's own that starts programs, which ends with the test. */
function ownStarter(lost?: (deaths: number) => void): SmallStarter {
  const own = new SmallStarter(() => keeper()?.program ?? null, lost);
  onTestFinished(async () => own.close());
  return own;
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

describe('a small process that starts git', () => {
  const small = '\0-s\0';

  it('gives the same output and the same errors, and ends when it is closed', async () => {
    const repository = makeRepository();
    const before = new Set(await childrenWith(small));
    const starter = ownStarter();
    const client = clientOf(repository, { starter });
    const plain = clientOf(repository, {});
    const head = await client.text(['rev-parse', 'HEAD']);
    expect(head).toBe(repository.git('rev-parse', 'HEAD'));
    const started = (await childrenWith(small)).filter((pid) => !before.has(pid));
    expect(started).toHaveLength(1);
    // Of several at once, each gets its own answer.
    for (let round = 0; round < 20; round += 1) {
      const words = ['one', 'zwölf', ''].map((word) => `${word}${round}`);
      const inputs = words.map(async (input) => client.text(['hash-object', '--stdin'], { input }));
      const objects = words.map(async (word) => plain.text(hashing, { input: word }));
      expect(await Promise.all(inputs)).toEqual(await Promise.all(objects));
    }
    const missing = ['rev-parse', '--verify', 'nowhere'];
    await expect(client.run(missing)).rejects.toMatchObject({ kind: 'unknown-revision' });
    const allowed = await client.run(missing, { allowedExitCodes: [128] });
    expect(allowed).toEqual({ exitCode: 128, stdout: '' });
    await starter.close();
    expect((await childrenWith(small)).filter((pid) => started.includes(pid))).toEqual([]);
    expect(await client.text(['rev-parse', 'HEAD'])).toBe(head);
  });

  it('brings much input and output, whole and in order', async () => {
    const repository = makeRepository();
    const client = clientOf(repository, { starter: ownStarter() });
    const input = Array.from({ length: 400_000 }, (_, index) => `line ${index} äöü\n`).join('');
    const sorted = clientOf(repository, {}).run(['hash-object', '--stdin'], { input });
    const object = await client.text(['hash-object', '-w', '--stdin'], { input });
    expect(object).toBe((await sorted).stdout.trim());
    const texts = await Promise.all(
      [1, 2, 3].map(async () => (await client.run(['cat-file', 'blob', object])).stdout),
    );
    for (const text of texts) expect(text === input).toBe(true);
  });

  it('says of a folder and of a program that are not there what this process would say', async () => {
    const repository = makeRepository();
    const { root, environment } = repository;
    const starter = ownStarter();
    const away = clientOf(repository, { starter }).at(join(root, 'nowhere'));
    await expect(away.run(['status'])).rejects.toMatchObject({ kind: 'folder-missing' });
    const nowhere = { ...environment, PATH: join(root, 'nowhere') };
    const without = createGitClient(root, { environment: nowhere, starter });
    await expect(without.run(['status'])).rejects.toMatchObject({ kind: 'git-missing' });
  });

  it('lets what is under way end before its client is closed', async () => {
    const repository = makeRepository({ config: ['alias.wait=!sleep 0.5 && echo waited'] });
    const client = clientOf(repository, { starter: ownStarter() });
    let isOver = false;
    const waiting = client.text(['wait']).then((text) => {
      isOver = true;
      return text;
    });
    await client.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(true);
    expect(await waiting).toBe('waited');
  });

  /** A client with a small process that is there, and which one that is now. */
  async function readyClient(repository: TestRepository): Promise<{
    readonly client: GitClient;
    readonly deaths: number[];
    readonly helper: () => Promise<number>;
  }> {
    const before = new Set(await childrenWith(small));
    const deaths: number[] = [];
    const client = clientOf(repository, {
      starter: ownStarter((count) => void deaths.push(count)),
    });
    const helper = async (): Promise<number> => {
      let found = 0;
      await until(async () => {
        await client.text(['rev-parse', 'HEAD']);
        found = (await childrenWith(small)).find((pid) => !before.has(pid)) ?? 0;
        return found > 0;
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
    // Not there, and not able to do it.
    for (const program of [join(repository.folder, 'nowhere'), '/bin/false']) {
      const starter = new SmallStarter(() => program);
      const client = clientOf(repository, { starter });
      for (let round = 0; round < 5; round += 1) {
        expect(await client.text(['rev-parse', 'HEAD'])).toBe(repository.git('rev-parse', 'HEAD'));
      }
    }
  });
});

const hashing = ['hash-object', '--stdin'];
