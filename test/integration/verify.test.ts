import { mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#shared/lib/clock.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { outputTailLimit } from '#main/verify/output-tail.ts';
import { runCheck } from '#main/verify/run-check.ts';
import type { CheckRequest, CheckResult } from '#main/verify/run-check.ts';
import { keeper } from '../helpers/terminals.ts';

let folder: string;
let outputFile: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'switchyard verify ')));
  outputFile = join(folder, 'evidence', 'check.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function request(command: string, change: Partial<CheckRequest> = {}): CheckRequest {
  return {
    command,
    cwd: folder,
    environment: { PATH: process.env['PATH'] ?? '' },
    timeoutMs: 30_000,
    outputFile,
    ...change,
  };
}

async function check(command: string, change: Partial<CheckRequest> = {}): Promise<CheckResult> {
  const result = await runCheck(request(command, change), { clock: systemClock, keeper });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function problemOf(command: string, change: Partial<CheckRequest> = {}) {
  const result = await runCheck(request(command, change), { clock: systemClock, keeper });
  if (result.ok) throw new Error(`expected a failure, got ${result.value.verdict}`);
  return result.error;
}

async function isRunning(pidFile: string): Promise<boolean> {
  const pid = Number(await readFile(join(folder, pidFile), 'utf8'));
  try {
    process.kill(pid, 0);
    // A zombie is gone as far as we can make it.
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' ) R');
    return !/\) [ZX]/.test(state);
  } catch {
    return false;
  }
}

describe('what a check leaves', () => {
  it.each([
    ['under a keeper', keeper],
    ['without one', () => null],
  ])('is ended when the check ends, also in a session of its own (%s)', async (_way, held) => {
    const script = `setsid sh -c 'trap "" HUP; echo $$ > pid; exec sleep 1000' >/dev/null 2>&1 &
      while ! [ -s pid ]; do sleep 0.01; done`;
    const result = await runCheck(request(script), { clock: systemClock, keeper: held });
    expect(result).toMatchObject({ ok: true, value: { verdict: 'passed' } });
    expect(await isRunning('pid')).toBe(false);
  });
});

