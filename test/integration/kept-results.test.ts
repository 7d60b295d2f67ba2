import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import type { Mark } from '#shared/model/mark.ts';
import { testedProject } from '../helpers/tested-project.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const texts = (marks: readonly Mark[]): string => marks.map(({ text }) => text).join('\n');
const addsSubtract = "echo 'exports.subtract = (a, b) => a - b;' >> add.js";

describe('names of tests that were changed on this machine since', () => {
  const without = `sed -i "/subtracts/d" add.test.js`;
  const seen = 'The names of the tests at the base were changed or removed on this machine since';
  /** Changes what is kept beside the evidence of all checks before, from inside of an attempt. */
  const spoil = (test: TestWorkspace, change: string): string =>
    `for f in "${test.workspace.paths.evidence}"/*.tests.json; do ${change}; done; ${without}`;
  const forged = `sed -i 's/,{"id":"subtracts","status":"passed"}//; s/"passed":3/"passed":2/' "$f"`;

  it.each([
    ['removed', 'rm "$f"'],
    ['changed', forged],
  ])('are learned anew from the base, when they were %s', async (_name, change) => {
    const test = await testedProject();
    test.task('t1', { script: spoil(test, change) });
    await test.run();
    const told = texts(test.receipts('t1')[0]?.marks ?? []);
    expect(told).toContain('1 test ran at the base and is gone: subtracts');
  });

  it.each([
    ['removed', 'rm "$f"'],
    ['changed', forged],
  ])('are not believed where nothing else is known, when they were %s', async (_name, change) => {
    const test = await testedProject({ baseline: false });
    test.task('t1', { script: addsSubtract });
    test.task('t2', { script: spoil(test, change), dependencies: ['t1'] });
    await test.run();
    const told = texts(test.receipts('t2')[0]?.marks ?? []);
    expect(told).toContain(seen);
    // How many there were is in the record itself.
    expect(told).toContain('1 test fewer ran than at the base; their names are not known');
    expect((await test.words('show', 't2')).stdout).toContain(`! ${seen}`);
  });

  it('do not let go on what fails, as if it had failed before', async () => {
    const test = await testedProject();
    const script = `for f in "${test.workspace.paths.evidence}"/*.tests.json; do sed -i 's/passed"}/failed"}/g' "$f"; done; echo 'exports.add = () => 0;' > add.js`;
    test.task('t1', { script });
    await test.run({ kind: 'all' }, { baseline: 'known' });
    expect(test.get('t1').status).toBe('blocked');
    expect(test.receipts('t1')).toEqual([]);
  });

  it('are nothing where the check had none; its output is shown only as it was printed', async () => {
    const test = await testedProject({ baseline: false });
    test.task('t1', { script: addsSubtract, verify: ['echo right'] });
    await test.run();
    const [evidence] = test.evidence('t1');
    expect(evidence?.digests).toEqual({ output: expect.any(String), tests: null });
    const id = evidence?.id ?? '';
    const output = async (): Promise<unknown> => evidenceOutput(test.workspace, id);
    expect(await output()).toMatchObject({ value: { text: 'right\n', isComplete: true } });
    writeFileSync(join(test.workspace.paths.evidence, `${id}.log`), 'forged\n');
    expect(await output()).toMatchObject({
      value: { text: expect.stringMatching(/was changed on this machine since.*\nright/) },
    });
  });
});
