import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildCandidate, landCommit, mergeTrees } from '#main/git/merge.ts';
import type { Candidate, Work } from '#main/git/merge.ts';
import { refNames } from '#main/git/refs.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

type Files = Readonly<Record<string, string | null>>;
type Built = Extract<Candidate, { kind: 'candidate' }>;
const epic = refNames.epicBranch('e');
const lines = (count: number, change: Readonly<Record<number, string>> = {}): string =>
  Array.from(
    { length: count },
    (_value, index) => `${change[index + 1] ?? `line ${index + 1}`}\n`,
  ).join('');

interface Bench extends TestRepository {
  readonly base: string;
  /** Work of task `e.1` from the base; raw commits on its branch. */
  readonly work: (files?: Files, edit?: (folder: string) => void) => Work;
  /** Moves the epic on by one commit. */
  readonly moveEpic: (files: Files) => string;
  readonly build: (work: Work) => Promise<Candidate>;
  readonly built: (work: Work) => Promise<Built>;
}

function bench(options: RepositoryOptions = {}): Bench {
  const repository = makeRepository(options);
  const base = repository.git('rev-parse', 'HEAD');
  repository.git('branch', 'epic/e');
  const asWork = (commit: string): Work => ({
    taskId: 'e.1',
    base,
    commit,
    tree: repository.git('rev-parse', `${commit}^{tree}`),
  });
  const build = (work: Work): Promise<Candidate> =>
    buildCandidate(
      repository.client,
      work,
      repository.git('rev-parse', epic),
      'e.1: title\n\nbody\n',
    );
  return {
    ...repository,
    base,
    work(files = {}, edit = () => {}) {
      const folder = join(repository.folder, 'work');
      repository.git('worktree', 'add', '--quiet', '-b', 'agent/e.1', folder, base);
      edit(folder);
      return asWork(repository.commit('work', files, folder));
    },
    moveEpic: (files) => repository.commitOn('epic/e', files),
    build,
    async built(work) {
      const candidate = await build(work);
      if (candidate.kind === 'conflict') throw new Error(`conflict: ${candidate.files.join()}`);
      return candidate;
    },
  };
}

describe('merging work into an epic that has not moved', () => {
  it('lands the very tree that was verified, as one commit on the epic', async () => {
    const test = bench();
    const work = test.work({ 'b.txt': 'b\n', 'a.txt': null });
    const candidate = await test.built(work);
    expect(candidate).toMatchObject({ proof: 'tree_equality', combined: false, tree: work.tree });
    expect(test.git('rev-parse', `${candidate.commit}^@`)).toBe(test.base);
    expect(test.git('log', '-1', '--format=%B%an <%ae>', candidate.commit)).toBe(
      'e.1: title\n\nbody\nUser <user@example.invalid>',
    );
    expect(test.resolve(epic)).toBe(test.base);
  });

  it('makes an empty commit of work that changed nothing', async () => {
    const test = bench();
    const candidate = await test.built(test.work());
    expect(candidate).toMatchObject({ proof: 'tree_equality', combined: false });
    expect(test.git('diff', '--name-only', test.base, candidate.commit)).toBe('');
  });
});

