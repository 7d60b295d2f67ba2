import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import { runCommandLine } from '#main/command-line/program.ts';
import { createStderrLogger } from '#main/command-line/stderr-logger.ts';
import { surroundings, testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

const commandFile = join(import.meta.dirname, '../../out/main/cli.js');

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** The command line in a process that may open only so many files. */
function withFewFiles(test: TestWorkspace, files: number, words: readonly string[]): Ended {
  const limited = 'ulimit -n "$1"; shift; exec "$@"';
  const ended = spawnSync(
    'sh',
    ['-c', limited, 'sh', String(files), process.execPath, commandFile, ...words],
    { cwd: test.root, env: { ...test.environment }, encoding: 'utf8', timeout: 60_000 },
  );
  return { code: ended.status, output: `${ended.stdout}${ended.stderr}` };
}

function command(
  cwd: string,
  environment: Readonly<Record<string, string>>,
  words: readonly string[],
): Ended {
  const ended = spawnSync(process.execPath, [commandFile, ...words], {
    cwd,
    env: { ...environment },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: ended.status, output: `${ended.stdout}${ended.stderr}` };
}

/** Whether a text shows where in a program something happened. */
function expectWords({ code, output }: Ended): void {
  expect(output).not.toMatch(/^\s+at .*[:(]\d+/m);
  expect(output).not.toContain('node:internal');
  if (code !== 0) expect(output.trim()).toMatch(/^[✖!{S]/mu);
}

describe('a command line in trouble', () => {
  it.each([24, 26, 28, 32, 40])(
    'says in words that it may open no more files (%i)',
    async (files) => {
      const test = await testWorkspace();
      test.task('t1');
      for (const words of [['list'], ['status'], ['run', '--dry-run'], ['run'], ['cancel']]) {
        expectWords(withFewFiles(test, files, words));
      }
    },
    120_000,
  );

  it('says in words that its folder is gone', async () => {
    const test = await testWorkspace();
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-gone-'));
    const script = 'rmdir "$PWD"; exec "$@"';
    const ended = spawnSync('sh', ['-c', script, 'sh', process.execPath, commandFile, 'list'], {
      cwd: folder,
      env: { ...test.environment },
      encoding: 'utf8',
    });
    expectWords({ code: ended.status, output: `${ended.stdout}${ended.stderr}` });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('is not there any more');
  });

  it.each([
    ['has a name that is too long', (folder: string) => join(folder, 'x'.repeat(300))],
    ['lies below a file', (folder: string) => join(folder, 'file', 'data')],
    ['is a device', () => '/dev/null'],
  ])('says in words that its data folder %s', async (_what, place) => {
    const test = await testWorkspace();
    writeFileSync(test.sign('file'), '');
    const environment = { ...test.environment, SWITCHYARD_HOME: place(test.folder) };
    for (const words of [['list'], ['doctor'], ['run']]) {
      const ended = command(test.root, environment, words);
      expectWords(ended);
      expect(ended.code).not.toBe(0);
    }
  });

  it.each(['switchyard.db', 'worktrees', 'evidence', 'prompts', 'temporary', 'run-owner'])(
    'says in words that something else is in the place of %s',
    async (name) => {
      const test = await testWorkspace();
      test.task('t1');
      const place = join(test.workspace.folder, name);
      const isFile = name.includes('.');
      rmSync(place, { recursive: true, force: true });
      for (const more of ['-wal', '-shm']) rmSync(`${place}${more}`, { force: true });
      if (isFile) mkdirSync(place);
      else writeFileSync(place, 'a file');
      for (const words of [['list'], ['run'], ['status'], ['cancel']]) {
        expectWords(command(test.root, test.environment, words));
      }
    },
    60_000,
  );

  it('says one sentence of an error of its own, and keeps in a file where it happened', async () => {
    const test = await testWorkspace();
    const printed: string[] = [];
    const stream = { write: (text: string) => printed.push(text) > 0 };
    const given = surroundings(test.environment);
    const tracer = {
      reached(): void {
        throw new RangeError('a mistake of the program\nin two lines');
      },
    };
    const code = await runCommandLine(['list'], '1', {
      cwd: test.root,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of a stream is its write
      output: { stdout: stream as never, stderr: stream as never, isTerminal: false },
      surroundings: { ...given, tracer },
    });
    expect(code).toBe(2);
    expect(printed.join('')).toMatch(
      /^✖ Switchyard met an error of its own: RangeError: a mistake of the program\.\n/,
    );
    expect(printed.join('')).not.toMatch(/^\s+at /m);
    const folder = join(test.environment['SWITCHYARD_HOME'] ?? '', 'errors');
    const [file = ''] = readdirSync(folder);
    expect(printed.join('')).toContain(file);
    expect(readFileSync(join(folder, file), 'utf8')).toContain('errors-in-words.test.ts');
  });

  it('logs no place in the program, unless it is asked for', () => {
    const printed: string[] = [];
    const stream = { write: (text: string) => printed.push(text) > 0 };
    const error = new Error('went wrong').stack;
    for (const verbose of [false, true]) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of a stream is its write
      createStderrLogger(stream as never, verbose).error('The call failed.', { error });
    }
    expect(printed[0]).toContain('went wrong');
    expect(printed[0]).not.toContain('errors-in-words');
    expect(printed[1]).toContain('errors-in-words');
  });
});

describe('a host in the browser', () => {
  it('says in words what it has not caught, and ends', async () => {
    const test = await testWorkspace();
    const preload = test.sign('preload.mjs');
    // Beside all that the program catches: as an error in a timer of any library.
    writeFileSync(preload, "setTimeout(() => { throw new TypeError('from a timer'); }, 1500);\n");
    const child = spawn(
      process.execPath,
      ['--import', preload, commandFile, 'serve', '--port', '0'],
      {
        cwd: test.root,
        env: { ...test.environment },
      },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (output += text.toString('utf8')));
    }
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(output).toContain('Switchyard met an error of its own: TypeError: from a timer.');
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('opens no workspace whose folder cannot be made, and says why', async () => {
    const test = await testWorkspace();
    writeFileSync(test.sign('taken'), '');
    const environment = { ...test.environment, SWITCHYARD_HOME: join(test.sign('taken'), 'x') };
    const opened = await openWorkspace(test.root, surroundings(environment)).catch(String);
    expect(opened).toMatchObject({ ok: false });
  });
});
