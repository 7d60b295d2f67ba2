import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGitClient } from '#main/git/client.ts';
import { commitSubjects } from '#main/git/commits.ts';
import { gitSettings } from '#main/git/git-settings.ts';
import { buildCandidate, landCommit } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import { refNames } from '#main/git/refs.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

const identity = ['user.name=User', 'user.email=user@example.invalid'];

interface Landed {
  readonly repository: TestRepository;
  readonly candidate: Extract<Candidate, { kind: 'candidate' }>;
  readonly worktree: string;
}

/** One task from its worktree to the epic, as a run does it, on an epic that moves meanwhile. */
async function land(
  options: RepositoryOptions,
  work: Readonly<Record<string, string>>,
  arrange: (repository: TestRepository) => void = () => {},
): Promise<Landed> {
  const repository = makeRepository(options);
  arrange(repository);
  const { client } = repository;
  const base = repository.git('rev-parse', 'HEAD');
  repository.git('branch', 'epic/e');
  const { pool, given } = repository.pool();
  const worktree = await given('e.1');
  repository.write(work, worktree.folder);
  const request = { taskId: 'e.1', parent: base, message: 'e.1: wörk\n', number: 1 };
  const snapshot = await takeSnapshot(
    { ...request, moveBranch: true },
    pool.snapshotDependencies(worktree),
  );
  const headBefore = repository.commitOn('epic/e', { 'epic.txt': 'epic\n' });
  const done = { taskId: 'e.1', ...snapshot };
  const candidate = await buildCandidate(client, done, headBefore, 'e.1: Größe\n\nCloses: e.1\n');
  if (candidate.kind === 'conflict') throw new Error(`conflict: ${candidate.files.join()}`);
  const archived = [{ taskId: 'e.1', commit: snapshot.commit }];
  const landing = { ref: 'refs/heads/epic/e', headBefore, commit: candidate.commit, archived };
  expect(await landCommit(client, landing, 'merge of e.1')).toBe(true);
  await given('e.2', { base: 'refs/heads/epic/e' });
  await pool.remove(worktree, await pool.proveSafe(worktree, 'e.2'));
  return { repository, candidate, worktree: worktree.folder };
}

const settings: readonly [string, readonly string[]][] = [
  ['signs every commit with a program that fails', ['commit.gpgSign=true', 'gpg.program=false']],
  ['converts line ends', ['core.autocrlf=true']],
  ['has a file system monitor that hides changes', ['core.fsmonitor=true']],
  ['has a monitor program that fails', ['core.fsmonitor=/bin/false']],
  ['keeps an untracked cache', ['core.untrackedCache=true']],
  ['splits its index', ['core.splitIndex=true']],
  ['shows no untracked files', ['status.showUntrackedFiles=no']],
  ['quotes, colours and pages', ['core.quotePath=true', 'color.ui=always', 'core.pager=false']],
  ['shows signatures in logs', ['log.showSignature=true', 'gpg.program=false']],
  ['writes commits in another encoding', ['i18n.commitEncoding=ISO-8859-1']],
  ['reads logs in another encoding', ['i18n.logOutputEncoding=ISO-8859-1']],
  ['tracks every branch', ['branch.autoSetupMerge=always', 'push.autoSetupRemote=true']],
  [
    'shows diffs in its own way',
    ['diff.noprefix=true', 'diff.external=false', 'diff.renames=copies'],
  ],
  ['ignores submodules', ['diff.ignoreSubmodules=all', 'submodule.recurse=true']],
  ['has its hooks in one place', ['core.hooksPath=/nowhere']],
  ['has aliases for our verbs', ['alias.add=!false', 'alias.commit-tree=!false']],
  ['checks out with many workers', ['checkout.workers=4', 'feature.manyFiles=true']],
  ['opens editors', ['core.editor=false', 'sequence.editor=false']],
];

