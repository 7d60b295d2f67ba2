import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Failure } from '#shared/lib/failure.ts';
import { createGitClient } from '#main/git/client.ts';
import { checkGitVersion, hasIdentity, inspectRepository } from '#main/git/repository.ts';
import type { Repository } from '#main/git/repository.ts';
import { fakeProgram, makeRepository } from '../helpers/repositories.ts';

async function inspected(folder: string, home: string): Promise<Repository> {
  const environment = { PATH: process.env['PATH'], HOME: home };
  const result = await inspectRepository(createGitClient(folder, { environment }));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function refusal(folder: string, environment: NodeJS.ProcessEnv = {}): Promise<Failure> {
  const client = createGitClient(folder, {
    environment: { PATH: process.env['PATH'], HOME: folder, ...environment },
  });
  const result = await inspectRepository(client);
  if (result.ok) throw new Error(`${folder} was accepted`);
  return result.error;
}

describe('a folder that is refused', () => {
  it('is no repository: says to make one', async () => {
    const { folder } = makeRepository();
    expect(await refusal(folder)).toMatchObject({
      code: 'not-a-repository',
      message: `${folder} is not inside a git repository.`,
      action: expect.stringContaining('git init'),
    });
  });

  it('does not exist', async () => {
    const { folder } = makeRepository();
    expect(await refusal(join(folder, 'nowhere'))).toMatchObject({ code: 'not-a-repository' });
  });

  it('is a bare repository: says to clone it', async () => {
    const { folder, git } = makeRepository();
    git('clone', '--quiet', '--bare', '.', join(folder, 'bare.git'));
    expect(await refusal(join(folder, 'bare.git'))).toMatchObject({
      code: 'bare-repository',
      action: expect.stringContaining('Clone'),
    });
  });

  it('is a bare repository with worktrees: says which they are', async () => {
    const { folder, git, gitIn } = makeRepository();
    const bare = join(folder, 'project', '.bare');
    git('clone', '--quiet', '--bare', '.', bare);
    writeFileSync(join(folder, 'project', '.git'), 'gitdir: ./.bare\n');
    gitIn(bare, 'worktree', 'add', '--quiet', join(folder, 'project', 'main'), 'main');
    for (const place of [bare, join(folder, 'project')]) {
      expect(await refusal(place)).toMatchObject({
        code: 'bare-repository',
        action: `Open one of its worktrees: ${realpathSync(folder)}/project/main`,
      });
    }
    expect((await inspected(join(folder, 'project', 'main'), folder)).branch).toBe('main');
  });

  it('is said to be bare by its settings alone, as tools do by accident: says so', async () => {
    const { root, git } = makeRepository();
    git('config', 'core.bare', 'true');
    for (const place of [root, join(root, '.git')]) {
      expect(await refusal(place)).toMatchObject({
        message: expect.stringContaining('core.bare is true in '),
        action: expect.stringContaining('git config core.bare false'),
      });
    }
    git('config', 'core.bare', 'false');
    expect((await inspected(root, root)).branch).toBe('main');
  });

  it('has no commit yet: says how to make the first', async () => {
    const { root } = makeRepository({ files: null });
    expect(await refusal(root)).toMatchObject({
      code: 'unborn-repository',
      action: expect.stringContaining('git commit'),
    });
  });

  it('is the .git folder or lies inside it', async () => {
    const { commonDirectory } = makeRepository();
    for (const folder of [commonDirectory, join(commonDirectory, 'refs')]) {
      expect(await refusal(folder)).toMatchObject({ code: 'bare-repository' });
    }
  });

  it('belongs to another user, whom git does not trust', async () => {
    const { root, folder } = makeRepository();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const script = `GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${real}' "$@"`;
    const wary = fakeProgram(folder, 'git', script);
    expect(await refusal(root, { PATH: `${wary}:${process.env['PATH']}` })).toMatchObject({
      code: 'git-foreign-owner',
      action: expect.stringContaining('safe.directory'),
    });
  });

  it('is looked at by a git that is too old: says which one is needed', async () => {
    const { root, folder } = makeRepository();
    const old = fakeProgram(folder, 'git', 'echo git version 2.30.2');
    const failure = await refusal(root, { PATH: `${old}:${process.env['PATH']}` });
    expect(failure.code).toBe('git-too-old');
    expect(failure.message).toContain('2.30.2');
    expect(failure.action).toContain('2.38');
  });

  it('cannot be looked at because there is no git', async () => {
    const { root, folder } = makeRepository();
    mkdirSync(join(folder, 'empty'));
    expect(await refusal(root, { PATH: join(folder, 'empty') })).toMatchObject({
      code: 'git-git-missing',
      action: expect.stringContaining('Install git'),
    });
  });

  it('is looked at by a git that is killed', async () => {
    const { root, folder } = makeRepository();
    const broken = fakeProgram(folder, 'git', 'kill -KILL $$');
    expect(await refusal(root, { PATH: `${broken}:${process.env['PATH']}` })).toMatchObject({
      code: 'git-other',
    });
  });
});

describe('the version of git', () => {
  it.each([
    ['git version 2.38.0', true],
    ['git version 2.39.5 (Apple Git-154)', true],
    ['git version 2.45.1.windows.1', true],
    ['git version 3.0.0', true],
    ['git version 2.37.9', false],
    ['git version 1.8.3.1', false],
    ['something else', false],
  ])('%s is enough: %s', async (text, isEnough) => {
    const { root, folder } = makeRepository();
    const fake = fakeProgram(folder, 'git', `echo '${text}'`);
    const environment = { PATH: `${fake}:${process.env['PATH']}`, HOME: folder };
    const result = await checkGitVersion(createGitClient(root, { environment }));
    expect(result.ok).toBe(isEnough);
  });
});

describe('a repository that is opened', () => {
  it('from its root and from a folder in it', async () => {
    const { root, folder, commonDirectory, git } = makeRepository({ files: { 'a/b/c.txt': '' } });
    const expected = {
      root: realpathSync(root),
      commonDirectory: realpathSync(commonDirectory),
      head: git('rev-parse', 'HEAD'),
      branch: 'main',
      likelyBase: 'main',
    };
    expect(await inspected(root, folder)).toEqual(expected);
    expect(await inspected(join(root, 'a/b'), folder)).toEqual(expected);
  });

  it('through a symbolic link, under its real path', async () => {
    const { root, folder } = makeRepository();
    symlinkSync(root, join(folder, 'link'));
    expect((await inspected(join(folder, 'link'), folder)).root).toBe(realpathSync(root));
  });

  it('as a linked worktree, which shares the git folder of the main one', async () => {
    const { root, folder, commonDirectory, git } = makeRepository();
    const linked = join(folder, 'linked');
    git('worktree', 'add', '--quiet', '-b', 'side', linked);
    expect(await inspected(linked, folder)).toMatchObject({
      root: realpathSync(linked),
      commonDirectory: realpathSync(commonDirectory),
      branch: 'side',
    });
    expect((await inspected(root, folder)).branch).toBe('main');
  });

  it('as a worktree of a bare repository', async () => {
    const { folder, git, gitIn } = makeRepository();
    const bare = join(folder, 'bare.git');
    git('clone', '--quiet', '--bare', '.', bare);
    gitIn(bare, 'worktree', 'add', '--quiet', '-b', 'side', join(folder, 'linked'));
    expect(await inspected(join(folder, 'linked'), folder)).toMatchObject({
      commonDirectory: realpathSync(bare),
      branch: 'side',
    });
  });

  it('with a detached HEAD', async () => {
    const { root, folder, git } = makeRepository();
    git('checkout', '--quiet', '--detach');
    expect(await inspected(root, folder)).toMatchObject({ branch: null });
  });

  it.each(['with space', 'with\nline break', 'ünïcødé', "it's", '-dash', 'ends with space '])(
    'in a folder called %j',
    async (name) => {
      const { root, folder } = makeRepository({ name });
      const opened = await inspected(root, folder);
      expect(opened.root).toBe(realpathSync(root));
      expect(opened.commonDirectory).toBe(join(realpathSync(root), '.git'));
    },
  );

  it('that has submodules, and as a submodule', async () => {
    const { root, folder, git } = makeRepository();
    const other = join(folder, 'other');
    git('clone', '--quiet', '.', other);
    git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'sub');
    git('commit', '--quiet', '-m', 'submodule');
    expect(await inspected(root, folder)).toMatchObject({ root: realpathSync(root) });
    expect(await inspected(join(root, 'sub'), folder)).toMatchObject({
      root: realpathSync(join(root, 'sub')),
      commonDirectory: realpathSync(join(root, '.git/modules/sub')),
    });
  });

  it('with SHA-256 names', async () => {
    const { root, folder } = makeRepository({ init: ['--object-format=sha256'] });
    expect((await inspected(root, folder)).head).toHaveLength(64);
  });

  it('without what the surroundings say about another repository', async () => {
    const { root, folder } = makeRepository();
    const other = makeRepository({ files: { 'other.txt': '' } });
    const environment = {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_DIR: other.commonDirectory,
      GIT_WORK_TREE: other.root,
      GIT_INDEX_FILE: '/nowhere',
      EDITOR: 'false',
      PAGER: 'false',
    };
    const result = await inspectRepository(createGitClient(root, { environment }));
    expect(result).toMatchObject({ ok: true, value: { root: realpathSync(root) } });
  });
});

