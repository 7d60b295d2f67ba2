import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { identifyProcess, isProcessAlive } from '#main/system/process-identity.ts';
import { listProcesses } from '#main/system/process-table.ts';
import { endMarkedProcesses } from '#main/system/process-tree.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { terminalBench } from '../helpers/terminals.ts';

/** The process whose number the session printed behind `name=`. */
async function printedProcess(session: PtySession, name: string) {
  const find = () => new RegExp(`${name}=(\\d+)`).exec(session.tail(10_000))?.[1];
  await vi.waitFor(() => expect(find()).toBeDefined(), { timeout: 5000 });
  return identifyProcess(Number(find()))!;
}

async function timed<Value>(work: Promise<Value>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

const loose = { keeper: () => null };
const ways = [
  ['under a keeper', {}],
  ['without one', loose],
] as const;

describe('exit', () => {
  test.each([0, 1, 7, 255])('code %i is told', async (code) => {
    const session = terminalBench().script(`exit ${code}`);
    expect(await session.exited).toMatchObject({ exitCode: code, signal: null });
  });

  test.each(['SIGKILL', 'SIGTERM', 'SIGSEGV'])('death by %s is told', async (signal) => {
    const session = terminalBench().script(`kill -${signal.slice(3)} $$`);
    expect(await session.exited).toMatchObject({ exitCode: null, signal });
  });

  test('arguments, folder and environment reach the program without a shell', async () => {
    const bench = terminalBench();
    const session = bench.start('printenv', ['WORD', 'PWD', 'TERM'], {
      environment: { PATH: process.env['PATH']!, WORD: '$HOME; rm *', TERM: 'xterm-256color' },
    });
    await session.exited;
    expect(session.tail(1000)).toBe(`$HOME; rm *\r\n${bench.folder}\r\nxterm-256color\r\n`);
  });

  test('a program that closes its own terminal lives on and its exit code is told', async () => {
    const session = terminalBench().script('exec </dev/null >/dev/null 2>&1; sleep 0.3; exit 7');
    expect(await session.exited).toMatchObject({ exitCode: 7, signal: null });
  });

  test.each(ways)(
    'a background child that shares the terminal neither delays the exit nor survives (%s)',
    async (_way, options) => {
      const session = terminalBench(options).script(
        '(trap "" HUP TERM; while :; do sleep 0.1; done) & echo child=$!; read line',
      );
      const child = await printedProcess(session, 'child');
      session.write('\n');
      expect(await timed(session.exited)).toBeLessThan(1000);
      expect(isProcessAlive(child)).toBe(false);
    },
  );

  test.each(ways)(
    'a daemon that left the session is found and ended (%s)',
    async (_way, options) => {
      const session = terminalBench(options).script(
        "(setsid sh -c 'echo daemon=$$; sleep 1000' &) ; read line",
      );
      const daemon = await printedProcess(session, 'daemon');
      session.write('\n');
      expect(await timed(session.exited)).toBeLessThan(1000);
      expect(isProcessAlive(daemon)).toBe(false);
    },
  );

  test('a daemon without parent, session, group and mark is ended where there is a keeper', async () => {
    const session = terminalBench().script(
      "(setsid env -i sh -c 'echo escaped=$$; sleep 1000' &) ; read line",
    );
    const escaped = await printedProcess(session, 'escaped');
    session.write('\n');
    expect(await timed(session.exited)).toBeLessThan(1000);
    expect(isProcessAlive(escaped)).toBe(false);
    expect(await session.exited).toMatchObject({ left: [] });
  });

  test('something that escaped without a trace, without a keeper, delays the exit only briefly', async () => {
    const session = terminalBench(loose).script(
      "(setsid env -i sh -c 'echo escaped=$$; sleep 1000' &) ; read line",
    );
    const escaped = await printedProcess(session, 'escaped');
    session.write('\n');
    expect(await timed(session.exited)).toBeLessThan(1000);
    process.kill(-escaped.pid, 'SIGKILL');
  });
});

describe('end', () => {
  test('a program that obeys SIGTERM is gone long before the grace is over', async () => {
    const session = terminalBench().script('echo ready; sleep 1000');
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    expect(await timed(session.end(10_000))).toBeLessThan(1000);
    expect(await session.exited).toMatchObject({ signal: 'SIGTERM' });
    await session.end(10_000);
  });

  test('a program that ignores SIGTERM is killed after the grace', async () => {
    const session = terminalBench().script(
      'trap "" TERM HUP; echo ready; while :; do sleep 0.05; done',
    );
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    const took = await timed(session.end(300));
    expect(took).toBeGreaterThan(290);
    expect(took).toBeLessThan(1500);
    expect(await session.exited).toMatchObject({ signal: 'SIGKILL' });
    expect(isProcessAlive(session.identity)).toBe(false);
  });

  test('children get the whole grace although their parent ends at once', async () => {
    const bench = terminalBench();
    // The kernel itself sends SIGHUP when the leader of a terminal's session ends.
    const session = bench.script(
      `sh -c 'trap "" HUP; trap "sleep 0.5; touch saved; exit" TERM; echo ready; while :; do sleep 0.05; done' &
       wait`,
    );
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    await session.end(5000);
    expect(existsSync(join(bench.folder, 'saved'))).toBe(true);
  });

  test('a grandchild that left the session is ended too', async () => {
    const session = terminalBench().script(
      'sh -c \'setsid sh -c "trap : TERM HUP; echo grandchild=\\$\\$; while :; do sleep 0.1; done"\'; wait',
    );
    const grandchild = await printedProcess(session, 'grandchild');
    await session.end(200);
    expect(isProcessAlive(grandchild)).toBe(false);
  });

  test('a stopped program is ended', async () => {
    const session = terminalBench().script('echo ready; kill -STOP $$; sleep 1000');
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    await delay(50);
    expect(await timed(session.end(5000))).toBeLessThan(1000);
  });

  test('a program that waits because its viewer is stuck is ended', async () => {
    const session = terminalBench().script('yes');
    session.attachViewer(() => {});
    await vi.waitFor(() => expect(session.bytesWritten).toBeGreaterThan(100_000));
    expect(await timed(session.end(2000))).toBeLessThan(1000);
  });

  test('disposing of the host ends all and refuses more', async () => {
    const bench = terminalBench();
    const sessions = [1, 2, 3].map(() => bench.script('trap "" HUP; sleep 1000'));
    await bench.host.dispose();
    expect(sessions.map(({ identity }) => isProcessAlive(identity))).toEqual([false, false, false]);
    expect(bench.host.spawn(bench.request('true'))).toMatchObject({
      ok: false,
      error: { code: 'host-closed' },
    });
  });

  test('100 sessions leave neither a descriptor nor a process behind', async () => {
    const bench = terminalBench();
    await bench.script('true').exited;
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const children = async () =>
      (await listProcesses()).filter(({ parent }) => parent === process.pid).length;
    const before = [descriptors(), await children()];
    for (let count = 0; count < 100; count += 1) await bench.start('true').exited;
    expect([descriptors(), await children()]).toEqual(before);
  });

  test('starting and ending a trivial program costs little', async () => {
    const bench = terminalBench();
    await bench.start('true').exited;
    const times: number[] = [];
    for (let count = 0; count < 50; count += 1) {
      times.push(await timed(bench.start('/bin/true').exited));
    }
    const median = times.toSorted((a, b) => a - b)[25]!;
    // A fixed sleep anywhere on this way would show; a slow machine alone does not.
    expect(median).toBeLessThan(100);
  });
});

describe('a host that crashes', () => {
  test('leaves programs that the next one finds by their environment and ends', async () => {
    const bench = terminalBench();
    const attempt = `crash-${process.pid}`;
    const module = new URL('../../src/main/terminal/node-pty-host.ts', import.meta.url).href;
    const crashing = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { createNodePtyHost } = await import(${JSON.stringify(module)});
       const request = JSON.parse(process.argv[1]);
       const session = createNodePtyHost().spawn(request).value;
       const poll = setInterval(() => {
         if (!session.tail(100).includes('ready')) return;
         clearInterval(poll);
         console.log(session.identity.pid);
       }, 5);`,
      JSON.stringify(
        bench.request('/bin/sh', ['-c', 'trap "" HUP; echo ready; while :; do sleep 0.1; done'], {
          environment: { PATH: process.env['PATH']!, SWITCHYARD_ATTEMPT_ID: attempt },
        }),
      ),
    ]);
    const [line] = await once(crashing.stdout, 'data');
    const orphan = identifyProcess(Number(line))!;
    crashing.kill('SIGKILL');
    await once(crashing, 'exit');
    await delay(50);
    expect(isProcessAlive(orphan)).toBe(true);
    const ended = await endMarkedProcesses({ name: 'SWITCHYARD_ATTEMPT_ID', value: attempt }, 1000);
    expect(ended).toContainEqual(orphan);
    expect(isProcessAlive(orphan)).toBe(false);
  });
});

describe('what cannot be started is refused before anything is', () => {
  test.each([
    ['a program that is not there', 'no-such-program', 'program-not-found'],
    ['a path that is not there', './nothing', 'program-not-found'],
    ['a file that is not executable', './plain', 'program-not-executable'],
    ['a folder', '.', 'program-not-found'],
    ['a script whose interpreter is not there', './orphan', 'program-not-found'],
  ])('%s', (_what, program, code) => {
    const bench = terminalBench();
    writeFileSync(join(bench.folder, 'plain'), 'echo hi');
    writeFileSync(join(bench.folder, 'orphan'), '#!/no/such/shell -e\n');
    chmodSync(join(bench.folder, 'orphan'), 0o755);
    const outcome = bench.host.spawn(bench.request(program));
    expect(outcome).toMatchObject({ ok: false, error: { code } });
    expect(existsSync(join(bench.folder, 'transcripts'))).toBe(false);
  });

  test('a working folder that is not there', () => {
    const bench = terminalBench();
    const cwd = join(bench.folder, 'gone');
    const outcome = bench.host.spawn(bench.request('true', [], { cwd }));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'working-folder-missing' } });
  });

  test.each([
    ['a zero byte', 'a\0b'],
    ['more bytes than the kernel takes', 'x'.repeat(140_000)],
  ])('an argument with %s', (_what, argument) => {
    const bench = terminalBench();
    const outcome = bench.host.spawn(bench.request('true', [argument]));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'argument-not-possible' } });
  });

  test('a start that only the kernel refuses is refused under a keeper', () => {
    const bench = terminalBench();
    const words = Array.from({ length: 100 }, () => 'x'.repeat(100_000));
    const outcome = bench.host.spawn(bench.request('true', words));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'program-not-executable' } });
  });

  test('a program that the kernel cannot run is told at the exit under a keeper', async () => {
    const bench = terminalBench();
    // Each is the interpreter of the next: more of them than Linux follows.
    const files = Array.from({ length: 9 }, (_, index) => join(bench.folder, `${index}`));
    for (const [index, file] of files.entries()) {
      writeFileSync(file, `#!${files[index - 1] ?? '/bin/sh'}\n`);
      chmodSync(file, 0o755);
    }
    const session = bench.start(files.at(-1)!);
    expect(await session.exited).toMatchObject({
      exitCode: 1,
      startProblem: { code: 'program-not-executable' },
    });
  });

  test('a start that only the kernel refuses is told at the exit without a keeper', async () => {
    const bench = terminalBench(loose);
    const session = bench.start(
      'true',
      Array.from({ length: 100 }, () => 'x'.repeat(100_000)),
    );
    expect(await session.exited).toMatchObject({
      exitCode: 1,
      startProblem: { code: 'program-not-executable' },
    });
  });

  test('a program found in a later folder of PATH is started from there', async () => {
    const bench = terminalBench();
    writeFileSync(join(bench.folder, 'tool'), '#!/bin/sh\necho "$0"\n');
    chmodSync(join(bench.folder, 'tool'), 0o755);
    const session = bench.start('tool', [], {
      environment: { PATH: `/no/such/folder:${bench.folder}:/usr/bin:/bin` },
    });
    await session.exited;
    expect(session.tail(1000)).toBe(`${join(bench.folder, 'tool')}\r\n`);
  });
});
