import { testWorkspace } from './workspaces.ts';
import type { TestWorkspace } from './workspaces.ts';

export const manifest = { name: 'x', version: '1.0.0', scripts: { test: 'node --test' } };
const tests = `const { test } = require('node:test');
const assert = require('node:assert');
const { add } = require('./add.js');
test('adds two numbers', () => assert.equal(add(1, 1), 2));
test('adds nothing', () => assert.equal(add(0, 0), 0));
test('subtracts', () => assert.equal(add(1, -1), 0));
`;
const files = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'add.js': 'exports.add = (a, b) => a + b;\n',
  'add.test.js': tests,
};

/** A repository whose tests node:test runs, and whose base is checked before a run. */
export async function testedProject(
  verify: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<TestWorkspace> {
  return testWorkspace({
    files: { ...files, ...more },
    config: {
      commands: { test: 'npm test' },
      verify: { flaky_retries: 0, ...verify },
      workflow: { redispatch_limit: 0 },
    },
  });
}
