import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { detectDependencies } from '#main/workspace/detect-dependencies.ts';
import { gitState, landsAll } from '../helpers/odd-repositories.ts';
import { testWorkspace, until, waitFor } from '../helpers/workspaces.ts';
import type { RepositoryPlace, TestWorkspace } from '../helpers/workspaces.ts';

/** Work with commits of the agent's own: one that the work stands on, and one that it leaves on a branch. */
const commits =
  'echo 1 > one.txt; git add one.txt; git commit -qm mine; git checkout -qb aside; echo a > aside.txt; git add aside.txt; git commit -qm aside; git checkout -q -; echo last > last.txt';

/** The vault and the archive of a task have what its agent committed. */
function keptCommits(test: TestWorkspace, taskId = 'e.1'): readonly string[] {
  const refs = test
    .git('for-each-ref', '--format=%(refname)', `refs/switchyard/vault/${taskId}`)
    .split('\n');
  return test.git('log', '--format=%s', ...refs, '--not', 'main').split('\n');
}

/** A repository beside with some commits, which may be fetched from in part. */
function makeOrigin({ folder, git }: RepositoryPlace, count: number): string {
  const origin = join(folder, 'origin');
  mkdirSync(origin);
  git(origin, 'init', '--quiet');
  git(origin, 'config', 'uploadpack.allowFilter', 'true');
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  for (let number = 1; number <= count; number += 1) {
    writeFileSync(join(origin, 'n.txt'), `${number}\n`);
    git(origin, 'add', '--all');
    git(origin, 'commit', '--quiet', '--message', `c${number}`);
  }
  return origin;
}

describe('a repository lands work that passes in a fresh clone, and is else as it was,', () => {
  it('with names of objects by SHA-256', async () => {
    const test = await testWorkspace({
      make: ({ root, git }) => git(root, 'init', '--quiet', '--object-format=sha256'),
    });
    test.task('e.1', { script: commits, verify: ['git rev-parse HEAD && test -f last.txt'] });
    await landsAll(test);
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });

  it('with its git folder elsewhere', async () => {
    const test = await testWorkspace({
      make: ({ folder, root, git }) =>
        git(root, 'init', '--quiet', `--separate-git-dir=${join(folder, 'elsewhere.git')}`),
    });
    test.task('e.1', { script: commits, verify: ['test -f last.txt'] });
    await landsAll(test);
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });

  it('with an unusual name', async () => {
    const test = await testWorkspace({ name: '-ü $HOME "a:b"\nc\\d' });
    test.task('e.1', { script: commits, verify: ['test -f last.txt && git rev-parse HEAD'] });
    await landsAll(test);
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });

  it('as a linked worktree with settings of its own', async () => {
    const test = await testWorkspace({
      make: ({ folder, root, git }) => {
        const main = join(folder, 'first');
        mkdirSync(main);
        git(main, 'init', '--quiet', '--initial-branch=other');
        git(main, 'commit', '--quiet', '--allow-empty', '--message', 'first');
        git(main, 'config', 'extensions.worktreeConfig', 'true');
        git(main, 'worktree', 'add', '--quiet', '-b', 'main', root);
        git(root, 'config', '--worktree', 'user.name', 'Side');
      },
    });
    test.task('e.1', {
      script: `git config user.name > who.txt; ${commits}`,
      verify: ['grep -q Side who.txt'],
    });
    await landsAll(test);
  });

  it('as a submodule of another', async () => {
    const test = await testWorkspace({
      make: ({ folder, root, git }) => {
        const library = makeOrigin({ folder, root, git }, 1);
        git(root, 'init', '--quiet');
        const file = ['-c', 'protocol.file.allow=always'];
        git(root, ...file, 'submodule', '--quiet', 'add', library, 'library');
        git(root, 'commit', '--quiet', '--message', 'with library');
      },
    });
    const inner = await test.words({ cwd: join(test.root, 'library') }, 'doctor');
    expect(inner.stdout).toContain(`repository: ${join(test.root, 'library')}`);
    test.task('e.1', { script: `git status --short; ${commits}`, verify: ['test -f last.txt'] });
    await landsAll(test);
  });

  it('with objects that it borrows over as many steps as git follows', async () => {
    const test = await testWorkspace({
      make: (place) => {
        const { folder, root, git } = place;
        let from = makeOrigin(place, 2);
        for (const name of ['b', 'c', 'd', 'e']) {
          git(folder, 'clone', '--quiet', '--shared', from, name);
          from = join(folder, name);
        }
        git(folder, 'clone', '--quiet', '--shared', from, root);
        git(root, 'remote', 'remove', 'origin');
        // Each knows the one before only, by a path of its own.
        for (const [name, before] of [
          ['repository', 'e'],
          ['e', 'd'],
          ['d', 'c'],
          ['c', 'b'],
          ['b', 'origin'],
        ] as const) {
          writeFileSync(
            join(folder, name, '.git/objects/info/alternates'),
            `../../../${before}/.git/objects\n`,
          );
        }
      },
    });
    test.task('e.1', {
      script: `git log -p > /dev/null; git fsck; ${commits}`,
      verify: ['git log -p HEAD > /dev/null'],
    });
    await landsAll(test);
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });

  it('that its group shares', async () => {
    const test = await testWorkspace({
      make: ({ root, git }) => git(root, 'init', '--quiet', '--shared=group'),
    });
    test.task('e.1', { script: commits, verify: ['test -f last.txt'] });
    await landsAll(test);
    const folders = readdirSync(join(test.root, '.git/objects')).map((name) =>
      statSync(join(test.root, '.git/objects', name)),
    );
    expect(folders.filter(({ mode }) => (mode & 0o060) !== 0o060)).toEqual([]);
  });

  it('with line ends that git changes', async () => {
    const test = await testWorkspace({
      files: { '.gitattributes': '*.sh eol=lf\n*.win eol=crlf\n*.bin -text\n', 's.sh': 'true\n' },
    });
    test.git('config', '--global', 'core.autocrlf', 'true');
    test.task('e.1', {
      script:
        'git diff --exit-code; printf "a\\r\\n" > a.txt; printf "a\\r\\n" > a.bin; printf "a\\r\\n" > a.win; git add -A; git commit -qm mine',
      verify: ['test "$(cat README.md a.txt a.bin a.win s.sh | tr -cd "\\r" | wc -c)" = 4'],
    });
    await landsAll(test);
    expect(test.fileAt('epic/e', 'a.txt')).toBe('a');
    expect(test.fileAt('epic/e', 'a.bin')).toBe('a\r');
  });
});

