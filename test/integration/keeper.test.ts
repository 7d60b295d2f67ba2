import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { childEnvironment } from '#main/system/child-environment.ts';
import { startKept } from '#main/system/keeper.ts';
import { descendantsOf, workersIn } from '#main/system/left-processes.ts';
import { identifyProcess, isProcessAlive } from '#main/system/process-identity.ts';
import { listProcesses } from '#main/system/process-table.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { keeper } from '../helpers/terminals.ts';

let folder: string;
let file: number;
const started: ProcessIdentity[] = [];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-keeper-')));
  file = openSync(join(folder, 'output'), 'a+');
});
afterEach(() => {
  for (const identity of started.splice(0)) {
    if (isProcessAlive(identity)) process.kill(identity.pid, 'SIGKILL');
  }
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a shell script under the keeper, in the test's folder. */
function keep(script: string, remainsGraceMs = 100) {
  const found = keeper();
  if (found === null) throw new Error('The keeper was not built.');
  const marker = { name: 'SWITCHYARD_TEST_KEPT', value: folder };
  const family = startKept(found, {
    program: '/bin/sh',
    arguments: ['-c', script],
    cwd: folder,
    environment: childEnvironment(process.env, { [marker.name]: marker.value }),
    stdio: ['ignore', file, file],
    terminal: false,
    remainsGraceMs,
    marker,
  });
  if (family.identity !== null) started.push(family.identity);
  return family;
}

/** The processes whose numbers the script wrote into the file, once there are so many. */
async function written(name: string, count = 1): Promise<readonly ProcessIdentity[]> {
  const path = join(folder, name);
  const pids = () =>
    existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').filter(Boolean) : [];
  await expect.poll(() => pids().length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
  const found = pids().flatMap((pid) => identifyProcess(Number(pid)) ?? []);
  started.push(...found);
  return found;
}

const living = (processes: readonly ProcessIdentity[]) =>
  processes.filter((identity) => isProcessAlive(identity));

const note = 'echo $$ > pid; exec sleep 1000';

describe('what a program left', () => {
  test.each([
    ['in the background', `sh -c '${note}' &`],
    ['in a session of its own', `setsid sh -c '${note}' &`],
    ['forked by setsid', `setsid -f sh -c '${note}'`],
    ['deaf for the end of the terminal', `nohup sh -c '${note}' >/dev/null 2>&1 &`],
    ['disowned', `bash -c "sh -c '${note}' & disown; exit 0"`],
    ['by a double fork', `( ( sh -c '${note}' & ) & )`],
    ['without its mark', `env -i PATH="$PATH" sh -c '${note}' &`],
    ['without parent, group, session and mark', `setsid -f env -i PATH="$PATH" sh -c '${note}'`],
    [
      'elsewhere, with nothing open',
      `setsid -f env -i PATH="$PATH" sh -c 'echo $$ > pid; cd /; exec sleep 1000 <&- >&- 2>&-'`,
    ],
    ['under another name', `setsid -f bash -c 'echo $$ > pid; exec -a [kworker] sleep 1000'`],
    [
      'deaf for SIGTERM',
      `setsid -f sh -c 'trap "" TERM HUP; echo $$ > pid; while :; do sleep 1; done'`,
    ],
    ['stopped', `setsid -f sh -c 'echo $$ > pid; kill -STOP $$; sleep 1000'`],
  ])('%s is ended with it', async (_how, script) => {
    const family = keep(`${script}\nwhile ! [ -s pid ]; do sleep 0.01; done; exit 3`);
    const left = await written('pid');
    expect(await family.ended).toEqual({ kind: 'ended', code: 3, signal: 0 });
    expect(await family.gone).toEqual([]);
    expect(living([...left, family.identity!])).toEqual([]);
  });

  test('a child that is put under another parent again and again is ended', async () => {
    const family = keep(
      `hop() { echo $$ > pid; sleep 0.02; setsid -f env -i PATH="$PATH" sh -c "$1" x "$1"; }
       next='echo $$ > pid; sleep 0.02; setsid -f env -i PATH="$PATH" sh -c "$1" x "$1"'
       setsid -f sh -c "$next" x "$next"
       sleep 0.2`,
    );
    await family.gone;
    const before = readFileSync(join(folder, 'pid'), 'utf8');
    await delay(200);
    expect(readFileSync(join(folder, 'pid'), 'utf8')).toBe(before);
  });

  test('a crowd that forks while it is being ended is ended', async () => {
    const family = keep(
      `trap '' TERM
       grow() { while :; do (trap '' TERM; exec sleep 5) & sleep 0.005; done; }
       for i in 1 2 3 4 5 6 7 8; do setsid -f env -i PATH="$PATH" bash -c "$(typeset -f grow 2>/dev/null)
         trap '' TERM; while :; do (exec sleep 5) & sleep 0.005; done"; done
       sleep 0.5`,
    );
    await family.ended;
    const { pid } = family.identity!;
    expect(descendantsOf(pid, await listProcesses()).length).toBeGreaterThan(20);
    expect(await family.gone).toEqual([]);
    expect(isProcessAlive(family.identity!)).toBe(false);
  });

  test("nothing else is touched: not the person's own in the same folder, not another family", async () => {
    const own = spawn('sh', ['-c', 'sleep 1000'], { cwd: folder, detached: true, stdio: 'ignore' });
    const ownIdentity = identifyProcess(own.pid!)!;
    started.push(ownIdentity);
    const other = keep(
      'setsid -f env -i PATH="$PATH" sh -c \'echo $$ > other; exec sleep 1000\'; sleep 1000',
    );
    const [otherChild] = await written('other');
    const family = keep(`setsid -f sh -c '${note}'; while ! [ -s pid ]; do sleep 0.01; done`);
    await written('pid');
    await family.gone;
    expect(living([ownIdentity, other.identity!, otherChild!])).toHaveLength(3);
    await other.end(0);
    expect(living([other.identity!, otherChild!])).toEqual([]);
    expect(isProcessAlive(ownIdentity)).toBe(true);
  });
});

describe('the end of all', () => {
  test('the grace is for all of them, and over as soon as they have obeyed', async () => {
    const family = keep('trap "" TERM; echo $$ > pid; while :; do sleep 0.05; done');
    await written('pid');
    const start = performance.now();
    await family.end(300);
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(await family.ended).toEqual({ kind: 'ended', code: 0, signal: 9 });
    const obedient = keep('echo $$ > pid2; exec sleep 1000');
    await written('pid2');
    const again = performance.now();
    await obedient.end(10_000);
    expect(performance.now() - again).toBeLessThan(2000);
    expect(await obedient.ended).toEqual({ kind: 'ended', code: 0, signal: 15 });
  });

  test('comes though the program stops itself and its keeper', async () => {
    const family = keep('echo $$ > pid; kill -STOP $PPID; kill -STOP $$; sleep 1000');
    const [program] = await written('pid');
    await delay(50);
    await family.end(200);
    expect(living([program!, family.identity!])).toEqual([]);
  });

  test.each([
    ['', `setsid -f env -i PATH="$PATH" sh -c '${note}'; echo $$ > pid2; sleep 1000`],
    [
      ' though the program stopped its keeper',
      `setsid -f env -i PATH="$PATH" sh -c '${note}'; trap "" HUP TERM
       while ! [ -s pid ]; do sleep 0.01; done
       kill -STOP $PPID; echo $$ > pid2; while :; do sleep 0.1; done`,
    ],
    [
      ' though the program stops its keeper again and again',
      `setsid -f env -i PATH="$PATH" sh -c '${note}'; trap "" HUP TERM
       while ! [ -s pid ]; do sleep 0.01; done
       kill -STOP $PPID; sleep 0.7; echo $$ > pid2; while :; do kill -STOP $PPID; sleep 0.2; done`,
    ],
  ])('comes when the one who started it is gone%s', async (_how, script) => {
    const module = new URL('../../src/main/system/keeper.ts', import.meta.url).href;
    const host = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { startKept } = await import(${JSON.stringify(module)});
         startKept({ program: ${JSON.stringify(keeper()!.program)} }, {
           program: '/bin/sh',
           arguments: ['-c', ${JSON.stringify(script)}],
           cwd: ${JSON.stringify(folder)}, environment: process.env, stdio: ['ignore', 1, 2],
           terminal: false, remainsGraceMs: 100, marker: { name: 'NOTHING', value: '1' },
         });`,
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const all = [...(await written('pid')), ...(await written('pid2'))];
    host.kill('SIGKILL');
    await once(host, 'exit');
    await expect.poll(() => living(all), { timeout: 8000 }).toEqual([]);
  });

  test('is seen though the program stopped its keeper', async () => {
    const family = keep(
      `setsid -f env -i PATH="$PATH" sh -c '${note}'
       while ! [ -s pid ]; do sleep 0.01; done; kill -STOP $PPID; exit 3`,
    );
    const left = await written('pid');
    expect(await family.ended).toEqual({ kind: 'ended', code: 3, signal: 0 });
    expect(await family.gone).toEqual([]);
    expect(living([...left, family.identity!])).toEqual([]);
  });

  test.each(['exit 3', 'while :; do sleep 0.1; done'])(
    'comes though the keeper is stopped again and again, by a program that then does %j',
    async (rest) => {
      const family = keep(
        `setsid -f env -i PATH="$PATH" sh -c "trap '' TERM HUP; echo \\$\\$ > pid; while :; do kill -STOP $PPID; done"
         while ! [ -s pid ]; do sleep 0.01; done; ${rest}`,
      );
      const left = await written('pid');
      await family.ended;
      expect(await family.gone).toEqual([]);
      expect(living([...left, family.identity!])).toEqual([]);
    },
  );

  test('a program that kills its keeper ends itself, and what still has the mark is ended too', async () => {
    const family = keep(
      "setsid sh -c 'echo $$ > pid; exec sleep 1000' & while ! [ -s pid ]; do sleep 0.01; done; kill -9 $PPID; sleep 1000",
    );
    const left = await written('pid');
    expect(await family.ended).toEqual({ kind: 'lost' });
    expect(await family.gone).toEqual([]);
    expect(living(left)).toEqual([]);
  });

  test('signals to the keeper from its family change nothing', async () => {
    const family = keep(
      'for one in TERM INT HUP USR1 QUIT PIPE; do kill -$one $PPID; done; exit 4',
    );
    expect(await family.ended).toEqual({ kind: 'ended', code: 4, signal: 0 });
  });
});

describe('what a program gets', () => {
  test("neither the keeper's descriptors nor those that others left open", async () => {
    const family = keep('exec ls -l /proc/self/fd');
    await family.gone;
    const names = readFileSync(join(folder, 'output'), 'utf8').matchAll(/ (\d+) -> (\S+)/g);
    // What `ls` itself reads.
    const beyond = [...names].filter(([, number]) => Number(number) > 2);
    expect(beyond.map(([, , target]) => target)).toEqual([
      expect.stringMatching(/^\/proc\/\d+\/fd$/),
    ]);
  });

  test.each([
    ['a name that is not there', 'missing', 'no such file or directory'],
    ['a text that names no interpreter', 'text', 'exec format error'],
  ])('%s is told, and leaves nothing', async (_what, name, reason) => {
    const found = keeper()!;
    writeFileSync(join(folder, 'text'), 'echo hi\n', { mode: 0o755 });
    const family = startKept(found, {
      program: join(folder, name),
      arguments: [],
      cwd: folder,
      environment: {},
      stdio: ['ignore', file, file],
      terminal: false,
      remainsGraceMs: 100,
      marker: { name: 'NOTHING', value: '1' },
    });
    expect(await family.ended).toEqual({ kind: 'failed', reason });
    expect(await family.gone).toEqual([]);
  });
});

describe('workers in a folder', () => {
  test('are named when they began since, and only there; own ones are left out', async () => {
    const since = identifyProcess(process.pid)!;
    const stranger = spawn('sh', ['-c', "setsid -f sh -c 'echo $$ > pid; exec sleep 1234'"], {
      cwd: folder,
      stdio: 'ignore',
    });
    await once(stranger, 'exit');
    const [identity] = await written('pid');
    const found = [{ pid: identity!.pid, command: 'sleep 1234' }];
    await expect.poll(() => workersIn(folder, since)).toEqual(found);
    // The system tells the start of a process in steps of 10 ms.
    await delay(30);
    const own = spawn('sleep', ['1000'], { cwd: folder, stdio: 'ignore' });
    started.push(identifyProcess(own.pid!)!);
    expect(workersIn(folder, since)).toEqual(found);
    expect(workersIn(join(folder, 'other'), since)).toEqual([]);
    expect(workersIn(folder, identifyProcess(own.pid!)!)).toEqual([]);
  });
});
