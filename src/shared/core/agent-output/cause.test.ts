import { describe, expect, it } from 'vitest';
import { firstCause } from './cause.ts';

describe('firstCause', () => {
  it.each([
    [
      'a module that is missing',
      "node:internal/modules/cjs/loader:1143\n  throw err;\n  ^\n\nError: Cannot find module './x'\nRequire stack:\n- /a/b.js\n    at Module._load\n  code: 'MODULE_NOT_FOUND',\n}\n\nNode.js v20.20.2\nnpm notice New version\n",
      "Error: Cannot find module './x'",
    ],
    [
      'the script of a package manager',
      'npm error Lifecycle script `test` failed with error:\nsh: 1: vitest: not found\nnpm error code 127\n',
      'sh: 1: vitest: not found',
    ],
    ['nothing that is worded like an error', 'it is broken\n', 'it is broken'],
    ['only the words of the manager', 'npm error code 1\n', 'npm error code 1'],
    ['nothing', '\n', ''],
  ])('finds the reason in %s', (_name, output, expected) => {
    expect(firstCause(output.split('\n'))).toBe(expected);
  });
});
