import { existsSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { GitError } from '#main/git/git-error.ts';
import { createGitClient } from '#main/git/client.ts';
import { lockCheckout } from '#main/git/locked-checkout.ts';
import { makeRepository } from '../helpers/repositories.ts';
import type { RepositoryOptions, TestRepository } from '../helpers/repositories.ts';

const epic = 'refs/heads/epic/e';

async function bringAlong(
  git: TestRepository['client'],
  checkout: Checkout,
  before: string,
  after: string,
): Promise<void> {
  const held = await lockCheckout(git, checkout);
  if (held === null) throw new Error('It cannot be held.');
  try {
    await held.bringAlong({ before, after });
  } finally {
    await held.release();
  }
}

interface Bench extends TestRepository {
  readonly before: string;
  readonly find: () => Promise<Checkout | null>;
  /** Lands a commit on the epic, as a merge would, and returns it. */
  readonly land: (files: Readonly<Record<string, string | null>>) => string;
  /** Lands it and brings the checkout along. */
  readonly bring: (files: Readonly<Record<string, string | null>>) => Promise<string>;
}

/** A repository whose epic branch exists and is checked out nowhere. */
function bench(options: RepositoryOptions = {}): Bench {
  const repository = makeRepository(options);
  repository.git('branch', 'epic/e');
  const before = repository.git('rev-parse', 'HEAD');
  const common = realpathSync(repository.commonDirectory);
  const test: Bench = {
    ...repository,
    before,
    find: () => findCheckout(repository.client, common, epic),
    land(files) {
      const commit = repository.commitOn('landing', files, before);
      repository.git('update-ref', epic, commit);
      return commit;
    },
    async bring(files) {
      const checkout = await test.find();
      if (checkout?.clean !== true) throw new Error('no clean checkout');
      const after = test.land(files);
      await bringAlong(repository.client, checkout, before, after);
      return after;
    },
  };
  return test;
}

function linked(test: Bench, name = 'linked tree'): string {
  const folder = join(test.folder, name);
  test.git('worktree', 'add', '--quiet', folder, 'epic/e');
  return realpathSync(folder);
}

describe('a checkout of the epic branch', () => {
  it('is found in the main working tree, in a linked one, or nowhere', async () => {
    const test = bench();
    expect(await test.find()).toBeNull();
    const folder = linked(test);
    expect(await test.find()).toMatchObject({ folder, clean: true, problem: null });
    test.git('worktree', 'remove', folder);
    test.git('switch', '--quiet', 'epic/e');
    expect(await test.find()).toMatchObject({
      folder: realpathSync(test.root),
      clean: true,
      problem: null,
    });
  });

  it.each([
    ['a changed file', (folder: string, test: Bench) => test.write({ 'a.txt': 'x\n' }, folder)],
    ['a new file', (folder: string, test: Bench) => test.write({ 'new.txt': 'x\n' }, folder)],
    ['a deleted file', (folder: string, test: Bench) => test.write({ 'a.txt': null }, folder)],
    [
      'a staged change that was taken back in the file',
      (folder: string, test: Bench) => {
        test.write({ 'a.txt': 'x\n' }, folder);
        test.gitIn(folder, 'add', 'a.txt');
        test.write({ 'a.txt': 'a\n' }, folder);
      },
    ],
    [
      'a merge under way',
      (folder: string, test: Bench) => {
        test.commitOn('other', { 'other.txt': 'x\n' });
        test.gitIn(folder, 'merge', '--quiet', '--no-commit', '-s', 'ours', '--no-ff', 'other');
      },
    ],
    [
      'a rebase under way',
      (folder: string, test: Bench) => {
        test.commitOn('other', { 'a.txt': 'other\n' });
        test.commit('mine', { 'a.txt': 'mine\n' }, folder);
        expect(() => test.gitIn(folder, 'rebase', '--quiet', 'other')).toThrow();
      },
    ],
  ])('is not clean with %s', async (what, disturb) => {
    const test = bench();
    const folder = linked(test);
    disturb(folder, test);
    const busy =
      /under way/.exec(what) === null ? 'uncommitted changes' : 'a merge or rebase under way';
    expect(await test.find()).toMatchObject({ folder, clean: false, problem: busy });
  });

  it('is found beside one that is there no more', async () => {
    const test = bench();
    rmSync(linked(test, 'gone'), { recursive: true });
    expect(await test.find()).toBeNull();
    test.git('worktree', 'add', '--quiet', '--force', join(test.folder, 'there'), 'epic/e');
    expect((await test.find())?.folder).toBe(realpathSync(join(test.folder, 'there')));
  });

  it('is found where the git folder lies elsewhere', async () => {
    const { folder, git, gitIn } = makeRepository();
    const [apart, store] = [join(folder, 'apart'), join(folder, 'store')];
    git('clone', '--quiet', '--separate-git-dir', store, '.', apart);
    gitIn(apart, 'switch', '--quiet', '-c', 'epic/e');
    const environment = { PATH: process.env['PATH'], HOME: join(folder, 'home') };
    const client = createGitClient(apart, { environment });
    const found = await findCheckout(client, realpathSync(store), epic);
    expect(found).toMatchObject({ folder: apart, clean: true, problem: null });
  });

  it('is found in a submodule', async () => {
    const { folder, root, git, gitIn } = makeRepository();
    git('clone', '--quiet', '.', join(folder, 'other'));
    const trusting = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet'];
    git(...trusting, 'add', join(folder, 'other'), 'sub');
    const sub = join(root, 'sub');
    gitIn(sub, 'switch', '--quiet', '-c', 'epic/e');
    const environment = { PATH: process.env['PATH'], HOME: join(folder, 'home') };
    const common = realpathSync(join(root, '.git/modules/sub'));
    const found = await findCheckout(createGitClient(sub, { environment }), common, epic);
    expect(found).toMatchObject({ folder: realpathSync(sub), clean: true, problem: null });
  });

  it('is not looked for in a bare repository that only names the branch', async () => {
    const { folder, git, gitIn } = makeRepository();
    const store = join(folder, 'bare.git');
    git('clone', '--quiet', '--bare', '.', store);
    gitIn(store, 'branch', 'epic/e');
    gitIn(store, 'worktree', 'add', '--quiet', '-b', 'side', join(folder, 'side'));
    gitIn(store, 'symbolic-ref', 'HEAD', epic);
    const environment = { PATH: process.env['PATH'], HOME: join(folder, 'home') };
    const client = createGitClient(join(folder, 'side'), { environment });
    expect(await findCheckout(client, realpathSync(store), epic)).toBeNull();
  });
});

describe('bringing a checkout along', () => {
  it('makes files, index and status show the new tip', async () => {
    const test = bench({ files: { 'a.txt': 'a\n', 'gone.txt': 'x\n', 'same.txt': 's\n' } });
    const folder = linked(test);
    await test.bring({ 'a.txt': 'new\n', 'gone.txt': null, 'deep/new.txt': 'n\n' });
    expect(test.gitIn(folder, 'status', '--porcelain')).toBe('');
    expect(test.gitIn(folder, 'rev-parse', 'HEAD')).toBe(test.resolve(epic));
    expect(test.read('deep/new.txt', folder)).toBe('n\n');
    expect(existsSync(join(folder, 'gone.txt'))).toBe(false);
  });

  it('works in the main working tree, and keeps ignored files', async () => {
    const test = bench({ files: { 'a.txt': 'a\n', '.gitignore': 'cache\n' } });
    test.git('switch', '--quiet', 'epic/e');
    test.write({ cache: 'mine\n' });
    await test.bring({ 'a.txt': 'new\n' });
    expect(test.state().status).toContain(
      `# branch.oid ${test.resolve(epic)}\n# branch.head epic/e`,
    );
    expect(test.git('status', '--porcelain')).toBe('');
    expect(test.read('cache')).toBe('mine\n');
  });

  it('is not held up by a file that was only touched', async () => {
    const test = bench();
    const folder = linked(test);
    utimesSync(join(folder, 'a.txt'), 1_700_000_000, 1_700_000_000);
    await test.bring({ 'a.txt': 'new\n' });
    expect(test.read('a.txt', folder)).toBe('new\n');
  });

  it('changes nothing when the user has changed a file meanwhile', async () => {
    const test = bench();
    const folder = linked(test);
    const checkout = await test.find();
    const after = test.land({ 'a.txt': 'new\n', 'b.txt': 'b\n' });
    test.write({ 'a.txt': 'mine\n' }, folder);
    const bringing = bringAlong(test.client, checkout!, test.before, after);
    await expect(bringing).rejects.toThrow(GitError);
    expect(test.read('a.txt', folder)).toBe('mine\n');
    expect(existsSync(join(folder, 'b.txt'))).toBe(false);
  });

  it.each([
    ['file', { 'notes.txt': 'mine\n' }, { 'notes.txt': 'theirs\n' }],
    ['file in place of a folder', { notes: 'mine\n' }, { 'notes/x.txt': 'theirs\n' }],
  ])('overwrites no ignored %s of the user', async (_what, mine, theirs) => {
    const test = bench({ files: { 'a.txt': 'a\n', '.gitignore': 'notes*\n' } });
    const folder = linked(test);
    test.write(mine, folder);
    const files = { ...theirs, '.gitignore': null, 'a.txt': 'new\n' };
    await expect(test.bring(files)).rejects.toThrow(/is in the way/);
    const [name] = Object.keys(mine);
    expect(test.read(name!, folder)).toBe('mine\n');
    expect(test.read('a.txt', folder)).toBe('a\n');
  });
});
