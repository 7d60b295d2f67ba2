import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import { commit } from '#main/store/ledger.ts';
import { exportAsText, exportInto } from '#main/engine/transfers/export-items.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** Joined at run time so that no scanner takes this file for a leak. */
const joined = (...parts: string[]): string => parts.join('');

const ofEnvironment = 'Env-Horse-Battery-42';
const ofDatabase = 'dsn-Horse-77';
const ofEnvFile = 'File-Horse-Battery-43';
const ofNestedFile = 'nested-k9f8j2h4g6d8';
const webhook = joined('https://hooks.slack', '.com/services/T0AAAAAAA/B0BBBBBBB/cccccccccccccccc');
const token = joined('ghp', '_0123456789abcdefABCDEF0123456789abcd');
const secrets = [
  ofEnvironment,
  ofDatabase,
  ofEnvFile,
  ofNestedFile,
  token,
  'cccccccccccccccc',
  'c0nsole',
];
const all = `${ofEnvironment} postgres://a:${ofDatabase}@h/x ${ofEnvFile} ${ofNestedFile} ${token} ${webhook} PGPASSWORD=c0nsole`;

async function leaky(): Promise<TestWorkspace> {
  const test = await testWorkspace({
    files: { '.gitignore': '.env*\n', 'packages/a/x': '' },
    environment: { PGPASSWORD: ofEnvironment, DATABASE_URL: `postgres://app:${ofDatabase}@db/x` },
    config: {
      commands: { test: `echo 'check says ${all}'; test ! -e fail` },
      worktree: { copy: ['.env*', 'packages/*/.env'] },
    },
  });
  test.write('.env', `API=${ofEnvFile}\nPORT=3000\n`);
  test.write('packages/a/.env', `SESSION=${ofNestedFile}\n`);
  return test;
}

function expectNone(text: string, where: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
}

/** All that the database holds, the log too, as bytes. */
function database(test: TestWorkspace): string {
  const { workspace } = test;
  return JSON.stringify([
    workspace.store.log(),
    ...(['runs', 'attempts', 'evidence', 'receipts', 'telemetry', 'notifications'] as const).map(
      (name) => workspace.store.all(name),
    ),
  ]);
}

it('keeps what agents and checks print out of records, inbox, prompts, commits and the page', async () => {
  const test = await leaky();
  const report = JSON.stringify({ s: 's', sum: `did it with ${all}`, x: all });
  test.task('t1', {
    script: `cat packages/a/.env .env; echo 1 > one; echo '${report}' > "$SWITCHYARD_REPORT"`,
  });
  test.task('t2', {
    script: `echo 2 > two; echo '${all}'; touch fail; echo '{"s":"s","sum":"tried ${all}"}' > "$SWITCHYARD_REPORT"`,
  });
  test.task('t3', { script: `echo 'error: ${all}' >&2; exit 3` });
  test.task('t4', {
    script: `printf '%s' '{"s":"b","x":"${all}","blocker_discovered":true}' > "$SWITCHYARD_REPORT"`,
  });
  await test.run();

  const { store } = test.workspace;
  // What a person wrote into a task is theirs; their scripts hold all of it here.
  const recorded = store.log().filter(({ collection }) => collection !== 'tasks');
  const events = store
    .log()
    .filter((one) => one.collection === 'tasks' && one.event.kind !== 'added');
  expectNone(JSON.stringify([recorded, events]), 'the log');
  expectNone(JSON.stringify(store.all('notifications')), 'the inbox');
  expectNone(JSON.stringify(store.all('attempts')), 'attempts');
  expectNone(JSON.stringify(store.all('telemetry')), 'telemetry');
  expectNone(
    JSON.stringify(store.all('tasks').map(({ script: _script, ...task }) => task)),
    'tasks',
  );
  expect(JSON.stringify(store.all('evidence'))).toContain('check says [masked]');
  expectNone(JSON.stringify(store.all('evidence')), 'evidence');
  for (const attempt of store.all('attempts')) expectNone(test.prompt(attempt), 'a prompt');
  expectNone(test.git('log', '--all', '--format=%B'), 'commit messages');
  for (const { id } of store.all('evidence')) {
    const shown = await evidenceOutput(test.workspace, id);
    expectNone(JSON.stringify(shown), 'the output of a check as it is shown');
  }
  expectNone(database(test).replaceAll(/"script":"(?:[^"\\]|\\.)*"/g, ''), 'the database');
});

it('masks what a person wrote where it leaves the app, and runs it as it was written', async () => {
  const test = await leaky();
  test.task('t1', {
    title: `Use ${token}`,
    description: `Post to ${webhook}`,
    criteria: [`knows ${ofEnvironment}`],
    script: `value=${token}; test "\${#value}" = 40 && echo 1 > one`,
  });
  expect((await test.run()).outcome).toBe('completed');
  expect(test.get('t1').title).toContain(token);
  expectNone(test.prompt(test.attempts('t1')[0]!), 'the prompt');
  const text = exportAsText(test.workspace, null);
  expectNone(text.ok ? text.value.text : text.error.message, 'the JSON export');
  const folder = test.sign('exported');
  mkdirSync(folder);
  const exported = await exportInto(test.workspace, null, 'backlog-md', folder);
  expect(exported.ok).toBe(true);
  for (const name of readdirSync(join(folder, 'backlog/tasks'))) {
    expectNone(
      readFileSync(join(folder, 'backlog/tasks', name), 'utf8') + name,
      'the Backlog.md export',
    );
  }
  for (const words of [
    ['list'],
    ['show', 't1'],
    ['show', 't1', '--json'],
    ['export'],
    ['list', '--json'],
  ]) {
    const printed = await test.words(...words);
    expectNone(printed.stdout + printed.stderr, words.join(' '));
  }
});

it('masks a question before it reaches the inbox and the notices of the system', async () => {
  const test = await leaky();
  test.task('t1');
  const heard: string[] = [];
  test.workspace.store.onCommit((entries) => heard.push(JSON.stringify(entries)));
  const notification = {
    id: 'n1',
    type: 'attempt_waiting',
    text: `Use ${token} or ${ofEnvironment}? ${webhook}`,
    detail: `said PGPASSWORD=c0nsole`,
    subject: { kind: 'task', id: 't1' },
    read: false,
    createdAt: '2026-11-30T13:00:00.000Z',
  } as const;
  commit(test.workspace.store, [{ to: 'notifications', document: notification }]);
  expectNone(JSON.stringify(test.workspace.store.get('notifications', 'n1')), 'the inbox');
  expectNone(heard.join(), 'what is announced');
  expect(test.workspace.store.get('notifications', 'n1')?.text).toContain(
    'Use [masked] or [masked]?',
  );
});

it('writes no learned value anywhere by itself', async () => {
  const test = await leaky();
  test.task('t1');
  await test.run();
  const data = join(test.folder, 'data');
  for (const secret of [ofEnvironment, ofEnvFile, ofNestedFile]) {
    let found = '';
    try {
      found = execFileSync('grep', ['-rlF', '--', secret, data], { encoding: 'utf8' });
    } catch {
      // Nothing found.
    }
    // What a check prints is masked when it is shown; a clean room has the person's own tracked file.
    const isKnown = (file: string): boolean =>
      /\/evidence\/.*\.log$|\/rooms\/r\d+\/\.switchyard\/project\.yaml$/.test(file);
    expect(found.split('\n').filter((file) => file !== '' && !isKnown(file))).toEqual([]);
  }
});