describe('merging work into an epic that has moved', () => {
  it('elsewhere: the same files come to the same content', async () => {
    const test = bench();
    const work = test.work({ 'b.txt': 'b\n' });
    const moved = test.moveEpic({ 'c.txt': 'c\n' });
    const candidate = await test.built(work);
    expect(candidate).toMatchObject({ proof: 'patch_equality', combined: true, headBefore: moved });
    expect(test.git('ls-tree', '--name-only', candidate.commit)).toBe('a.txt\nb.txt\nc.txt');
    expect(test.git('rev-parse', `${candidate.commit}^@`)).toBe(moved);
  });

  it('in another part of the same file: the same lines change', async () => {
    const test = bench({ files: { 'a.txt': lines(40) } });
    const work = test.work({ 'a.txt': lines(40, { 35: 'work' }), 'b.txt': 'b\n' });
    test.moveEpic({ 'a.txt': lines(40, { 2: 'epic\nmore' }) });
    const candidate = await test.built(work);
    expect(candidate.proof).toBe('patch_equality');
    expect(test.fileAt(candidate.commit, 'a.txt')).toBe(lines(40, { 2: 'epic\nmore', 35: 'work' }));
  });

  it('by part of the same change: that is a three-way merge, and said so', async () => {
    const test = bench();
    const work = test.work({ 'a.txt': 'new\n', 'b.txt': 'b\n' });
    test.moveEpic({ 'a.txt': 'new\n' });
    const candidate = await test.built(work);
    expect(candidate).toMatchObject({ proof: 'three_way_merge', combined: true });
    expect(test.git('diff', '--name-only', `${candidate.commit}^`, candidate.commit)).toBe('b.txt');
  });

  it('by all of the same change: nothing is left to land', async () => {
    const test = bench();
    const work = test.work({ 'a.txt': 'new\n' });
    test.moveEpic({ 'a.txt': 'new\n' });
    const candidate = await test.built(work);
    expect(candidate.proof).toBe('three_way_merge');
    expect(test.git('diff', '--name-only', `${candidate.commit}^`, candidate.commit)).toBe('');
  });

  it('keeps modes, links and binaries', async () => {
    const test = bench({ files: { 'run.sh': 'x\n', 'a.txt': lines(30) } });
    const binary = Uint8Array.from({ length: 5000 }, (_value, index) => (index * 7) % 256);
    const work = test.work({ 'a.txt': lines(30, { 25: 'work' }) }, (folder) => {
      chmodSync(join(folder, 'run.sh'), 0o755);
      symlinkSync('a.txt', join(folder, 'link'));
      writeFileSync(join(folder, 'b.bin'), binary);
    });
    test.moveEpic({ 'a.txt': lines(30, { 3: 'epic' }) });
    const candidate = await test.built(work);
    expect(candidate.proof).toBe('patch_equality');
    expect(test.git('ls-tree', candidate.commit, 'run.sh', 'link', 'b.bin')).toMatch(
      /^100644 .*b\.bin\n120000 .*link\n100755 .*run\.sh$/,
    );
    expect(test.git('rev-parse', `${candidate.commit}:b.bin`)).toBe(
      test.git('rev-parse', `${work.commit}:b.bin`),
    );
  });

  it('follows a file that the epic renamed', async () => {
    const test = bench({ files: { 'old.txt': lines(30) } });
    const work = test.work({ 'old.txt': lines(30, { 20: 'work' }) });
    test.moveEpic({ 'old.txt': null, 'new.txt': lines(30) });
    const candidate = await test.built(work);
    expect(candidate.proof).toBe('three_way_merge');
    expect(test.fileAt(candidate.commit, 'new.txt')).toBe(lines(30, { 20: 'work' }));
    expect(test.fileAt(candidate.commit, 'old.txt')).toBeNull();
  });

  it('does not bring back what the user took off the epic by setting it back', async () => {
    const test = bench();
    const dropped = test.moveEpic({ 'dropped.txt': 'unwanted\n' });
    const commit = test.commitOn('agent/e.1', { 'work.txt': 'work\n' }, dropped);
    test.git('update-ref', epic, test.base);
    const tree = test.git('rev-parse', `${commit}^{tree}`);
    const candidate = await test.built({ taskId: 'e.1', base: dropped, commit, tree });
    expect(test.git('ls-tree', '--name-only', candidate.commit)).toBe('a.txt\nwork.txt');
    expect(candidate.proof).toBe('patch_equality');
  });

  it('takes work whose agent merged the epic itself, and resolved the conflict', async () => {
    const test = bench();
    const folder = join(test.folder, 'work');
    const first = test.work({ 'a.txt': 'work\n' });
    const moved = test.moveEpic({ 'a.txt': 'epic\n' });
    expect(() => test.gitIn(folder, 'merge', '--quiet', 'epic/e')).toThrow();
    const commit = test.commit('merged', { 'a.txt': 'both\n' }, folder);
    const tree = test.git('rev-parse', `${commit}^{tree}`);
    const candidate = await test.built({ ...first, commit, tree });
    expect(test.fileAt(candidate.commit, 'a.txt')).toBe('both\n');
    expect(candidate.headBefore).toBe(moved);
  });

  it('takes work on a history of its own as what it changed', async () => {
    const test = bench();
    const folder = join(test.folder, 'work');
    test.work();
    test.gitIn(folder, 'checkout', '--quiet', '--orphan', 'island');
    const commit = test.commit('island', { 'b.txt': 'b\n' }, folder);
    test.moveEpic({ 'c.txt': 'c\n' });
    const tree = test.git('rev-parse', `${commit}^{tree}`);
    const candidate = await test.built({ taskId: 'e.1', base: test.base, commit, tree });
    expect(test.git('ls-tree', '--name-only', candidate.commit)).toBe('a.txt\nb.txt\nc.txt');
  });

  it('takes no word of an external diff for the proof', async () => {
    const test = bench({ files: { 'a.txt': lines(40), '.gitattributes': '*.txt diff=liar\n' } });
    test.git('config', 'diff.liar.command', 'true');
    test.git('config', 'diff.liar.textconv', 'true');
    test.git('config', 'diff.external', 'true');
    // The epic has half of the change already: only a diff that says nothing would call that equal.
    const work = test.work({ 'a.txt': lines(40, { 2: 'both', 35: 'work' }) });
    test.moveEpic({ 'a.txt': lines(40, { 2: 'both', 20: 'epic' }) });
    expect((await test.built(work)).proof).toBe('three_way_merge');
  });
});

