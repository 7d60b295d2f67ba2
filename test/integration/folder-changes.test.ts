import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cloneFolder } from '#main/system/clone-folder.ts';
import { changedSince, mendCopy, stampNow } from '#main/system/folder-changes.ts';

/** A folder with a copy of it that is to be made good. */
async function cloned() {
  const at = mkdtempSync(join(tmpdir(), 'switchyard-copy-'));
  onTestFinished(() => rmSync(at, { recursive: true, force: true }));
  const original = join(at, 'original');
  const folder = join(at, 'folder');
  mkdirSync(join(original, 'a/inner'), { recursive: true });
  mkdirSync(join(original, 'bin'));
  writeFileSync(join(original, 'a/x.js'), 'x\n');
  writeFileSync(join(original, 'a/inner/y.js'), 'y\n');
  writeFileSync(join(original, 'bin/run'), '#!/bin/sh\n', { mode: 0o755 });
  symlinkSync('../a/x.js', join(original, 'bin/x'));
  await cloneFolder(original, folder);
  const stamp = join(at, 'stamp');
  await stampNow(stamp);
  const listing = (of: string): string =>
    execFileSync('find', ['.', '-printf', String.raw`%P %y %m %s %l\n`], { cwd: of })
      .toString()
      .split('\n')
      .map((line) => line.replace(/ d (\d+) \d+ /, ' d $1 '))
      .toSorted()
      .join('\n');
  const mended = async (): Promise<void> => {
    const changed = await changedSince([folder], stamp);
    expect(changed).not.toBeNull();
    await mendCopy(original, folder, changed ?? []);
    expect(listing(folder)).toBe(listing(original));
    expect(readFileSync(join(folder, 'a/x.js'), 'utf8')).toBe('x\n');
    expect(readFileSync(join(folder, 'bin/run'), 'utf8')).toBe('#!/bin/sh\n');
  };
  return { at, original, folder, stamp, mended };
}

describe('a copy that a check has worked with', () => {
  it('shows no change when there was none', async () => {
    const { folder, stamp } = await cloned();
    expect(await changedSince([folder], stamp)).toEqual([]);
    expect(readlinkSync(join(folder, 'bin/x'))).toBe('../a/x.js');
  });

  it('is made good, whatever was done in it', async () => {
    const test = await cloned();
    const inside = (path: string): string => join(test.folder, path);
    const ways: readonly (() => void)[] = [
      () => writeFileSync(inside('a/x.js'), 'z\n'),
      () => {
        const { atime, mtime } = statSync(inside('a/x.js'));
        writeFileSync(inside('a/x.js'), 'z\n');
        utimesSync(inside('a/x.js'), atime, mtime);
      },
      () => writeFileSync(inside('a/new.js'), 'new'),
      () => mkdirSync(inside('a/more/deep'), { recursive: true }),
      () => rmSync(inside('a/inner'), { recursive: true }),
      () => {
        rmSync(inside('a'), { recursive: true });
        symlinkSync('/etc', inside('a'));
      },
      () => renameSync(inside('a/inner/y.js'), inside('a/y.js')),
      () => {
        renameSync(inside('a/x.js'), inside('t'));
        renameSync(inside('bin/run'), inside('a/x.js'));
        renameSync(inside('t'), inside('bin/run'));
      },
      () => chmodSync(inside('bin/run'), 0o644),
      () => chmodSync(inside('bin'), 0o500),
      () => {
        rmSync(inside('bin/x'));
        symlinkSync('../a/inner/y.js', inside('bin/x'));
      },
      () => {
        rmSync(inside('a/x.js'));
        linkSync('/etc/hostname', inside('a/x.js'));
      },
      () => {
        mkdirSync(inside('closed'));
        writeFileSync(inside('closed/x'), '');
        chmodSync(inside('closed'), 0o000);
      },
    ];
    for (const change of ways.filter((_way, index) => index !== 11 || canLink())) {
      change();
      expect(await changedSince([test.folder], test.stamp)).not.toEqual([]);
      await test.mended();
      await stampNow(test.stamp);
    }
  });

  it('leaves alone what a link leads to', async () => {
    const test = await cloned();
    const outside = join(test.at, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'x.js'), 'outside');
    rmSync(join(test.folder, 'a'), { recursive: true });
    symlinkSync(outside, join(test.folder, 'a'));
    await test.mended();
    expect(lstatSync(join(test.folder, 'a')).isDirectory()).toBe(true);
    expect(readFileSync(join(outside, 'x.js'), 'utf8')).toBe('outside');
  });

  it('is unknown where it is not there any more', async () => {
    const { folder, stamp } = await cloned();
    rmSync(folder, { recursive: true });
    expect(await changedSince([folder], stamp)).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });
});

/** Whether the temporary folder is on the disk of the system. */
function canLink(): boolean {
  return statSync('/etc/hostname').dev === statSync(tmpdir()).dev;
}
