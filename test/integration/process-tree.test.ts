import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { childEnvironment } from '#main/system/child-environment.ts';
import { identifyProcess, isProcessAlive } from '#main/system/process-identity.ts';
import { listProcesses, readProcess } from '#main/system/process-table.ts';
import { endMarkedProcesses, endProcessTree, endRemains } from '#main/system/process-tree.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';

const markerName = 'SWITCHYARD_TEST_MARK';
let marks = 0;

/** Starts a shell script that prints the numbers of the processes it makes, one per line. */
async function startScript(script: string, lines: number, options: { group?: boolean } = {}) {
  marks += 1;
  const marker = { name: markerName, value: `${process.pid}-${marks}` };
  const child = spawn('/bin/sh', ['-c', script], {
    detached: options.group ?? true,
    env: childEnvironment(process.env, { [marker.name]: marker.value }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // At once: a leader that ends soon is gone when its lines are read.
  const root = identifyProcess(child.pid!)!;
  let text = '';
  while (text.split('\n').length <= lines) {
    const [chunk] = await once(child.stdout, 'data');
    text += String(chunk);
  }
  const printed = text
    .trim()
    .split('\n')
    .map((line) => identifyProcess(Number(line))!);
  return { child, marker, root, printed };
}

afterEach(async () => {
  for (let mark = 1; mark <= marks; mark += 1) {
    await endMarkedProcesses({ name: markerName, value: `${process.pid}-${mark}` }, 0);
  }
});

const living = (processes: readonly ProcessIdentity[]) =>
  processes.filter((identity) => isProcessAlive(identity));

describe('identity', () => {
  test('a process is alive until it ends', async () => {
    const child = spawn('sleep', ['1000']);
    const identity = identifyProcess(child.pid!)!;
    expect(isProcessAlive(identity)).toBe(true);
    child.kill();
    await once(child, 'exit');
    expect(isProcessAlive(identity)).toBe(false);
    expect(identifyProcess(child.pid!)).toBeNull();
  });

  test('a later process with the same number is not taken for it', () => {
    const own = identifyProcess(process.pid)!;
    expect(isProcessAlive(own)).toBe(true);
    expect(isProcessAlive({ ...own, startTime: `${own.startTime}0` })).toBe(false);
    expect(isProcessAlive({ ...own, startTime: 'another-boot:1' })).toBe(false);
    expect(isProcessAlive({ ...own, startTime: null })).toBe(true);
  });

  test('a process that ended but was not waited for counts as ended', async () => {
    // The program that the shell becomes never asks for its child's end.
    const { printed } = await startScript('sleep 0.1 & echo $!; exec sleep 1000', 1);
    await expect.poll(() => readProcess(printed[0]!.pid)?.ended).toBe(true);
    expect(living(printed)).toEqual([]);
  });

  test('the table of all processes holds this one with its parent', async () => {
    const own = (await listProcesses()).find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid, ended: false });
    expect(own?.startTime).toBe(identifyProcess(process.pid)?.startTime);
  });
});

describe('endProcessTree', () => {
  test('ends a tree, including what left the group, as soon as it obeys', async () => {
    const { root, printed } = await startScript(
      "sleep 1000 & echo $!; setsid sh -c 'echo $$; sleep 1000' & wait",
      2,
    );
    const start = performance.now();
    await endProcessTree(root, { graceMs: 10_000 });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(living([root, ...printed])).toEqual([]);
  });

  test('kills what ignores SIGTERM once the grace is over', async () => {
    const { root, printed } = await startScript(
      'trap "" TERM; (setsid sh -c \'echo $$; while :; do sleep 0.1; done\') & wait',
      1,
    );
    const start = performance.now();
    await endProcessTree(root, { graceMs: 300 });
    expect(performance.now() - start).toBeGreaterThan(290);
    expect(living([root, ...printed])).toEqual([]);
  });

  test('a root in our own group does not take us with it', async () => {
    const { root, printed } = await startScript('sleep 1000 & echo $!; wait', 1, { group: false });
    expect(readProcess(root.pid)?.group).toBe(readProcess(process.pid)?.group);
    await endProcessTree(root, { graceMs: 1000 });
    expect(living([root, ...printed])).toEqual([]);
  });

  test('leaves a process alone whose number was taken over', async () => {
    const { root } = await startScript('echo $$; sleep 1000', 1);
    await endProcessTree({ ...root, startTime: 'another-boot:1' }, { graceMs: 0 });
    await endProcessTree({ ...root, startTime: null }, { graceMs: 0 });
    expect(isProcessAlive(root)).toBe(true);
  });

  test('ends a tree that grows while it is being ended', async () => {
    const { root, marker } = await startScript(
      'trap "" TERM; echo $$; while :; do (trap "" TERM; sleep 0.3) & sleep 0.01; done',
      1,
    );
    await delay(100);
    await endProcessTree(root, { graceMs: 50 });
    expect(await endMarkedProcesses(marker, 0)).toEqual([]);
  });
});

describe('endRemains', () => {
  test('ends the group and session of a leader that is gone', async () => {
    const { root, child, printed } = await startScript(
      'trap "" HUP; sleep 1000 & echo $!; sleep 1000 & echo $!; exit 0',
      2,
    );
    if (child.exitCode === null) await once(child, 'exit');
    expect(living(printed)).toHaveLength(2);
    await endRemains(root, { graceMs: 1000 });
    expect(living(printed)).toEqual([]);
  });
});

describe('endMarkedProcesses', () => {
  test('finds daemons of a process that is gone, and only those', async () => {
    const gone = await startScript("(setsid sh -c 'echo $$; sleep 1000' &) ; exit 0", 1);
    const other = await startScript('echo $$; sleep 1000', 1);
    if (gone.child.exitCode === null) await once(gone.child, 'exit');
    expect(living(gone.printed)).toHaveLength(1);
    const ended = await endMarkedProcesses(gone.marker, 1000);
    expect(ended).toContainEqual(gone.printed[0]);
    expect(living(gone.printed)).toEqual([]);
    expect(isProcessAlive(other.root)).toBe(true);
  });

  test('finds nothing where nothing is left', async () => {
    expect(await endMarkedProcesses({ name: markerName, value: 'nobody' }, 0)).toEqual([]);
  });

  test('spares the process that asks and its ancestors, though they carry the mark', async () => {
    const module = new URL('../../src/main/system/process-tree.ts', import.meta.url).href;
    const program = `
      const { spawn } = await import('node:child_process');
      const { once } = await import('node:events');
      const { endMarkedProcesses } = await import(${JSON.stringify(module)});
      const child = spawn('sleep', ['1000']);
      const exit = once(child, 'exit');
      const name = '${markerName}';
      await endMarkedProcesses({ name, value: process.env[name] }, 1000);
      await exit;
      console.log('alive');`;
    const value = `${process.pid}-nested`;
    // The shell in between is an ancestor with the mark.
    const shell = spawn(
      '/bin/sh',
      ['-c', '"$0" --input-type=module -e "$1"; echo "code $?"', process.execPath, program],
      {
        env: childEnvironment(process.env, { [markerName]: value }),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    shell.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(shell, 'close');
    expect(output).toBe('alive\ncode 0\n');
  });
});
