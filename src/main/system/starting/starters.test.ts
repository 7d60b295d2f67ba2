import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { findKeeper } from '#main/system/keeper.ts';
import type { ProgramStarter, StartedProgram } from './program-starter.ts';
import { SmallStarter } from './small-starter.ts';
import { startHere } from './start-here.ts';

const keeper = findKeeper(join(import.meta.dirname, '../../../../resources'))?.program ?? null;
const small = new SmallStarter(() => keeper);
afterAll(async () => small.close());

/** Without a keeper for this system there is only one of them. */
const starters: readonly (readonly [string, ProgramStarter])[] = [
  ['this process', startHere],
  ...(keeper === null ? [] : [['the small process', small] as const]),
];

const environment = { PATH: process.env['PATH'] ?? '' };
const missing = /ENOENT/;

/** A program under way, and what was heard of it so far. */
interface Heard extends StartedProgram {
  readonly output: () => string;
  readonly errors: () => string;
}

describe.each(starters)('a program that %s starts', (_, starter) => {
  function start(command: readonly string[], folder = tmpdir(), variables = environment): Heard {
    const [program = '', ...words] = command;
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    const started = starter.start({
      program,
      arguments: words,
      folder,
      environment: variables,
      output: (bytes) => void output.push(Buffer.from(bytes)),
      errors: (bytes) => void errors.push(Buffer.from(bytes)),
    });
    // A class keeps its methods where a spread would not look for them.
    return Object.assign(started, {
      output: () => Buffer.concat(output).toString(),
      errors: () => Buffer.concat(errors).toString(),
    });
  }
  const shell = (script: string, folder?: string): Heard => start(['sh', '-c', script], folder);

  function temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-starters-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** The number that the program prints first. */
  async function printedPid(program: Heard): Promise<number> {
    await expect.poll(program.output, { timeout: 10_000, interval: 5 }).toMatch(/^\d+\n/);
    const pid = Number.parseInt(program.output(), 10);
    onTestFinished(() => endIfAlive(pid));
    return pid;
  }

  it('is the child of nobody else', async () => {
    const program = shell('echo $PPID');
    await program.closed;
    expect(Number(program.output()) === process.pid).toBe(starter === startHere);
  });

  it('has its output and its errors heard in order, all of them before it counts as closed', async () => {
    const script = 'for i in $(seq 300); do echo out $i; echo err $i >&2; done; exit 7';
    const program = shell(script);
    expect(await program.closed).toEqual({ kind: 'ended', code: 7 });
    const lines = (word: string): string =>
      Array.from({ length: 300 }, (_, index) => `${word} ${index + 1}\n`).join('');
    expect(program.output()).toBe(lines('out'));
    expect(program.errors()).toBe(lines('err'));
  });

  it('gets its words, its folder and its variables as they are, and no others', async () => {
    const words = start(['printf', '<%s>', 'a b', '', '$HOME', 'zwölf\n', '*']);
    const variables = { ...environment, LANG: 'C', EMPTY: '', 'TWO LINES': 'one\ntwo' };
    const env = start(['env', '-0'], tmpdir(), variables);
    const folder = start(['pwd'], '/');
    await Promise.all([words.closed, env.closed, folder.closed]);
    expect(words.output()).toBe('<a b><><$HOME><zwölf\n><*>');
    const found = env.output().split('\0').slice(0, -1);
    expect(found.toSorted()).toEqual(
      Object.entries(variables)
        .map(([key, value]) => `${key}=${value}`)
        .toSorted(),
    );
    expect(folder.output()).toBe('/\n');
  });

  it('is looked for on the PATH that it gets, not on that of this process', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'only-here'), '#!/bin/sh\necho found\n', { mode: 0o755 });
    const found = start(['only-here'], folder, { PATH: folder });
    const lost = start(['only-here'], folder);
    expect(await found.closed).toEqual({ kind: 'ended', code: 0 });
    expect(found.output()).toBe('found\n');
    expect(await lost.closed).toMatchObject({ kind: 'failed', folderIsMissing: false });
  });

  it('reads input that is much larger than a pipe, and prints it again', async () => {
    const program = start(['cat']);
    const pieces = Array.from({ length: 64 }, (_, index) =>
      Buffer.alloc(131_072, index.toString()),
    );
    for (const piece of pieces) program.write(piece);
    program.write('zwölf');
    program.endInput();
    expect(await program.closed).toEqual({ kind: 'ended', code: 0 });
    expect(program.output() === `${Buffer.concat(pieces).toString()}zwölf`).toBe(true);
  });

  it('sees the end of its input only when that is said', async () => {
    const program = shell('read one; echo "$one"; read two; echo "$? $two"');
    program.write('first\n');
    await expect.poll(program.output, { interval: 5 }).toBe('first\n');
    program.endInput();
    await program.closed;
    expect(program.output()).toBe('first\n1 \n');
  });

  it('may end without reading any of its input', async () => {
    const program = shell('echo done');
    program.write(Buffer.alloc(1_000_000));
    expect(await program.closed).toEqual({ kind: 'ended', code: 0 });
    program.write('too late');
    program.endInput();
    program.terminate();
    expect(program.output()).toBe('done\n');
  });

  it('may close its input and print on', async () => {
    const program = shell('exec <&-; echo closed; sleep 0.2; echo more');
    await expect.poll(program.output, { interval: 5 }).toBe('closed\n');
    program.write(Buffer.alloc(500_000));
    program.endInput();
    expect(await program.closed).toEqual({ kind: 'ended', code: 0 });
    expect(program.output()).toBe('closed\nmore\n');
  });

  it('may close its output and live on: it is waited for', async () => {
    const program = shell('echo $$; exec >&- 2>&-; read line; exit 4');
    const pid = await printedPid(program);
    let isClosed = false;
    void program.closed.then(() => (isClosed = true));
    await delay(100);
    expect([isClosed, isAlive(pid)]).toEqual([false, true]);
    program.write('now\n');
    expect(await program.closed).toEqual({ kind: 'ended', code: 4 });
  });

  it('has exited before what it left behind has closed its output', async () => {
    const folder = temporaryFolder();
    const child = 'while [ ! -e go ]; do sleep 0.01; done; echo later';
    const program = shell(`(${child}) & echo first; exit 3`, folder);
    expect(await program.exited).toEqual({ kind: 'ended', code: 3 });
    await expect.poll(program.output, { interval: 5 }).toBe('first\n');
    writeFileSync(join(folder, 'go'), '');
    expect(await program.closed).toEqual({ kind: 'ended', code: 3 });
    expect(program.output()).toBe('first\nlater\n');
  });

  it('can be asked to end, and answers as it likes', async () => {
    const script = 'trap "echo bye; exit 3" TERM; echo $$; while :; do sleep 0.01; done';
    const program = shell(script);
    const pid = await printedPid(program);
    program.terminate();
    expect(await program.closed).toEqual({ kind: 'ended', code: 3 });
    expect(program.output()).toBe(`${pid}\nbye\n`);
  });

  it('can be ended, whatever it says to that, and has no exit code then', async () => {
    const program = shell('trap "" TERM; echo $$; read line; echo "$line"; exec sleep 60');
    const pid = await printedPid(program);
    program.terminate();
    program.write('still here\n');
    await expect.poll(program.output, { interval: 5 }).toBe(`${pid}\nstill here\n`);
    program.kill();
    expect(await program.closed).toEqual({ kind: 'ended', code: null });
    expect(isAlive(pid)).toBe(false);
  });

  it('says nothing any more once it is forgotten, and is told so by the end of its output', async () => {
    const program = shell('echo $$; while :; do echo more; sleep 0.01; done');
    const pid = await printedPid(program);
    program.forget();
    const heard = program.output();
    await expect.poll(() => isAlive(pid), { timeout: 10_000, interval: 10 }).toBe(false);
    expect(program.output()).toBe(heard);
  });

  it.each([
    ['a program that is not there', ['switchyard-nowhere'], '', false, missing],
    ['a folder that is not there', ['true'], 'nowhere', true, missing],
    ['a file in place of the folder', ['true'], 'file', true, /ENOTDIR/],
    ['a folder in place of the program', ['./folder'], '', false, /EACCES/],
    ['more words than a system takes', ['true', 'x'.repeat(3_000_000)], '', false, /E2BIG/],
    ['a word that no program can get', ['true', 'a\0b'], '', false, /null bytes/],
  ] as const)('is not started: %s', async (_, command, place, folderIsMissing, reason) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    const program = start(command, join(folder, place));
    program.write('input');
    program.endInput();
    const end = await program.closed;
    expect(await program.exited).toEqual(end);
    expect(end).toMatchObject({ kind: 'failed', folderIsMissing });
    expect(end.kind === 'failed' ? end.reason : '').toMatch(reason);
    for (const act of ['terminate', 'kill', 'release', 'retain', 'forget'] as const) program[act]();
  });

  it('is one of fifty at once, each with its own input, output and end', async () => {
    const programs = Array.from({ length: 50 }, () =>
      shell('read line; echo "$line"; echo "not $line" >&2; exit ${line#number }'),
    );
    for (const [index, program] of programs.entries()) program.write(`number ${index}\n`);
    const ends = await Promise.all(programs.map(async ({ closed }) => closed));
    expect(ends).toEqual(programs.map((_, code) => ({ kind: 'ended', code })));
    expect(programs.map((one) => one.output())).toEqual(programs.map((_, n) => `number ${n}\n`));
    expect(programs.map((one) => one.errors())).toEqual(
      programs.map((_, n) => `not number ${n}\n`),
    );
  });

  /** Does something with a program in a process of its own, and waits for the end of that process. */
  async function inOwnProcess(script: string, then: string): Promise<string> {
    const folder = temporaryFolder();
    const module = starter === startHere ? 'start-here.ts' : 'small-starter.ts';
    const made = starter === startHere ? 'all.startHere' : `new all.SmallStarter(() => program)`;
    const code = `
      import { writeFileSync } from 'node:fs';
      const [url, program] = process.argv.slice(1);
      const all = await import(url);
      const started = ${made}.start({
        program: 'sh',
        arguments: ['-c', ${JSON.stringify(script)}],
        folder: ${JSON.stringify(folder)},
        environment: process.env,
        output: (bytes) => {
          writeFileSync(${JSON.stringify(join(folder, 'output'))}, bytes, { flag: 'a' });
          ${then}
        },
        errors: () => {},
      });`;
    const url = new URL(module, import.meta.url).href;
    const node = [process.execPath, '--input-type=module', '-e', code, url, keeper ?? ''];
    const host = start(node);
    expect([await host.closed, host.errors()]).toEqual([{ kind: 'ended', code: 0 }, '']);
    const output = join(folder, 'output');
    return existsSync(output) ? readFileSync(output, 'utf8') : '';
  }

  it('keeps the process alive that has started it', async () => {
    expect(await inOwnProcess('echo one; sleep 0.2; echo two', '')).toBe('one\ntwo\n');
    // Also when it was let go for a while.
    const both = 'started.release(); started.retain();';
    expect(await inOwnProcess('echo one; sleep 0.2; echo two', both)).toBe('one\ntwo\n');
  });

  it('lives on without that process once it is released', async () => {
    const pid = Number(await inOwnProcess('echo $$; exec sleep 60', 'started.release();'));
    onTestFinished(() => endIfAlive(pid));
    expect(isAlive(pid)).toBe(true);
  });

  it('lets that process end once it is forgotten, also when it is retained afterwards', async () => {
    const then = 'started.forget(); started.retain();';
    const pid = Number(await inOwnProcess('echo $$; exec sleep 60', then));
    onTestFinished(() => endIfAlive(pid));
    expect(isAlive(pid)).toBe(true);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function endIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