describe('a conflict', () => {
  type Case = [string, Record<string, string>, Files, Files, readonly string[]];
  const cases: readonly Case[] = [
    ['same line', { 'a.txt': 'a\n' }, { 'a.txt': 'work\n' }, { 'a.txt': 'epic\n' }, ['a.txt']],
    ['add/add', {}, { 'n.txt': 'work\n' }, { 'n.txt': 'epic\n' }, ['n.txt']],
    ['modify/delete', { 'a.txt': 'a\n' }, { 'a.txt': 'work\n' }, { 'a.txt': null }, ['a.txt']],
    ['delete/modify', { 'a.txt': 'a\n' }, { 'a.txt': null }, { 'a.txt': 'epic\n' }, ['a.txt']],
    ['binary', { 'b.bin': 'a\0b' }, { 'b.bin': 'a\0c' }, { 'b.bin': 'a\0d' }, ['b.bin']],
    [
      'two names for one file',
      { 'a.txt': lines(20) },
      { 'a.txt': null, 'work.txt': lines(20) },
      { 'a.txt': null, 'epic.txt': lines(20) },
      ['a.txt', 'epic.txt', 'work.txt'],
    ],
    ['file/folder', {}, { x: 'file\n' }, { 'x/y.txt': 'y\n' }, ['x']],
    ['folder/file', {}, { 'x/y.txt': 'y\n' }, { x: 'file\n' }, ['x']],
    [
      'file/folder with a name that git would choose',
      { 'x~HEAD': 'mine\n' },
      { x: 'file\n' },
      { 'x/y.txt': 'y\n' },
      ['x'],
    ],
    [
      'new file in a folder that was renamed',
      { 'd/1': lines(9), 'd/2': lines(8), 'd/3': lines(7) },
      { 'd/new.txt': 'new\n' },
      {
        'd/1': null,
        'd/2': null,
        'd/3': null,
        'e/1': lines(9),
        'e/2': lines(8),
        'e/3': lines(7),
      },
      ['d/new.txt'],
    ],
    [
      'odd names that are in the way of a folder',
      {},
      { 'ü "x"\ny': 'file\n' },
      { 'ü "x"\ny/z': 'z\n' },
      ['ü "x"\ny'],
    ],
    [
      'odd names',
      { 'with space\nand break.txt': 'a\n' },
      { 'with space\nand break.txt': 'work\n' },
      { 'with space\nand break.txt': 'epic\n' },
      ['with space\nand break.txt'],
    ],
  ];

  it.each(cases)(
    '(%s) names the files, and makes nothing',
    async (_name, files, mine, theirs, named) => {
      const test = bench({ files: { 'z.txt': 'z\n', ...files } });
      const work = test.work(mine);
      const moved = test.moveEpic(theirs);
      const result = await test.build(work);
      expect(result.kind).toBe('conflict');
      if (result.kind !== 'conflict') return;
      expect(result.files.toSorted()).toEqual(named);
      expect(test.resolve(epic)).toBe(moved);
    },
  );

  it('in no single file, such as a folder split in two, is a conflict all the same', async () => {
    const names = ['f1', 'f2', 'f3', 'f4'];
    const content = new Map(names.map((name, index) => [name, lines(20 + index)]));
    const inFolders = (folders: readonly string[]): Record<string, string> =>
      Object.fromEntries(
        names.map((name, index) => [`${folders[index]}/${name}`, content.get(name) ?? '']),
      );
    const test = bench({ files: inFolders(['d', 'd', 'd', 'd']) });
    const work = test.work({ 'd/new': 'new\n' });
    const gone = Object.fromEntries(names.map((name) => [`d/${name}`, null]));
    test.moveEpic({ ...gone, ...inFolders(['e', 'e', 'g', 'g']) });
    expect(await test.build(work)).toEqual({ kind: 'conflict', files: ['d'] });
  });

  it('is told for any two commits, also unrelated ones', async () => {
    const test = bench();
    const folder = join(test.folder, 'work');
    test.work();
    test.gitIn(folder, 'checkout', '--quiet', '--orphan', 'island');
    const island = test.commit('island', { 'a.txt': 'other\n' }, folder);
    expect((await mergeTrees(test.client, test.base, island)).conflicts).toEqual(['a.txt']);
  });
});

