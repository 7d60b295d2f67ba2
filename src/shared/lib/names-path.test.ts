import { describe, expect, it } from 'vitest';
import { isUsedFromElsewhere, namesPath, withOwnPlace } from './names-path.ts';

describe('namesPath', () => {
  it.each([
    ['/home/me/shelf/src\n', true],
    ['#!/home/me/shelf/.venv/bin/python', true],
    ["MAPPING = {'pkg': '/home/me/shelf/src/pkg'}", true],
    ['file:///home/me/shelf', true],
    ['/home/me/shelf', true],
    ['/home/me/shelf2/src', false],
    ['/home/me/shelf-old', false],
    ['/mnt/home/me/shelf', false],
    ['../../src', false],
  ])('%j: %s', (text, expected) => {
    expect(namesPath(text, '/home/me/shelf')).toBe(expected);
  });
});

describe('isUsedFromElsewhere', () => {
  it('is what Python reads folders from', () => {
    const names = ['a.pth', 'b.egg-link', '__editable___pkg_1_finder.py', 'pyvenv.cfg', 'index.js'];
    expect(names.map(isUsedFromElsewhere)).toEqual([true, true, true, true, false]);
  });
});

describe('withOwnPlace', () => {
  const starter = (path: string): string =>
    `#!/bin/sh\nbasedir=$(dirname "$(echo "$0")")\nif [ -z "$NODE_PATH" ]; then\n  export NODE_PATH="${path}/node_modules/a:${path}/node_modules"\nfi\nexec node "$basedir/../a/cli.js" "$@"\n`;

  it("makes a starter of pnpm's find its own packages", () => {
    expect(withOwnPlace(starter('/me/shelf'), '/me/shelf', '../..')).toBe(
      starter('$basedir/../..'),
    );
  });

  it('leaves alone what names the path elsewhere, or is no such starter', () => {
    const other = `${starter('/me/shelf')}cd /me/shelf\n`;
    expect(withOwnPlace(other, '/me/shelf', '../..')).toBeNull();
    expect(withOwnPlace('export NODE_PATH="/me/shelf/a"', '/me/shelf', '../..')).toBeNull();
  });
});
