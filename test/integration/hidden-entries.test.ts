import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HiddenEntries } from '#main/git/worktrees/hidden-entries.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hidden-entries-'));
  await mkdir(join(root, 'src/deep'), { recursive: true });
  await mkdir(join(root, '.git'));
  await writeFile(join(root, 'src/deep/a.txt'), 'a');
  await writeFile(join(root, 'src/b.txt'), 'b');
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const changes: readonly (readonly [what: string, change: () => Promise<unknown>])[] = [
  ['a new file', () => writeFile(join(root, 'src/deep/new.txt'), '')],
  ['a new folder', () => mkdir(join(root, 'src/deep/new'))],
  ['a file that is gone', () => rm(join(root, 'src/deep/a.txt'))],
  ['a file with another name', () => rename(join(root, 'src/b.txt'), join(root, 'src/c.txt'))],
  [
    'a link in the place of a folder',
    async () => {
      await rename(join(root, 'src/deep'), join(root, '.git/deep'));
      await symlink('../.git/deep', join(root, 'src/deep'));
    },
  ],
  [
    'a folder in the place of a file',
    async () => {
      await rm(join(root, 'src/b.txt'));
      await mkdir(join(root, 'src/b.txt'));
    },
  ],
  ['a repository', () => mkdir(join(root, 'src/.git'))],
  ['a pipe', async () => execFileSync('mkfifo', [join(root, 'src/pipe')])],
  [
    'a new file in a folder of which somebody has set the time',
    async () => {
      await writeFile(join(root, 'src/deep/new.txt'), '');
      await utimes(join(root, 'src/deep'), new Date(0), new Date(0));
    },
  ],
];

describe('the folders of a tree of files', () => {
  it('are as they were shown while no name in them has changed, whatever files have', async () => {
    const entries = new HiddenEntries(root);
    expect(await entries.isAsShown([])).toBe(false);
    await entries.noteShown([]);
    await writeFile(join(root, 'src/b.txt'), 'other');
    await writeFile(join(root, '.git/HEAD'), 'anything');
    expect(await entries.isAsShown([])).toBe(true);
    expect(await entries.isAsShown(['dist'])).toBe(false);
  });

  it.each(changes)('are not as they were shown after %s', async (_what, change) => {
    const entries = new HiddenEntries(root);
    await entries.noteShown([]);
    await change();
    expect(await entries.isAsShown([])).toBe(false);
  });

  it('are never known to be so where a name is no text', async () => {
    await writeFile(Buffer.concat([Buffer.from(`${root}/src/`), Buffer.from([0xff])]), '');
    const entries = new HiddenEntries(root);
    await entries.noteShown([]);
    expect(await entries.isAsShown([])).toBe(false);
  });

  it('lose what git neither shows nor cleans, also where it was seen before', async () => {
    const entries = new HiddenEntries(root);
    await entries.noteShown([]);
    await mkdir(join(root, 'src/.git'));
    expect(await entries.isAsShown([])).toBe(false);
    await entries.remove([]);
    expect(await entries.isAsShown([])).toBe(true);
  });
});
