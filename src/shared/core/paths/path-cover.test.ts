import { describe, expect, it } from 'vitest';
import { coversPath } from './path-cover.ts';

describe('coversPath', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src//a.ts', 'src/a.ts'],
    ['tests/', 'tests/deep/a.test.ts'],
    ['tests', 'tests/a.test.ts'],
    ['.', 'anything/at/all'],
    ['src/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/x/y/a.ts'],
    ['src/*/', 'src/x/y/a.ts'],
    ['src/?.ts', 'src/a.ts'],
    ['src/{a,b}.{ts,tsx}', 'src/b.tsx'],
    ['src/{a,{b,c}}.ts', 'src/c.ts'],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx'],
    ['app/{x}/a*b', 'app/{x}/a*b'],
    ['cafe\u0301.ts', 'caf\u00e9.ts'],
  ])('%s means %s', (entry, path) => {
    expect(coversPath(entry, path)).toBe(true);
  });

  it.each([
    ['src/a.ts', 'src/a.tsx'],
    ['src/a', 'src/ab/c'],
    ['tests/', 'tests'],
    ['tests/', 'testsuite/a.ts'],
    ['src/*.ts', 'src/x/a.ts'],
    ['*.ts', 'src/a.ts'],
    ['src/?.ts', 'src/ab.ts'],
    ['src/{a,b}.ts', 'src/c.ts'],
    ['app/[id]/page.tsx', 'app/i/page.tsx'],
    ['Src/a.ts', 'src/a.ts'],
    ['../a.ts', 'a.ts'],
    ['/a.ts', 'a.ts'],
  ])('%s does not mean %s', (entry, path) => {
    expect(coversPath(entry, path)).toBe(false);
  });

  it('compares a pattern made to take long in no time', () => {
    const began = performance.now();
    expect(coversPath(`${'**/*a*a*'.repeat(40)}b`, `${'a'.repeat(60)}/`.repeat(40))).toBe(false);
    expect(coversPath(`${'{a,b}'.repeat(400)}*`, 'c')).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
