import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { prepareFolder } from './prepare-folder.ts';

let outer = '';
let folder = '';
let environment: Record<string, string> = {};
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'switchyard-prepare-'));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  folder = join(outer, 'project');
  mkdirSync(folder);
  // Git makes no name up from those of this machine.
  writeFileSync(join(outer, '.gitconfig'), '[user]\n\tuseConfigOnly = true\n');
  environment = { PATH: process.env['PATH'] ?? '', HOME: outer, GIT_CONFIG_NOSYSTEM: '1' };
});

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, env: environment, encoding: 'utf8' }).trim();
}

describe('a folder that is to be opened', () => {
  it('becomes a repository with a first commit of all that git does not ignore', async () => {
    writeFileSync(join(folder, 'a b.txt'), 'a\n');
    writeFileSync(join(folder, '.gitignore'), 'dist/\n');
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/out.js'), '');
    expect(await prepareFolder(folder, environment)).toEqual({ ok: true, value: undefined });
    expect(git('ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toEqual([
      '.gitignore',
      'a b.txt',
    ]);
    expect(git('log', '--format=%s by %an')).toBe('Start by Switchyard');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('gets an empty commit where it is empty, by the person where git knows them', async () => {
    writeFileSync(join(outer, '.gitconfig'), '[user]\n\tname = Jo\n\temail = jo@example.invalid\n');
    git('init', '--quiet');
    expect((await prepareFolder(folder, environment)).ok).toBe(true);
    expect(git('log', '--format=%s by %an')).toBe('Start by Jo');
  });

  it('stays as it is where there is a commit already', async () => {
    await prepareFolder(folder, environment);
    const head = git('rev-parse', 'HEAD');
    writeFileSync(join(folder, 'new.txt'), '');
    expect((await prepareFolder(folder, environment)).ok).toBe(true);
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain')]).toEqual([head, '?? new.txt']);
  });

  it('has none of its own programs started: nobody has agreed to them', async () => {
    git('init', '--quiet');
    const touched = join(outer, 'touched');
    const program = `touch '${touched}'; cat`;
    git('config', 'filter.own.clean', program);
    git('config', 'core.fsmonitor', program);
    writeFileSync(join(folder, '.git/hooks/pre-commit'), `#!/bin/sh\n${program}\n`, {
      mode: 0o755,
    });
    writeFileSync(join(folder, '.gitattributes'), '*.txt filter=own\n');
    writeFileSync(join(folder, 'a.txt'), 'a\n');
    const prepared = await prepareFolder(folder, environment);
    expect([prepared.ok, existsSync(touched)]).toEqual([true, false]);
  });

  it('is refused where it is none, or git cannot write there, with what to do', async () => {
    writeFileSync(join(outer, 'file'), '');
    for (const place of ['nowhere', 'file']) {
      const refused = await prepareFolder(join(outer, place), environment);
      expect(refused).toMatchObject({ error: { code: 'not-a-repository' } });
    }
    git('init', '--quiet');
    writeFileSync(join(folder, '.git/index.lock'), '');
    expect(await prepareFolder(folder, environment)).toMatchObject({
      error: {
        code: 'folder-not-prepared',
        message: expect.stringContaining(`${folder} got no first commit`),
        action: expect.stringMatching(/\w/),
      },
    });
  });
});
