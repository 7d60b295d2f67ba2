import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ensureEpicBranch, resolveBase } from '#main/git/epic-branch.ts';
import { fakeProgram, makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

interface Bench extends TestRepository {
  /** The repository that `origin` is. */
  readonly remote: string;
  readonly pushFromElsewhere: (files: Readonly<Record<string, string>>) => string;
}

/** A repository with a remote that has the same `main`. */
function bench(options: RepositoryOptions = {}): Bench {
  const repository = makeRepository(options);
  const remote = join(repository.folder, 'remote.git');
  repository.git('clone', '--quiet', '--bare', '.', remote);
  repository.git('remote', 'add', 'origin', remote);
  return {
    ...repository,
    remote,
    pushFromElsewhere(files) {
      const elsewhere = join(repository.folder, 'elsewhere');
      if (!existsSync(elsewhere)) repository.git('clone', '--quiet', remote, elsewhere);
      const commit = repository.commit('from elsewhere', files, elsewhere);
      repository.gitIn(elsewhere, 'push', '--quiet', 'origin', 'HEAD');
      return commit;
    },
  };
}

describe('the base of an epic', () => {
  it('is the local branch without a remote, and null when there is none of that name', async () => {
    const { client, git } = makeRepository();
    const commit = git('rev-parse', 'HEAD');
    expect(await resolveBase(client, 'main', { fetch: true })).toEqual({ commit, notice: null });
    const none = { commit: null, notice: null };
    expect(await resolveBase(client, 'trunk', { fetch: true })).toEqual(none);
  });

  it('is the remote’s tip when that is ahead; the local branch stays where it is', async () => {
    const test = bench();
    const ahead = test.pushFromElsewhere({ 'b.txt': 'b\n' });
    const before = test.state();
    const base = await resolveBase(test.client, 'main', { fetch: true });
    expect(base).toEqual({ commit: ahead, notice: null });
    expect(test.state()).toEqual(before);
    expect(existsSync(join(test.commonDirectory, 'FETCH_HEAD'))).toBe(false);
  });

  it('is not fetched when that is switched off', async () => {
    const test = bench();
    test.pushFromElsewhere({ 'b.txt': 'b\n' });
    const commit = test.resolve('main');
    expect(await resolveBase(test.client, 'main', { fetch: false })).toEqual({
      commit,
      notice: null,
    });
  });

  it('is the remote’s branch when there is no local one, also where nothing tracks it', async () => {
    const test = bench();
    const commit = test.pushFromElsewhere({ 'b.txt': 'b\n' });
    test.git(
      'config',
      'remote.origin.fetch',
      '+refs/heads/only-this:refs/remotes/origin/only-this',
    );
    test.git('switch', '--quiet', '--detach');
    test.git('branch', '--quiet', '-D', 'main');
    expect(await resolveBase(test.client, 'main', { fetch: true })).toEqual({
      commit,
      notice: null,
    });
  });

  it('is the local branch when that is ahead', async () => {
    const test = bench();
    const commit = test.commit('ahead');
    expect(await resolveBase(test.client, 'main', { fetch: true })).toEqual({
      commit,
      notice: null,
    });
  });

  it('is the local branch when the two have diverged, with a notice', async () => {
    const test = bench();
    test.pushFromElsewhere({ 'b.txt': 'b\n' });
    const commit = test.commit('mine');
    const base = await resolveBase(test.client, 'main', { fetch: true });
    expect(base.commit).toBe(commit);
    expect(base.notice).toMatch(/main and origin\/main have diverged.*local branch is used/);
  });

  it.each(['/nowhere/at/all', 'http://127.0.0.1:9/x.git', 'ssh://127.0.0.1:9/x', 'ext::false'])(
    'is what is known locally when %s cannot be reached, with a notice',
    async (url) => {
      const test = bench();
      test.git('remote', 'set-url', 'origin', url);
      const commit = test.resolve('main');
      const base = await resolveBase(test.client, 'main', { fetch: true });
      expect(base).toEqual({ commit, notice: expect.stringContaining('Could not fetch main') });
    },
  );

  it('does not wait for a remote that says nothing', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    const test = bench();
    const port = typeof address === 'object' ? address?.port : null;
    test.git('remote', 'set-url', 'origin', `git://127.0.0.1:${port}/x`);
    const base = await resolveBase(test.client, 'main', { fetch: true, silenceMs: 300 });
    expect(base.notice).toContain('Could not fetch');
  });

  it('does not wait for a helper that outlives the git that started it', async () => {
    const { folder } = makeRepository();
    const pids = join(folder, 'pids');
    const script = `echo $$ >> '${pids}'; trap '' INT TERM; exec sleep 60`;
    const ssh = join(fakeProgram(folder, 'ssh', script), 'ssh');
    const test = bench({ environment: { GIT_SSH: ssh } });
    test.git('remote', 'set-url', 'origin', 'ssh://host.invalid/x');
    onTestFinished(() => {
      for (const pid of readFileSync(pids, 'utf8').trim().split('\n')) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      }
    });
    const base = await resolveBase(test.client, 'main', { fetch: true, silenceMs: 300 });
    expect(base.notice).toContain('Could not fetch');
  });

  it.each(['--upload-pack=touch pwned', '-h', 'main:refs/heads/other', '../main', 'a b'])(
    'is no option and no refspec, whatever its name: %s',
    async (name) => {
      const test = bench();
      const before = test.git('for-each-ref');
      expect((await resolveBase(test.client, name, { fetch: true })).commit).toBeNull();
      expect(test.git('for-each-ref')).toBe(before);
      expect(existsSync(join(test.root, 'pwned'))).toBe(false);
    },
  );
});

describe('the epic branch', () => {
  it('is made at the base once, and found where it stands afterwards', async () => {
    const { client, git, commit, resolve } = makeRepository();
    const base = git('rev-parse', 'HEAD');
    expect(await ensureEpicBranch(client, 'e', base)).toBe(base);
    const moved = commit('moved');
    git('update-ref', 'refs/heads/epic/e', moved);
    expect(await ensureEpicBranch(client, 'e', base)).toBe(moved);
    expect(resolve('refs/heads/epic/e')).toBe(moved);
  });

  it('is made by one of several that want it at the same time', async () => {
    const { client, git, commit, resolve } = makeRepository();
    const one = git('rev-parse', 'HEAD');
    const two = commit('second');
    const made = await Promise.all(
      [one, two, one].map((base) => ensureEpicBranch(client, 'e', base)),
    );
    expect(new Set(made)).toEqual(new Set([resolve('refs/heads/epic/e')]));
  });
});
