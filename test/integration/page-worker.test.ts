import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describePage, workerFile } from '../../tools/page-worker.ts';

const built = join(import.meta.dirname, '../../out/renderer');

function hashOf(content: string | Uint8Array): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}

/** A folder with these files, which is gone when the test ends. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('what the worker is told of a build', () => {
  const files = { 'index.html': '<p>Page</p>', 'assets/app-1.js': 'app', [workerFile]: 'worker' };

  it('are all its files but the worker, by address, with their hashes', async () => {
    const page = await describePage(folderWith(files), 'worker');
    expect(page.files).toEqual({ '/': hashOf('<p>Page</p>'), '/assets/app-1.js': hashOf('app') });
  });

  it('is another build when a file or the worker is another one', async () => {
    const folder = folderWith(files);
    const { build } = await describePage(folder, 'worker');
    expect((await describePage(folder, 'worker')).build).toBe(build);
    expect((await describePage(folder, 'another')).build).not.toBe(build);
    writeFileSync(join(folder, 'assets/app-1.js'), 'changed');
    expect((await describePage(folder, 'worker')).build).not.toBe(build);
  });
});

describe('the built page', () => {
  it('holds its icon: browsers fetch icons past the worker, from whoever is at the address', () => {
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    expect(page).toMatch(/<link rel="icon"[^>]* href="data:image\/svg\+xml[,;]/);
  });
});

describe('the built worker', () => {
  const text = readFileSync(join(built, workerFile), 'utf8');

  it('names the files that were built as they are', () => {
    const page = JSON.parse(/^const builtPage=(.*);$/m.exec(text)?.[1] ?? '');
    expect(Object.keys(page.files).length).toBeGreaterThan(50);
    for (const [path, hash] of Object.entries(page.files)) {
      const file = join(built, path === '/' ? 'index.html' : path);
      expect(existsSync(file)).toBe(true);
      expect(hashOf(readFileSync(file))).toBe(hash);
    }
  });

  it('is one script for every browser: it imports nothing', () => {
    expect(text).not.toMatch(/\bimport\b|\bexport\b|importScripts/);
  });
});
