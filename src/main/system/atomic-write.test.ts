import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWriteError, writeFileAtomically } from './atomic-write.ts';
import { freeBytes } from './disk-space.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-write-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('writes a new file and replaces an old one, keeping its permissions', async () => {
  const file = join(folder, 'a b.yaml');
  expect(await writeFileAtomically(file, 'one')).toEqual({ ok: true, value: undefined });
  await chmod(file, 0o640);
  expect((await writeFileAtomically(file, Buffer.from('two'))).ok).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('two');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(folder)).toEqual(['a b.yaml']);
});

test('gives a file the permissions that are asked for', async () => {
  const file = join(folder, 'token');
  expect((await writeFileAtomically(file, 'secret', { mode: 0o600 })).ok).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a failure names the path, leaves the old content and no draft', async () => {
  const target = join(folder, 'folder');
  await mkdir(target);
  await writeFile(join(target, 'inside'), 'kept');
  const result = await writeFileAtomically(target, 'text');
  expect(result).toMatchObject({ ok: false, error: { code: 'write-failed' } });
  expect(result.ok ? '' : result.error.message).toContain(target);
  expect(await readdir(folder)).toEqual(['folder']);
  expect(await readFile(join(target, 'inside'), 'utf8')).toBe('kept');
});

test('a missing folder is a failure, not an exception', async () => {
  const result = await writeFileAtomically(join(folder, 'no', 'file'), 'text');
  expect(result).toMatchObject({ ok: false, error: { code: 'write-failed' } });
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EROFS', 'read-only'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['EIO', 'write-failed'],
])('%s is told as %s with the path', (code, expected) => {
  const problem = describeWriteError(Object.assign(new Error('no'), { code }), '/data/file');
  expect(problem.code).toBe(expected);
  expect(problem.message).toContain('/data/file');
});

test('freeBytes tells how much room the file system has', async () => {
  expect(await freeBytes(folder)).toBeGreaterThan(0);
});