/** For each setting that is decided a value that would do harm, or changes most; `*` is a name then. */
const examples: Readonly<Record<string, string>> = {
  'core.hooksPath': 'hooks',
  'core.fsmonitor': 'true',
  'core.untrackedCache': 'true',
  'core.ignoreStat': 'true',
  'core.trustctime': 'false',
  'core.checkStat': 'minimal',
  'core.quotePath': 'true',
  'i18n.commitEncoding': 'ISO-8859-1',
  'i18n.logOutputEncoding': 'ISO-8859-1',
  'log.showSignature': 'true',
  'status.showStash': 'true',
  'core.fsync': 'none',
  'core.fsyncMethod': 'batch',
  'core.safecrlf': 'true',
  'core.useReplaceRefs': 'true',
  'core.commitGraph': 'true',
  'core.multiPackIndex': 'true',
  'gc.auto': '1',
  'maintenance.auto': 'true',
  'submodule.recurse': 'true',
  'core.splitIndex': 'true',
  'index.sparse': 'true',
  'core.sparseCheckout': 'true',
  'core.sparseCheckoutCone': 'true',
  'core.bare': 'false',
  'core.autocrlf': 'input',
  'core.eol': 'lf',
  'core.fileMode': 'false',
  'core.symlinks': 'true',
  'core.ignoreCase': 'true',
  'core.precomposeUnicode': 'true',
  'core.protectHFS': 'true',
  'core.protectNTFS': 'true',
  'core.bigFileThreshold': '1',
  'core.sharedRepository': 'group',
  'filter.*': 'filter.none.clean=false',
  'lfs.*': 'lfs.fetchexclude=*',
  'core.excludesFile': '/dev/null',
  'core.attributesFile': '/dev/null',
  'merge.renames': 'false',
  'merge.renameLimit': '1',
  'merge.directoryRenames': 'true',
  'merge.renormalize': 'true',
  'merge.default': 'text',
  'merge.*.driver': 'merge.none.driver=false',
  'diff.renames': 'copies',
  'diff.renameLimit': '1',
  'user.*': 'user.signingKey=none',
  'author.*': 'author.name=User',
  'committer.*': 'committer.name=User',
  'commit.gpgSign': 'true',
  'gpg.*': 'gpg.program=false',
  'remote.*': 'remote.origin.mirror=true',
  'branch.*': 'branch.autoSetupMerge=always',
  'push.*': 'push.default=nothing',
  'url.*': 'url./nowhere.insteadOf=/',
  'http.*': 'http.proxy=nowhere',
  'ssh.variant': 'simple',
  'credential.*': 'credential.helper=!false',
  'protocol.*': 'protocol.allow=never',
  'core.sshCommand': 'false',
  'core.askPass': 'false',
  'core.gitProxy': 'false',
  'fetch.*': 'fetch.prune=true',
  'transfer.*': 'transfer.fsckObjects=true',
  'safe.*': 'safe.bareRepository=explicit',
  'extensions.*': 'extensions.worktreeConfig=true',
  'core.repositoryFormatVersion': '1',
  'core.worktree': '',
  'include.*': 'include.path=/dev/null',
  'includeIf.*': 'includeIf.gitdir:/.path=/dev/null',
  'core.compression': '0',
  'core.looseCompression': '9',
  'core.logAllRefUpdates': 'false',
  'core.filesRefLockTimeout': '0',
  'core.packedRefsTimeout': '0',
  'pack.*': 'pack.threads=1',
  'index.threads': '1',
  'index.version': '4',
  'index.skipHash': 'false',
  'feature.*': 'feature.manyFiles=true',
  'checkout.*': 'checkout.workers=4',
  'fsck.*': 'fsck.zeroPaddedFilemode=error',
  'core.preloadIndex': 'false',
  'alias.*': 'alias.update-index=!false',
  'advice.*': 'advice.detachedHead=true',
  'color.*': 'color.ui=always',
  'column.*': 'column.ui=always',
  'pager.*': 'pager.status=false',
  'core.pager': 'false',
  'core.editor': 'false',
  'sequence.editor': 'false',
  'core.commentChar': 'e',
  'core.abbrev': '4',
  'core.whitespace': 'tab-in-indent',
  'diff.external': 'false',
  'diff.noprefix': 'true',
  'diff.mnemonicPrefix': 'true',
  'diff.ignoreSubmodules': 'all',
  'diff.algorithm': 'patience',
  'diff.orderFile': '/dev/null',
  'diff.submodule': 'log',
  'diff.*.textconv': 'diff.none.textconv=false',
  'diff.*.command': 'diff.none.command=false',
  'status.showUntrackedFiles': 'no',
  'status.branch': 'true',
  'status.renames': 'copies',
  'status.relativePaths': 'false',
  'format.*': 'format.pretty=raw',
  'log.*': 'log.decorate=full',
  'notes.*': 'notes.displayRef=*',
  'mailmap.*': 'mailmap.file=/dev/null',
  'trailer.*': 'trailer.separators=:',
  'trace2.*': 'trace2.eventTarget=2',
  'commit.template': '/nowhere',
  'commit.cleanup': 'verbatim',
  'merge.ff': 'only',
  'merge.conflictStyle': 'diff3',
  'merge.verifySignatures': 'true',
  'merge.verbosity': '5',
  'merge.autoStash': 'true',
  'pull.*': 'pull.rebase=true',
  'rebase.*': 'rebase.autoStash=true',
  'rerere.*': 'rerere.enabled=true',
  'stash.*': 'stash.showPatch=true',
  'init.*': 'init.templateDir=/nowhere',
  'clone.*': 'clone.defaultRemoteName=other',
  'tag.*': 'tag.gpgSign=true',
  'apply.*': 'apply.whitespace=error',
  'am.*': 'am.keepcr=true',
  'grep.*': 'grep.lineNumber=true',
  'worktree.*': 'worktree.guessRemote=true',
};

