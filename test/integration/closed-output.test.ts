import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const entry = join(import.meta.dirname, '../../out/main/cli.js');

/** A command of the command line in a shell's pipe, with what the reader took, and how the command ended. */
async function piped(test: TestWorkspace, words: string, reader: string) {
  const codeFile = 'exit-code';
  const pipe = `{ "$0" "$1" ${words}; echo $? > "$2"; } | ${reader}`;
  const { stdout, stderr } = await promisify(execFile)(
    'sh',
    ['-c', pipe, process.execPath, entry, test.sign(codeFile)],
    { cwd: test.root, env: test.environment },
  );
  return { stdout, stderr, code: test.readSign(codeFile).trim() };
}

it('a run whose output is no longer read goes on to its end, and says how it ended', async () => {
  const test = await testWorkspace();
  test.task('t1', { title: 'First' });
  // Ends only after the reader is gone.
  test.task('t2', { title: 'Second', script: 'sleep 1; echo 2 > two', dependencies: ['t1'] });
  test.task('t3', { title: 'Third', dependencies: ['t2'] });
  expect(await piped(test, 'run', 'head -n 2')).toEqual({
    stdout: '▶ Running task 1/3: t1: First\n✔ Task t1 completed: First\n',
    stderr: '',
    code: '0',
  });
  expect(test.workspace.store.all('runs').map(({ outcome }) => outcome)).toEqual(['completed']);
  expect(test.landed()).toHaveLength(3);
  expect(await test.processes()).toEqual([]);
});

it('a run that nobody reads has the exit code of what it did not finish', async () => {
  const test = await testWorkspace();
  test.task('t1', { script: `echo '{"s":"b","x":"no access"}' > "$SWITCHYARD_REPORT"` });
  expect(await piped(test, 'run', 'true')).toEqual({ stdout: '', stderr: '', code: '1' });
  expect(test.get('t1').status).toBe('blocked');
});

it('a command whose output nobody reads ends without a word', async () => {
  const test = await testWorkspace();
  test.task('t1');
  expect(await piped(test, 'list', 'true')).toEqual({ stdout: '', stderr: '', code: '0' });
  expect(await piped(test, '--help', 'true')).toEqual({ stdout: '', stderr: '', code: '0' });
});
