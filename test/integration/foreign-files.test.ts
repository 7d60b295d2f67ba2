import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  listForeignFolder,
  openForeignFile,
  readForeignFile,
  readForeignText,
  readNamedText,
} from '#main/system/foreign-file.ts';

const limits = { maximumBytes: 64 * 1024 };
const within = { ...limits, links: 'inside' } as const;
const isRoot = process.getuid?.() === 0;

let base = '';
let root = '';

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'switchyard-foreign-'));
  root = join(base, 'root');
  await mkdir(join(root, 'folder'), { recursive: true });
  await writeFile(join(base, 'secret'), 'hunter2');
});

afterEach(async () => {
  await rm(base, { recursive: true, force: true });
});

function pipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

describe('a regular file', () => {
  it('is read with its mode and its place', async () => {
    await writeFile(join(root, 'folder', 'a\nb.txt'), 'text');
    await chmod(join(root, 'folder', 'a\nb.txt'), 0o640);
    expect(await readForeignText(root, 'folder/a\nb.txt', limits)).toMatchObject({
      ok: true,
      value: { text: 'text', mode: 0o640, parts: ['folder', 'a\nb.txt'] },
    });
  });

  it('is null where nothing is there', async () => {
    for (const file of ['no', 'no/such', 'folder/no', 'folder/no/such']) {
      expect(await readForeignFile(root, file, limits)).toEqual({ ok: true, value: null });
      expect(await readForeignFile(root, file, within)).toEqual({ ok: true, value: null });
    }
    expect(await readForeignFile(join(base, 'no'), 'a', limits)).toEqual({ ok: true, value: null });
  });

  it('is read up to the limit and refused beyond it, 2 GiB of nothing too', async () => {
    await writeFile(join(root, 'full'), 'x'.repeat(limits.maximumBytes));
    await writeFile(join(root, 'over'), 'x'.repeat(limits.maximumBytes + 1));
    await writeFile(join(root, 'sparse'), '');
    await truncate(join(root, 'sparse'), 2 * 1024 ** 3);
    expect((await readForeignText(root, 'full', limits)).ok).toBe(true);
    for (const file of ['over', 'sparse']) {
      expect(await readForeignFile(root, file, limits)).toEqual({
        ok: false,
        error: { kind: 'too-large', reason: 'it is larger than 64 KiB' },
      });
    }
  });

  it('is refused when it holds more than its size says', async () => {
    // Files of the kernel say that they are empty, like one that grows while it is read.
    expect(await readForeignFile('/proc/self', 'maps', { maximumBytes: 16 })).toMatchObject({
      error: { kind: 'too-large' },
    });
    const whole = await readForeignText('/proc/self', 'limits', limits);
    expect(whole.ok && whole.value?.text.includes('open files')).toBe(true);
  });

  it('that is not UTF-8 is no text', async () => {
    await writeFile(join(root, 'latin'), Buffer.from([0x66, 0xfc, 0x72]));
    expect(await readForeignText(root, 'latin', limits)).toMatchObject({
      error: { kind: 'not-utf8' },
    });
  });

  it('without permission says so, unless its reader is the system’s root', async () => {
    await writeFile(join(root, 'closed'), 'x', { mode: 0o000 });
    expect(await readForeignFile(root, 'closed', limits)).toMatchObject(
      isRoot
        ? { ok: true }
        : { error: { kind: 'denied', reason: 'there is no permission to read it' } },
    );
  });
});

describe('what is no regular file', () => {
  it.each([
    ['a named pipe', 'it is a named pipe'],
    ['a folder', 'it is a folder'],
    ['a socket', 'it is a socket'],
  ])('is refused at once: %s', async (what, reason) => {
    const path = join(root, 'odd');
    const server = createServer();
    if (what === 'a named pipe') pipe(path);
    else if (what === 'a folder') await mkdir(path);
    else await new Promise<void>((resolve) => server.listen(path, resolve));
    const expected = { ok: false, error: { kind: 'not-regular', reason } };
    expect(await readForeignFile(root, 'odd', limits)).toEqual(expected);
    expect(await readForeignFile(root, 'odd', within)).toEqual(expected);
    expect(await openForeignFile(root, 'odd')).toEqual(expected);
    expect(await readNamedText(path, 10)).toEqual(expected);
    await new Promise((resolve) => server.close(resolve));
  });

  it('is refused as a device', async () => {
    expect(await readForeignFile('/dev', 'zero', limits)).toEqual({
      ok: false,
      error: { kind: 'not-regular', reason: 'it is a device' },
    });
  });

  it('keeps no thread of the host: eight pipes, and an honest file is read meanwhile', async () => {
    const names = Array.from({ length: 8 }, (_one, index) => `pipe-${index}`);
    for (const name of names) pipe(join(root, name));
    await writeFile(join(root, 'honest'), 'here');
    const all = [...names, 'honest'].map((name) => readForeignText(root, name, limits));
    expect((await Promise.all(all)).at(-1)).toMatchObject({ value: { text: 'here' } });
  });
});