/** The settings that are decided alike, as `name=value`. */
const decided = [
  ...Map.groupBy(gitSettings, ({ use, why, name }) => (use.startsWith('fixed') ? name : why)),
]
  .map(([what, rules]): [string, readonly string[]] => [
    what,
    rules.flatMap(({ name }) => {
      const example = examples[name] ?? '';
      if (example === '') return [];
      return [name.includes('*') ? example : `${name}=${example}`];
    }),
  ])
  .filter(([, values]) => values.length > 0);

describe('each setting that is decided', () => {
  it('has an example here', () => {
    expect(Object.keys(examples).toSorted()).toEqual(
      gitSettings.map(({ name }) => name).toSorted(),
    );
  });

  it.each(decided)('gives the same commits as without it (%s)', async (_what, config) => {
    const files = { 'a.txt': 'a\nb\nc\n', 'dir/ü.txt': 'ü\n' };
    const work = { 'a.txt': 'changed\nb\nc\n', 'dir/ü.txt': 'ö\n', 'new.txt': 'new\n' };
    const { repository, candidate } = await land({ files, config: [...identity, ...config] }, work);
    const tree = repository.git(
      '-c',
      'core.quotePath=false',
      'ls-tree',
      '-r',
      '--name-only',
      candidate.commit,
    );
    expect(tree.split('\n').toSorted()).toEqual(['a.txt', 'dir/ü.txt', 'epic.txt', 'new.txt']);
    expect(repository.fileAt(candidate.commit, 'a.txt')).toBe(work['a.txt']);
    expect(candidate.proof).toBe('patch_equality');
    const log = await commitSubjects(repository.client, 'main', 'refs/heads/epic/e');
    expect(log.map(({ subject }) => subject)).toEqual(['e.1: Größe', 'work on epic/e']);
  });

  it('wins as it is decided over what the environment says', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'a\n' } });
    const environment = {
      ...repository.environment,
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'core.hooksPath',
      GIT_CONFIG_VALUE_0: '/elsewhere',
      GIT_CONFIG_KEY_1: 'core.ignoreStat',
      GIT_CONFIG_VALUE_1: 'true',
      GIT_CONFIG_PARAMETERS: "'core.quotepath'='true' 'submodule.recurse'='true'",
    };
    const git = createGitClient(repository.root, { environment });
    for (const { name, value, use } of gitSettings) {
      if (use !== 'fixed' || value === undefined) continue;
      expect([name, await git.text(['config', '--get', name])]).toEqual([name, value]);
    }
    const tree = {
      gitDirectory: repository.commonDirectory,
      workTree: repository.folder,
      indexFile: join(repository.folder, 'index'),
    };
    const pinned = git.inTree(tree);
    for (const { name, value, use } of gitSettings) {
      if (!use.startsWith('fixed') || value === undefined) continue;
      expect([name, await pinned.text(['config', '--get', name])]).toEqual([name, value]);
    }
  });

  it('takes the tree that git has, not one that stands for it', async () => {
    const repository = makeRepository({ files: { 'a.txt': 'true\n' } });
    const blob = repository.git('rev-parse', 'HEAD:a.txt');
    repository.write({ 'other.txt': 'replaced\n' });
    const other = repository.git('hash-object', '-w', 'other.txt');
    repository.git('replace', blob, other);
    expect(repository.git('show', 'HEAD:a.txt')).toBe('replaced');
    expect(await repository.client.text(['show', 'HEAD:a.txt'])).toBe('true');
  });
});