describe('runCheck', () => {
  it('passes a command that exits 0, in its folder and with its environment', async () => {
    const result = await check('pwd; printf "%s" "$GREETING"', {
      environment: { PATH: process.env['PATH'] ?? '', GREETING: 'hello' },
    });
    expect(result).toMatchObject({
      verdict: 'passed',
      exitCode: 0,
      outputTail: `${folder}\nhello`,
    });
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('fails a command that exits with another code, and keeps both outputs in order', async () => {
    const result = await check('echo one; echo two >&2; echo three; exit 3');
    expect(result).toMatchObject({ verdict: 'failed', exitCode: 3 });
    expect(result.outputTail).toBe('one\ntwo\nthree\n');
    expect(await readFile(outputFile, 'utf8')).toBe('one\ntwo\nthree\n');
  });

  it('says "not found" for a command that is not there, or may not be executed', async () => {
    expect(await check('no-such-command-here')).toMatchObject({
      verdict: 'could_not_run',
      exitCode: 127,
      outputTail: expect.stringContaining('no-such-command-here'),
    });
    await writeFile(join(folder, 'plain'), 'x');
    expect(await check('./plain')).toMatchObject({ verdict: 'could_not_run', exitCode: 126 });
  });

  it('tells the signal that ended a command', async () => {
    expect(await check('echo start; kill -KILL $$')).toMatchObject({
      verdict: 'failed',
      exitCode: null,
      outputTail: 'start\n[ended by signal SIGKILL]',
    });
  });

  it('gets no input, so that a question cannot hang it', async () => {
    expect(await check('read answer || echo none')).toMatchObject({ outputTail: 'none\n' });
  });

  it('replaces an earlier output file, and nobody else may read it', async () => {
    await check('echo first, and longer');
    await check('echo second');
    expect(await readFile(outputFile, 'utf8')).toBe('second\n');
    expect((await stat(outputFile)).mode & 0o777).toBe(0o600);
  });

  it('keeps a large output complete on disk and only its end in the result', async () => {
    const result = await check('seq 1 400000');
    const lines = (await readFile(outputFile, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(400_000);
    expect(result.outputTail.length).toBeLessThanOrEqual(outputTailLimit);
    expect(result.outputTail.length).toBeGreaterThan(outputTailLimit - 100);
    expect(result.outputTail.endsWith('399999\n400000\n')).toBe(true);
    expect(result.outputTail).toMatch(/^\d{6}\n/);
  });

  it('shows plain text: no escapes, no redrawn lines, no half characters', async () => {
    const script = String.raw`printf '\033[31mred\033[0m\n10%%\r50%%\r100%%\n\033]0;title\007a\bb\000c\n'`;
    expect((await check(script)).outputTail).toBe('red\n100%\nabc\n');
    const many = await check(`printf '\\360\\237\\232\\202%.0s' $(seq 1 20000)`);
    expect(many.outputTail).toMatch(/^🚂+$/u);
  });

  it('masks secrets in the tail, those of the environment too', async () => {
    const environment = { PATH: process.env['PATH'] ?? '', DEPLOY_TOKEN: 'correct horse battery' };
    const result = await check('echo "$DEPLOY_TOKEN"; echo password=hunter2', { environment });
    expect(result.outputTail).toBe('[masked]\npassword=[masked]\n');
  });

  it('ends the whole tree of a command that runs out of time', async () => {
    // One member does not heed SIGTERM, the other has left for a session of its own.
    const stubborn = `trap '' TERM; echo $$ > inner; while :; do sleep 0.1; done`;
    const escaping = `
      require('node:child_process').spawn('sh', ['-c', 'echo $$ > outer; sleep 60'], { detached: true });
      setTimeout(() => {}, 60_000);`;
    await writeFile(join(folder, 'stubborn.sh'), stubborn);
    await writeFile(join(folder, 'escaping.cjs'), escaping);
    const result = await check('sh stubborn.sh & node escaping.cjs & echo waiting; sleep 60', {
      timeoutMs: 1_500,
    });
    expect(result).toMatchObject({ verdict: 'timeout', exitCode: null });
    expect(result.outputTail).toContain('waiting\n');
    expect(await isRunning('inner')).toBe(false);
    expect(await isRunning('outer')).toBe(false);
  });

  it('ends the tree when it is told to stop', async () => {
    const controller = new AbortController();
    const running = check('echo $$ > pid; sleep 60', { signal: controller.signal });
    await delay(200);
    controller.abort();
    expect(await running).toMatchObject({ verdict: 'interrupted', exitCode: null });
    expect(await isRunning('pid')).toBe(false);
  });

  it('starts nothing when it was told to stop before', async () => {
    const result = await check('touch started', { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ verdict: 'interrupted', exitCode: null });
    await expect(readFile(join(folder, 'started'))).rejects.toThrow('ENOENT');
  });

  it('ends what a finished command left in the background, and does not wait for it', async () => {
    const result = await check('sleep 60 & echo $! > pid; echo done');
    expect(result).toMatchObject({ verdict: 'passed', outputTail: 'done\n' });
    expect(result.durationMs).toBeLessThan(10_000);
    expect(await isRunning('pid')).toBe(false);
  });

  it('ends a command that floods, before the disk is full', async () => {
    const result = await check('yes', { outputLimit: 1_000_000 });
    expect(result).toMatchObject({ verdict: 'failed', exitCode: null });
    expect(result.outputTail).toContain('printed more than the output limit');
  });

  it.runIf(process.platform === 'linux')('is a failure when the output has no room', async () => {
    expect(await problemOf('echo lost', { outputFile: '/dev/full' })).toMatchObject({
      code: 'disk-full',
    });
  });

  it('is a failure when the output file cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const problem = await problemOf('true', { outputFile: join(folder, 'file', 'check.log') });
    expect(problem).toMatchObject({ code: 'write-failed' });
  });

  it('is a failure when the folder is gone or the command cannot be given to a shell', async () => {
    expect(await problemOf('true', { cwd: join(folder, 'gone') })).toMatchObject({
      code: 'check-folder-missing',
    });
    expect(await problemOf('echo \0')).toMatchObject({ code: 'check-not-started' });
  });

  it('announces its steps', async () => {
    const points: string[] = [];
    const tracer: Tracer = { reached: (point) => points.push(point) };
    await runCheck(request('true'), { clock: systemClock, keeper, tracer });
    expect(points).toEqual(['check.spawn.before', 'check.spawn.after', 'check.exit']);
  });

  it('adds only a little to the time of a command', async () => {
    // The least of them: what takes longer on a busy machine is no part of it.
    let least = Number.POSITIVE_INFINITY;
    for (let count = 0; count < 20; count += 1) {
      const started = performance.now();
      await check('true');
      least = Math.min(least, performance.now() - started);
    }
    expect(least).toBeLessThan(60);
  });
});