describe('a clone of a part', () => {
  it('of the history is worked on, also while it is deepened', async () => {
    const test = await testWorkspace({
      make: (place) => {
        const origin = makeOrigin(place, 5);
        place.git(place.folder, 'clone', '--quiet', '--depth=1', `file://${origin}`, place.root);
      },
      config: { git: { pull_before_epic: false } },
    });
    test.task('e.1', {
      script: `git log -p > /dev/null; touch "$SIGNS/begun"; ${waitFor('$SIGNS/deepened')}; git log -p > /dev/null; ${commits}`,
      verify: ['test -f last.txt && git log -p > /dev/null'],
    });
    const running = landsAll(test, ['FETCH_HEAD', 'shallow']);
    await until('the agent', () => existsSync(test.sign('begun')));
    test.git('fetch', '--quiet', '--depth=3');
    writeFileSync(test.sign('deepened'), '');
    await running;
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });

  it('without old files lets agents fetch what they look at', async () => {
    const test = await testWorkspace({
      make: (place) => {
        const origin = makeOrigin(place, 3);
        place.git(
          place.folder,
          'clone',
          '--quiet',
          '--filter=blob:none',
          `file://${origin}`,
          place.root,
        );
      },
      config: { git: { pull_before_epic: false } },
    });
    expect(missing(test)).toBe(2);
    test.task('e.1', {
      script: `git show HEAD~3:n.txt; git log -p > /dev/null; ${commits}`,
      verify: ['git show HEAD~3:n.txt'],
    });
    const before = gitState(test);
    await test.run();
    expect(test.get('e.1').blockedReason).toBeNull();
    expect(test.get('e.1').status).toBe('closed');
    expect(gitState(test)).toEqual(before);
    expect(keptCommits(test)).toEqual(expect.arrayContaining(['mine', 'aside']));
  });
});

