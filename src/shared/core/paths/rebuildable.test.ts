import { describe, expect, it } from 'vitest';
import { isRebuildable } from './rebuildable.ts';

describe('what git ignores', () => {
  it.each([
    'node_modules/',
    'web/node_modules/x/index.js',
    'target/debug/',
    'a/__pycache__/b.pyc',
    'x.tsbuildinfo',
  ])('can be made again by programs: %s', (path) => expect(isRebuildable(path)).toBe(true));

  it.each(['lib/', 'lib/feature.py', '.env', 'data/model.bin', 'dist/', 'targets/', 'notes.txt'])(
    'may be somebody’s work: %s',
    (path) => expect(isRebuildable(path)).toBe(false),
  );
});
