import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flipFuses } from '../../tools/flip-fuses.ts';

/** What the fuse wire of an Electron binary begins with, then its version and its length. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireOf = (fuses: string): string =>
  `${sentinel}\x01${String.fromCharCode(fuses.length)}${fuses}`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-fuses-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Flips the fuses of a program that is nothing but a fuse wire; gives the wire afterwards. */
async function flip(
  platform: string,
  path: string,
  packager: { readonly executableName?: string },
  fuses = '111111111',
) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `before ${wireOf(fuses)} after`, 'latin1');
  const appInfo = { productFilename: 'Switchyard' };
  const context = {
    electronPlatformName: platform,
    appOutDir: folder,
    packager: { appInfo, ...packager },
  };
  await flipFuses(context);
  return readFile(file, 'latin1');
}

describe('flipFuses', () => {
  const decided = `before ${wireOf('010011001')} after`;

  it('sets every fuse of a Linux and of a Windows program', async () => {
    expect(await flip('linux', 'switchyard', { executableName: 'switchyard' })).toBe(decided);
    expect(await flip('win32', 'Switchyard.exe', {})).toBe(decided);
  });

  it('stops the packaging when Electron has a fuse that nobody decided about', async () => {
    const packager = { executableName: 'switchyard' };
    await expect(flip('linux', 'switchyard', packager, '1111111111')).rejects.toThrow();
  });
});
