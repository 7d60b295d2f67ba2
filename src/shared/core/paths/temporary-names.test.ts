import { describe, expect, it } from 'vitest';
import { looksTemporary } from './temporary-names.ts';

describe('the name of a file that a tool means to take away again', () => {
  it.each([
    'sedA1b2C3',
    'src/sedxYz019',
    'a.txt.tmp',
    'a.tmp.12345',
    'page.html.tmp-4821-17',
    'x.TMP',

    'notes~',
    '.#notes',
    '#notes#',
    '.main.ts.swp',
    'tmpq7x8k2a9',
    'big.iso.part',
    '.nfs0000a1',
    'a.ts.orig',
    'a.ts.rej',
    '.a.txt.Xy12Za',
    '4913',
    'index.lock',
    '.~lock.x',
  ])('is told by it: %s', (path) => {
    expect(looksTemporary(path)).toBe(true);
  });

  it.each([
    'src/template.ts',
    'tmp.ts',
    'sedan.txt',
    'sed.ts',
    'part.ts',
    'temporary/a.txt',
    'a~b',

    'yarn.lock',
    'Cargo.lock',
    'sub/poetry.lock',
    '.env.example',
    '.eslintrc.json',
    'tmpfiles.md',
    '.github/workflows/ci.yml',
    'README.md',
    'attempt.ts',
    'seditor.js',
  ])('is not taken for one: %s', (path) => {
    expect(looksTemporary(path)).toBe(false);
  });
});