/** How many objects a partial clone lacks. */
function missing(test: TestWorkspace): number {
  const listed = test.git('rev-list', '--objects', '--missing=print', '--all');
  return listed.split('\n').filter((line) => line.startsWith('?')).length;
}

describe('what a person ignores only in their repository', () => {
  it('is ignored by agents, and in checks, wherever its rules lie', async () => {
    const test = await testWorkspace();
    test.write('.rules', 'named.txt\n.rules\n');
    test.git('config', 'core.excludesFile', '.rules');
    test.git('config', 'core.attributesFile', '.attributes');
    test.write('.attributes', '*.win text eol=crlf\n');
    writeFileSync(
      join(test.root, '.git/info/exclude'),
      `${'# long\n'.repeat(20_000)}excluded.txt\n.attributes\n`,
    );
    test.task('e.1', {
      script:
        'echo x > named.txt; echo x > excluded.txt; git add -A; git ls-files > listed.txt; printf "a\\r\\n" > a.win; git add -A; git commit -qm mine; git status --porcelain > "$SIGNS/status"; cat "$SIGNS/status" > status.txt',
      verify: [
        'test ! -s status.txt && touch named.txt excluded.txt && git check-ignore named.txt excluded.txt',
      ],
    });
    const before = gitState(test);
    await test.run();
    expect(test.get('e.1').blockedReason).toBeNull();
    const landed = test.git('ls-tree', '-r', '--name-only', 'epic/e').split('\n');
    expect(landed).toContain('a.win');
    expect(landed).not.toContain('named.txt');
    expect(landed).not.toContain('excluded.txt');
    expect(test.fileAt('epic/e', 'listed.txt')).not.toMatch(/named|excluded/);
    expect(test.fileAt('epic/e', 'a.win')).toBe('a');
    expect(gitState(test)).toEqual(before);
  });
});

describe('a repository from a disk that does not tell a from A', () => {
  it('gets files whose names differ in that only', async () => {
    const test = await testWorkspace({ files: { 'src/s.txt': 's\n' } });
    test.git('config', 'core.ignoreCase', 'true');
    test.task('e.1', {
      script:
        'echo lower > readme.md; mkdir Src; echo S > Src/s.txt; git add -A; git commit -qm mine; echo n > Src/n.txt',
      verify: ['grep -q lower readme.md && grep -q S Src/s.txt && test -f Src/n.txt'],
    });
    await landsAll(test);
  });
});

describe('a person who tidies up while agents work', () => {
  it('takes nothing of theirs away', async () => {
    const test = await testWorkspace({ files: { 'a.txt': 'a\n' } });
    test.git('tag', '-m', 'one', 'v1');
    test.git('repack', '-adq', '--write-bitmap-index');
    test.git('commit-graph', 'write', '--reachable');
    for (const id of ['e.1', 'e.2']) {
      test.task(id, {
        script: `for i in 1 2 3; do echo $i > ${id}-$i.txt; git add -A; git commit -qm "${id} $i"; sleep 0.1; done; git describe --always; git fsck; echo last > ${id}.txt`,
        verify: [`test -f ${id}-3.txt && git log -p > /dev/null`],
      });
    }
    const over = new AbortController();
    const tidied = (async () => {
      for (let count = 0; !over.signal.aborted; count += 1) {
        const turns = [
          ['repack', '-adq'],
          ['gc', '--quiet'],
          ['prune', '--expire=1.hour.ago'],
          ['multi-pack-index', 'write'],
          ['commit-graph', 'write', '--reachable'],
        ] as const;
        const options = { cwd: test.root, env: test.environment };
        await promisify(execFile)('git', turns[count % turns.length] ?? [], options);
      }
    })();
    await test.run({ kind: 'all' }, { maxParallelTasks: 2 });
    over.abort();
    await tidied;
    expect(['e.1', 'e.2'].map((id) => test.get(id).blockedReason)).toEqual([null, null]);
    expect(test.git('fsck', '--connectivity-only', '--no-dangling')).toBe('');
    expect(keptCommits(test, 'e.2')).toContain('e.2 3');
    // None of it is told as a change that an agent may have made.
    expect(test.notices('repository_changed')).toEqual([]);
    const packs = readdirSync(join(test.root, '.git/objects/pack'));
    expect(packs.filter((name) => name.endsWith('.keep'))).toEqual([]);
  });
});

