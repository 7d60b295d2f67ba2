import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { terminalBench } from '../helpers/terminals.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { CommandResult } from '../helpers/workspaces.ts';

const escape = '\u001B';
/** Title of the window, clipboard, a link, a cleared screen, its one-byte form, a turned direction, a forged line. */
const hostile = `${escape}]0;t\u0007${escape}]52;c;aGk=\u0007${escape}]8;;x\u0007${escape}[2J\u009B2J\u202E\u007F\rmid\n✔ forged`;
// oxlint-disable-next-line no-control-regex -- these are what must not be there
const obeyed = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

function expectHarmless({ stdout, stderr }: CommandResult): void {
  expect(stdout).not.toMatch(obeyed);
  expect(stderr).not.toMatch(obeyed);
  expect(`${stdout}${stderr}`).not.toMatch(/^✔ forged/m);
}

it('obeys no escape sequence of titles, file names, agents’ words and mistaken arguments', async () => {
  const test = await testWorkspace({
    files: { 'a.txt': 'a\n' },
    config: { commands: { test: 'printf "\\033[2Jcheck\\033]0;x\\a\\n"; test ! -e fail' } },
  });
  const name = `x${escape}]52;c;aGk=\u0007\u202Ey.txt`;
  test.task('t1', {
    title: `One ${hostile}`,
    description: `Lines ${hostile}`,
    criteria: [`Criterion ${hostile}`],
    script: `echo 1 > one; printf '%s' '{"s":"s","x":"x","sum":"Sum \\u001b]0;x\\u0007 \\u009b2J"}' > "$SWITCHYARD_REPORT"`,
  });
  test.task('t2', {
    title: `Two ${hostile}`,
    script: `echo 2 > '${name}'; echo b > outside; touch fail; echo "$(printf '\\033]0;t\\007\\033[2J')bad"`,
    filesToModify: ['only'],
  });
  test.write(
    'import.json',
    `{"switchyard":1,"epics":[{"id":"i","title":${JSON.stringify(hostile)}}],
    "tasks":[{"id":"i.1","epic":"i","title":${JSON.stringify(hostile)}},{"id":"bad id ${escape}[2J"}]}`,
  );
  writeFileSync(join(test.root, 'broken.json'), `{"${escape}[2J": \u009B2J}`);

  for (const words of [
    ['import', 'import.json'],
    ['import', 'broken.json'],
    ['import', `no${hostile}`],
    ['list'],
    ['ready'],
    ['run', '--dry-run'],
    ['run', '--epic', 'e'],
    ['show', 't1'],
    ['show', 't2'],
    ['show', hostile],
    ['status'],
    ['list', '--status', hostile],
    ['list', '--epic', hostile],
    ['doctor'],
    [hostile],
    ['list', `--${hostile}`],
    ['undo', hostile],
    ['export', '--format', hostile],
  ]) {
    expectHarmless(await test.words(...words));
  }
  expect(test.git('log', '--format=%B', 'epic/e')).not.toMatch(obeyed);
  expect((await test.words('list')).stdout).toContain('t1  One ');
});

it('prints JSON that means the same and holds no such character', async () => {
  const test = await testWorkspace();
  test.task('t1', { title: `One ${hostile}`, description: `Text ${hostile}` });
  for (const words of [
    ['list', '--json'],
    ['show', 't1', '--json'],
    ['export'],
    ['run', '--dry-run', '--json'],
    ['show', hostile, '--json'],
  ]) {
    const printed = await test.words(...words);
    expectHarmless(printed);
    JSON.parse(printed.stdout);
  }
  const { tasks } = JSON.parse((await test.words('list', '--json')).stdout);
  expect(tasks[0].description).toBe(test.get('t1').description);
});

it('draws over its own lines only, whatever the tasks are called', async () => {
  const test = await testWorkspace();
  test.task('t1', {
    title: `One ${hostile}`,
    script: `printf '\\033]52;c;aGk=\\007\\033[2J said'; sleep 1; echo 1 > one`,
  });
  const bench = terminalBench();
  const entry = join(import.meta.dirname, '../../out/main/cli.js');
  const session = bench.start(process.execPath, [entry, 'run'], {
    cwd: test.root,
    columns: 200,
    environment: { ...test.environment, TERM: 'xterm-256color' },
  });
  await session.exited;
  const output = bench.transcript().toString();
  expect(output).toContain('One ');
  expect(output).toContain('said');
  expect(output).not.toMatch(
    new RegExp(String.raw`${escape}[\]PX^_]|${escape}\[[23]J|[\u0080-\u009F\u202E]`),
  );
  expect(stripVTControlCharacters(output)).not.toMatch(/^✔ forged/m);
});