describe('landing a candidate', () => {
  it('moves the epic and archives the work, both or none', async () => {
    const test = bench();
    const work = test.work({ 'b.txt': 'b\n' });
    const { headBefore, commit } = await test.built(work);
    const archived = [{ taskId: 'e.1', commit: work.commit }];
    const landing = { ref: epic, headBefore, commit, archived };
    const archive = refNames.archive('e.1');
    const before = test.state();
    const loser = { ...landing, headBefore: work.commit };
    expect(await landCommit(test.client, loser, 'merge')).toBe(false);
    expect([test.resolve(epic), test.resolve(archive)]).toEqual([headBefore, null]);
    expect(await landCommit(test.client, landing, 'merge')).toBe(true);
    expect([test.resolve(epic), test.resolve(archive)]).toEqual([commit, work.commit]);
    expect(await landCommit(test.client, landing, 'merge')).toBe(false);
    expect(test.state()).toEqual(before);
  });

  it('lets one of two that race win', async () => {
    const test = bench();
    const work = test.work({ 'b.txt': 'b\n' });
    const one = await test.built(work);
    const other = await buildCandidate(test.client, work, one.headBefore, 'another message\n');
    if (other.kind === 'conflict') throw new Error('conflict');
    const land = ({ headBefore, commit }: Built, taskId: string): Promise<boolean> =>
      landCommit(
        test.client,
        { ref: epic, headBefore, commit, archived: [{ taskId, commit: work.commit }] },
        'merge',
      );
    const results = await Promise.all([land(one, 'e.1'), land(other, 'e.2')]);
    expect(results.filter((won) => won)).toHaveLength(1);
    expect([one.commit, other.commit]).toContain(test.resolve(epic));
    expect(test.git('for-each-ref', 'refs/switchyard/archive').split('\n')).toHaveLength(1);
  });
});