describe('a repository that cannot be worked in', () => {
  it('is refused with the place of its files where git does not find it from there', async () => {
    const test = await testWorkspace();
    const files = test.sign('files');
    mkdirSync(files);
    test.git('config', 'core.worktree', files);
    const { code, stderr } = await test.words('run');
    expect(code).toBe(2);
    expect(stderr).toContain(`The files of this repository lie in ${files} (core.worktree)`);
    expect(stderr).toContain('gitdir: ');
  });
});

describe('submodules', () => {
  it('are filled by the setup that init writes, in worktrees and in rooms', async () => {
    const test = await testWorkspace({
      make: withSubmodules,
      config: { worktree: { setup: 'git submodule update --init --recursive' } },
    });
    expect((await detectDependencies(test.root)).setup).toBe(test.workspace.config.worktree.setup);
    test.task('e.1', {
      script: 'cat library/deep/n.txt > copied.txt; git add -A; git commit -qm mine',
      verify: ['cat library/deep/n.txt && test "$(cat copied.txt)" = 1'],
    });
    const before = gitState(test);
    await test.run();
    expect(test.get('e.1').blockedReason).toBeNull();
    expect(test.get('e.1').status).toBe('closed');
    expect(gitState(test)).toEqual(before);
  });

  it('are said to be empty before a run, where nothing fills them', async () => {
    const test = await testWorkspace({ make: withSubmodules });
    test.task('e.1');
    const { stdout } = await test.words('run', '--dry-run');
    expect(stdout).toContain('agents and checks find their folders empty');
    expect(stdout).toContain('git submodule update --init --recursive');
  });
});

/** A submodule that has one itself. */
function withSubmodules(place: RepositoryPlace): void {
  const { folder, root, git } = place;
  git(folder, 'config', '--global', 'protocol.file.allow', 'always');
  const deep = makeOrigin(place, 1);
  const library = join(folder, 'library');
  mkdirSync(library);
  git(library, 'init', '--quiet');
  git(library, 'submodule', '--quiet', 'add', deep, 'deep');
  git(library, 'commit', '--quiet', '--message', 'library');
  git(root, 'init', '--quiet');
  git(root, 'submodule', '--quiet', 'add', library, 'library');
}

/** Git LFS is a program of its own; where it is not installed, one line says that it was not tried. */
const hasLargeFiles = spawnSync('git', ['lfs', 'version']).status === 0;

describe('files that git LFS keeps', () => {
  it.runIf(hasLargeFiles)(
    'land with their content, and are kept of what an agent leaves behind',
    async () => {
      const test = await testWorkspace({
        make: ({ root, git }) => {
          git(root, 'init', '--quiet');
          git(root, 'lfs', 'install', '--skip-repo');
          git(root, 'lfs', 'track', '*.bin');
        },
        files: { 'a.bin': 'a\n'.repeat(1000) },
      });
      test.task('e.1', {
        script:
          'test "$(wc -l < a.bin)" = 1000; seq 1 500 > b.bin; git add -A; git commit -qm mine; git checkout -qb aside; echo lost > lost.bin; git add -A; git commit -qm aside; git checkout -q -; echo c > c.bin',
        verify: ['test "$(cat a.bin b.bin c.bin | wc -l)" = 1501'],
      });
      await landsAll(test);
      expect(test.fileAt('epic/e', 'b.bin')).toContain('git-lfs.github.com/spec');
      const lost = test.git('rev-list', '--all', '--objects').match(/^(\w+) lost\.bin$/m)?.[1];
      const pointer = test.git('cat-file', 'blob', lost ?? '');
      const content = execFileSync('git', ['lfs', 'smudge'], {
        cwd: test.root,
        env: test.environment,
        input: `${pointer}\n`,
        encoding: 'utf8',
      });
      expect(content).toBe('lost\n');
    },
  );

  it.runIf(!hasLargeFiles)('were not tried, because git-lfs is not installed here', () => {
    expect(hasLargeFiles).toBe(false);
  });
});