describe('a user whose git', () => {
  it.each(settings)('%s gets the same commits as any other', async (_what, config) => {
    const files = { 'a.txt': 'a\nb\nc\n' };
    const work = { 'a.txt': 'changed\nb\nc\n', 'new.txt': 'new\n' };
    const { repository, candidate } = await land({ files, config: [...identity, ...config] }, work);
    const tree = repository.git('ls-tree', '-r', '--name-only', candidate.commit);
    expect(tree).toBe('a.txt\nepic.txt\nnew.txt');
    expect(repository.fileAt(candidate.commit, 'a.txt')).toBe(work['a.txt']);
    expect(candidate.proof).toBe('patch_equality');
    const raw = repository.git('cat-file', 'commit', candidate.commit);
    expect(raw).not.toMatch(/^(gpgsig|encoding)/m);
    expect(raw).toContain('e.1: Größe');
    const log = await commitSubjects(repository.client, 'main', 'refs/heads/epic/e');
    expect(log.map(({ subject }) => subject)).toEqual(['e.1: Größe', 'work on epic/e']);
    expect(log[0]?.commit).toBe(candidate.commit);
    expect(repository.read('.git/config')).not.toContain('[branch "agent');
  });

  it('runs hooks has none of them run by ours', async () => {
    const names = ['pre-commit', 'commit-msg', 'post-commit', 'post-checkout', 'post-merge'];
    const more = [
      'reference-transaction',
      'post-index-change',
      'post-rewrite',
      'prepare-commit-msg',
    ];
    const { repository } = await land({}, { 'b.txt': 'b\n' }, ({ folder, write, git }) => {
      for (const name of [...names, ...more]) {
        write(
          { [`hooks/${name}`]: `#!/bin/sh\necho ${name} >> '${folder}/ran'\nexit 1\n` },
          folder,
        );
        chmodSync(join(folder, 'hooks', name), 0o755);
      }
      git('config', 'core.hooksPath', join(folder, 'hooks'));
    });
    expect(existsSync(join(repository.folder, 'ran'))).toBe(false);
  });

  it('converts line ends in the repository’s attributes keeps them in both places', async () => {
    const files = { '.gitattributes': '*.txt text eol=crlf\n', 'a.txt': 'one\ntwo\n' };
    const { repository, candidate } = await land({ files }, { 'a.txt': 'one\r\nTWO\r\n' });
    expect(repository.fileAt(candidate.commit, 'a.txt')).toBe('one\nTWO\n');
    const { given } = repository.pool('again');
    const { folder } = await given('e.3', { base: 'refs/heads/epic/e' });
    expect(repository.read('a.txt', folder)).toBe('one\r\nTWO\r\n');
  });

  it('refuses to lose line ends still has work with them kept', async () => {
    const config = [...identity, 'core.autocrlf=input', 'core.safecrlf=true'];
    const { repository, candidate } = await land({ config }, { 'b.txt': 'one\r\ntwo\n' });
    expect(repository.fileAt(candidate.commit, 'b.txt')).toBe('one\ntwo\n');
  });

  it('cleans and smudges by a filter has it round trip', async () => {
    const files = { '.gitattributes': '*.rot filter=rot\n' };
    const { repository, candidate } = await land({ files }, { 'x.rot': 'uryyb\n' }, ({ git }) => {
      git('config', 'filter.rot.clean', 'tr a-mn-z n-za-m');
      git('config', 'filter.rot.smudge', 'tr a-mn-z n-za-m');
      git('config', 'filter.rot.required', 'true');
    });
    expect(repository.fileAt(candidate.commit, 'x.rot')).toBe('hello\n');
    const { folder } = await repository.pool('again').given('e.3', { base: 'refs/heads/epic/e' });
    expect(repository.read('x.rot', folder)).toBe('uryyb\n');
  });

  it('shows only a part of the tree still has work outside that part kept', async () => {
    const files = { 'in/a.txt': 'a\n', 'out/b.txt': 'b\n' };
    const work = { 'in/a.txt': 'new\n', 'out/new.txt': 'new\n', 'other/c.txt': 'c\n' };
    const { repository, candidate } = await land({ files }, work, ({ git }) => {
      git('sparse-checkout', 'set', 'in');
    });
    expect(repository.git('ls-tree', '-r', '--name-only', candidate.commit).split('\n')).toEqual([
      'epic.txt',
      'in/a.txt',
      'other/c.txt',
      'out/b.txt',
      'out/new.txt',
    ]);
    expect(existsSync(join(repository.root, 'out'))).toBe(false);
  });

  it('names objects by SHA-256 has everything work', async () => {
    const options = { init: ['--object-format=sha256'] };
    const { repository, candidate } = await land(options, { 'b.txt': 'b\n' });
    expect(candidate.commit).toHaveLength(64);
    expect(repository.resolve(refNames.archive('e.1'))).not.toBeNull();
    const log = await commitSubjects(repository.client, 'main', 'refs/heads/epic/e');
    expect(log[0]).toEqual({ commit: candidate.commit, subject: 'e.1: Größe' });
  });

  it('has no name set still commits nothing under a wrong one', async () => {
    const config = ['user.useConfigOnly=true'];
    await expect(land({ config }, { 'b.txt': 'b\n' })).rejects.toMatchObject({ kind: 'other' });
  });

  it('keeps its own index as it was, split or not', async () => {
    const config = [...identity, 'core.splitIndex=true'];
    const index = (repository: TestRepository): Buffer =>
      readFileSync(join(repository.commonDirectory, 'index'));
    let before: Buffer | null = null;
    const { repository } = await land({ config }, { 'b.txt': 'b\n' }, (made) => {
      before = index(made);
    });
    expect(index(repository)).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});