describe('a link', () => {
  it('is not followed at the end, wherever it leads', async () => {
    await writeFile(join(root, 'real'), 'x');
    await symlink('real', join(root, 'inner'));
    await symlink(join(base, 'secret'), join(root, 'outer'));
    await symlink('/dev/zero', join(root, 'zero'));
    await symlink('nowhere', join(root, 'dangling'));
    for (const file of ['inner', 'outer', 'zero', 'dangling']) {
      expect(await readForeignFile(root, file, limits)).toEqual({
        ok: false,
        error: { kind: 'link', reason: 'it is a symbolic link' },
      });
    }
  });

  it('is not followed in a folder above', async () => {
    await mkdir(join(base, 'elsewhere'));
    await writeFile(join(base, 'elsewhere', 'file'), 'hunter2');
    await symlink(join(base, 'elsewhere'), join(root, 'folder', 'away'));
    const expected = { ok: false, error: { kind: 'link', reason: '"away" is a symbolic link' } };
    expect(await readForeignFile(root, 'folder/away/file', limits)).toEqual(expected);
    expect(await listForeignFolder(root, 'folder/away', { maximumEntries: 9 })).toEqual(expected);
    expect(await readForeignFile(root, 'folder/away/file', within)).toMatchObject({
      error: { kind: 'outside' },
    });
  });

  it('to the root itself is the business of whoever trusts it', async () => {
    await writeFile(join(root, 'file'), 'x');
    await symlink(root, join(base, 'name'));
    expect(await readForeignText(join(base, 'name'), 'file', limits)).toMatchObject({
      value: { text: 'x' },
    });
  });

  it('that stays inside is followed where that is allowed, but not into git’s folder', async () => {
    await mkdir(join(root, '.git'));
    await writeFile(join(root, '.git', 'config'), 'url = https://me:hunter2@host/');
    await writeFile(join(root, 'real'), 'x');
    await symlink('../real', join(root, 'folder', 'inner'));
    await symlink('../.git/config', join(root, 'folder', 'git'));
    await symlink('loop', join(root, 'loop'));
    pipe(join(root, 'pipe'));
    await symlink('pipe', join(root, 'to-pipe'));
    expect(await readForeignText(root, 'folder/inner', within)).toMatchObject({
      value: { text: 'x', parts: ['real'] },
    });
    expect(await readForeignText(root, 'folder/git', within)).toMatchObject({
      error: { kind: 'outside' },
    });
    expect(await readForeignText(root, 'loop', within)).toMatchObject({ error: { kind: 'link' } });
    expect(await readForeignText(root, 'to-pipe', within)).toMatchObject({
      error: { reason: 'it is a named pipe' },
    });
  });

  it('".." leads nowhere', async () => {
    for (const rule of [limits, within]) {
      expect(await readForeignFile(root, '../secret', rule)).toMatchObject({
        error: { kind: 'outside' },
      });
    }
  });
});

describe('a file that is exchanged while it is opened', () => {
  it('never gives what lies outside, and never waits', async () => {
    await mkdir(join(base, 'outside'));
    await writeFile(join(base, 'outside', 'file'), 'hunter2');
    await mkdir(join(root, 'swap'));
    await writeFile(join(root, 'swap', 'file'), 'mine');
    await symlink(join(base, 'outside'), join(base, 'folder-link'));
    await symlink(join(base, 'secret'), join(base, 'file-link'));
    pipe(join(base, 'pipe'));
    const over = new AbortController();
    const swapping = (async (): Promise<void> => {
      for (let turn = 0; !over.signal.aborted; turn += 1) {
        const what = ['file-link', 'pipe'][turn % 2] ?? '';
        await rename(join(root, 'swap', 'file'), join(base, 'kept'));
        await rename(join(base, what), join(root, 'swap', 'file'));
        await rename(join(root, 'swap', 'file'), join(base, what));
        await rename(join(base, 'kept'), join(root, 'swap', 'file'));
        await rename(join(root, 'swap'), join(base, 'kept-folder'));
        await rename(join(base, 'folder-link'), join(root, 'swap'));
        await rename(join(root, 'swap'), join(base, 'folder-link'));
        await rename(join(base, 'kept-folder'), join(root, 'swap'));
      }
    })();
    const seen = new Set<string>();
    for (let read = 0; read < 1_500; read += 1) {
      const found = await readForeignText(root, 'swap/file', read % 2 === 0 ? limits : within);
      seen.add(found.ok ? (found.value?.text ?? 'nothing') : found.error.kind);
    }
    over.abort();
    await swapping;
    expect(seen).toContain('mine');
    expect(seen).not.toContain('hunter2');
  }, 60_000);
});

describe('openForeignFile', () => {
  it('gives a handle that stays with the file it was opened as', async () => {
    await writeFile(join(root, 'long'), 'first');
    const opened = await openForeignFile(root, 'long');
    if (!opened.ok || opened.value === null) throw new Error('The file was not opened.');
    await rename(join(base, 'secret'), join(root, 'long'));
    expect(await opened.value.readFile('utf8')).toBe('first');
    await opened.value.close();
  });
});

describe('listForeignFolder', () => {
  it('gives the names sorted, and counts those that are not UTF-8', async () => {
    for (const name of ['b', 'a\nb', '-rf']) await writeFile(join(root, 'folder', name), '');
    await writeFile(Buffer.concat([Buffer.from(`${root}/folder/`), Buffer.from([0xff])]), '');
    expect(await listForeignFolder(root, 'folder', { maximumEntries: 10 })).toEqual({
      ok: true,
      value: { names: ['-rf', 'a\nb', 'b'], unnameable: 1 },
    });
  });

  it('refuses more names than it is told, and what is no folder', async () => {
    for (let index = 0; index < 30; index += 1) await writeFile(join(root, `f${index}`), '');
    expect(await listForeignFolder(root, '.', { maximumEntries: 30 })).toMatchObject({
      error: { kind: 'too-large', reason: 'it holds more than 30 names' },
    });
    expect(await listForeignFolder(root, 'no', { maximumEntries: 30 })).toEqual({
      ok: true,
      value: null,
    });
    expect(await listForeignFolder(root, 'f1', { maximumEntries: 30 })).toEqual({
      ok: false,
      error: { kind: 'not-regular', reason: 'it is no folder' },
    });
  });
});
