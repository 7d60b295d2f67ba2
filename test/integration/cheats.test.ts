import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, rowsPlayed } from '#main/cheats/catalogue/catalogue.ts';
import { playCatalogue } from '../helpers/cheats.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const nodeProject = {
  'package.json': '{ "name": "x", "private": true, "scripts": { "test": "node --test" } }\n',
  '.gitignore': 'node_modules/\n',
};

describe('the catalogue of cheats', () => {
  it('has each of its rows, and each way once', () => {
    expect([...new Set(catalogue.map(({ row }) => row))].toSorted((a, b) => a - b)).toEqual(
      rowsPlayed,
    );
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
    for (const { expects, marks } of catalogue) expect(marks.length > 0).toBe(expects === 'shown');
  });

  it('is played on a copy: the repository stays as it was, nothing is left, and the checks are proved first', async () => {
    const test = await testWorkspace({
      files: { 'check.sh': 'exit 0\n' },
      config: { commands: { test: 'sh check.sh' } },
    });
    const before = test.git('for-each-ref') + test.git('status', '--porcelain', '--ignored');
    const index = readFileSync(join(test.root, '.git/index')).toString('base64');
    const report = playCatalogue(test);
    expect(report).toMatchObject({ kind: 'shell', doubt: null, wasCut: false, left: [] });
    expect(report.checks).toEqual(['sh check.sh', 'sh switchyard-check.sh']);
    expect(test.git('for-each-ref') + test.git('status', '--porcelain', '--ignored')).toBe(before);
    expect(readFileSync(join(test.root, '.git/index')).toString('base64')).toBe(index);
    const claims = report.results.find(({ id }) => id === '18-claims-success');
    expect(claims).toMatchObject({ holds: true, outcome: { kind: 'caught' } });
  }, 180_000);

  it('says so when the checks do not run what is planted beside the tests', async () => {
    const test = await testWorkspace({
      files: { ...nodeProject, 'test/a.test.mjs': "import 'node:test';\n" },
      config: { commands: { test: 'node --test test/a.test.mjs' } },
    });
    const report = playCatalogue(test, '--minutes', '2');
    expect(report.doubt).toContain('does not run the tests beside yours');
  }, 180_000);

  it('is over when its time is, and says what was not played', async () => {
    const test = await testWorkspace({ config: { commands: { test: 'sleep 3' } } });
    const report = playCatalogue(test, '--minutes', '0.1');
    expect(report).toMatchObject({ wasCut: true, left: [] });
    expect(report.results.some(({ outcome }) => outcome.kind === 'not_played')).toBe(true);
  }, 180_000);

  it('is refused in a repository that the person has not agreed to', async () => {
    const test = await testWorkspace({
      untrusted: true,
      config: { commands: { test: 'sh check.sh' } },
    });
    const refused = await test.words('doctor', '--cheats');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('not agreed yet') });
  });
});
