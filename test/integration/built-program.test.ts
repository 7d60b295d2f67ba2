import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageFile from '#package.json' with { type: 'json' };

const built = join(import.meta.dirname, '../../out/main');

describe('the built program', () => {
  it('loads what is built into it, and of packages only those that are installed with it', () => {
    const installed = [...Object.keys(packageFile.dependencies), 'electron'];
    const files = globSync(['*.js', 'chunks/*.js'], { cwd: built });
    expect(files).toContain('cli.js');
    const loaded = files.flatMap((file) => {
      const text = readFileSync(join(built, file), 'utf8');
      const imports = text.matchAll(/^import\b[^;]*?"([^"]+)";|\bimport\("([^"]+)"\)/gm);
      return [...imports].map(([, named, dynamic]) => named ?? dynamic ?? '');
    });
    const packages = loaded.filter((name) => !name.startsWith('.') && !isBuiltin(name));
    expect(packages).toEqual(expect.arrayContaining(['electron', 'open']));
    expect(packages.filter((name) => !installed.includes(name.split('/')[0] ?? ''))).toEqual([]);
  });

  it('begins with what was compiled before, which it keeps beside itself', () => {
    const start = (): string =>
      execFileSync(process.execPath, [join(built, 'cli.js'), '--version'], { encoding: 'utf8' });
    expect(start()).toBe(`${packageFile.version}\n`);
    const kept = globSync('compiled/*/*', { cwd: built });
    expect(kept.length).toBeGreaterThan(5);
    expect(start()).toBe(`${packageFile.version}\n`);
    expect(globSync('compiled/*/*', { cwd: built })).toEqual(kept);
  });
});