describe('the identity for commits', () => {
  const nobody = { config: ['user.useConfigOnly=true'] };

  it('is known from the configuration or the environment, else not', async () => {
    expect(await hasIdentity(makeRepository().client)).toBe(true);
    expect(await hasIdentity(makeRepository(nobody).client)).toBe(false);
    const environment = {
      GIT_COMMITTER_NAME: 'C',
      GIT_COMMITTER_EMAIL: 'c@example.invalid',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.invalid',
    };
    const { client, git } = makeRepository({ ...nobody, environment });
    expect(await hasIdentity(client)).toBe(true);
    const commit = await client.text(['commit-tree', 'HEAD^{tree}', '-m', 'x']);
    expect(git('log', '-1', '--format=%an %cn', commit)).toBe('A C');
  });

  it('falls back to one of ours where the user has none', async () => {
    const { root, folder, git } = makeRepository(nobody);
    const client = createGitClient(root, {
      environment: { PATH: process.env['PATH'], HOME: join(folder, 'home') },
      fallbackIdentity: { name: 'Switchyard', email: 'switchyard@localhost' },
    });
    const commit = await client.text(['commit-tree', 'HEAD^{tree}', '-m', 'x']);
    expect(git('log', '-1', '--format=%an <%ae> %cn', commit)).toBe(
      'Switchyard <switchyard@localhost> Switchyard',
    );
  });
});

describe('git as it is run', () => {
  it('leaves no process behind when it is not answered in time', async () => {
    const { root, folder } = makeRepository();
    const slow = fakeProgram(folder, 'git', 'echo $$ > ../pid; exec sleep 300');
    const environment = { PATH: `${slow}:${process.env['PATH']}`, HOME: folder };
    const client = createGitClient(root, { environment });
    await expect(client.run(['fetch'], { silenceMs: 100 })).rejects.toThrow(/git fetch failed/);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
