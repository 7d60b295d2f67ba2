import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitSubjects } from '#main/git/commits.ts';
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
  const done = { taskId: 'e.1', base, ...snapshot };
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
