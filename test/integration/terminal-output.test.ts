import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  createReadStream,
  mkdirSync,
  openSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { defaultScreenSize } from '#main/terminal/screen-size.ts';
import { terminalBench, watch } from '../helpers/terminals.ts';

const untouched = {
  exitCode: 0,
  signal: null,
  transcriptProblem: null,
  startProblem: null,
  left: [],
  isLost: false,
};

describe('output', () => {
  test('a flood of 20 MB reaches transcript and viewer complete and in order', async () => {
    const bench = terminalBench();
    const session = bench.script('seq 1 2600000');
    const viewer = watch(session);
    expect(await session.exited).toEqual(untouched);
    let expected = '';
    for (let number = 1; number <= 2_600_000; number += 1) expected += `${number}\r\n`;
    const transcript = bench.transcript();
    expect(transcript.length).toBeGreaterThan(20_000_000);
    expect(session.bytesWritten).toBe(transcript.length);
    expect(transcript.equals(Buffer.from(expected))).toBe(true);
    expect(viewer.output().equals(transcript)).toBe(true);
    expect(session.tail(18)).toBe('2599999\r\n2600000\r\n');
    expect(session.tail(10_000_000)).toHaveLength(256 * 1024);
  });

  test('terminal escapes, zero bytes and broken UTF-8 pass unharmed', async () => {
    const bench = terminalBench();
    const bytes = Buffer.concat([
      Buffer.from('\u{1b}[2J\u{1b}]0;title\u{7}€'),
      randomBytes(50_000),
    ]);
    writeFileSync(join(bench.folder, 'bytes'), bytes);
    const session = bench.script('stty -opost; cat bytes');
    const viewer = watch(session);
    await session.exited;
    expect(bench.transcript().equals(bytes)).toBe(true);
    expect(viewer.output().equals(bytes)).toBe(true);
    expect(session.tail(1000).length).toBeGreaterThan(0);
  });

  test('a second session on the same transcript goes on at its end', async () => {
    const bench = terminalBench();
    const transcriptFile = join(bench.folder, 'one.log');
    await bench.script('echo first', { transcriptFile }).exited;
    await bench.script('echo second', { transcriptFile }).exited;
    expect(bench.transcript().toString()).toBe('first\r\nsecond\r\n');
  });

  test('the end of the output is not lost while the app is busy at the exit', async () => {
    const bench = terminalBench();
    const session = bench.script('head -c 30000 /dev/zero; sleep 0.05; head -c 3000 /dev/zero');
    await vi.waitFor(() => expect(session.bytesWritten).toBeGreaterThan(0));
    const busyUntil = performance.now() + 500;
    while (performance.now() < busyUntil);
    expect(await session.exited).toEqual(untouched);
    expect(bench.transcript()).toHaveLength(33_000);
  });

  test('tells when the last output came', async () => {
    let now = 1000;
    const bench = terminalBench({ clock: { now: () => now } });
    const session = bench.script('read line; echo done');
    expect(session.lastOutputAt).toBe(1000);
    now = 2000;
    session.write('\n');
    await session.exited;
    expect(session.lastOutputAt).toBe(2000);
  });

  test('announces its steps to the tracer', async () => {
    const points: string[] = [];
    const bench = terminalBench({ tracer: { reached: (point) => points.push(point) } });
    await bench.script('echo hello').exited;
    expect(points.slice(0, 2)).toEqual(['pty.spawn.before', 'pty.spawn.after']);
    // The exit may be seen before the last output is read.
    expect(points.slice(2).toSorted()).toEqual([
      'pty.data',
      'pty.exit.after',
      'pty.exit.before',
      'transcript.write',
    ]);
    expect(points.at(-1)).toBe('pty.exit.after');
  });
});

describe('flow control', () => {
  test('what a program says is read to its end, whatever its viewers do', async () => {
    const bench = terminalBench();
    const session = bench.script('head -c 3000000 /dev/zero; sleep 0.1; head -c 2000 /dev/zero');
    const [first, second] = [watch(session), watch(session)];
    await vi.waitFor(() => expect(first.bytes).toBeGreaterThan(100_000));
    first.viewer.dispose();
    const seen = first.bytes;
    expect(await session.exited).toEqual(untouched);
    expect(bench.transcript()).toHaveLength(3_002_000);
    expect([first.bytes, second.bytes]).toEqual([seen, 3_002_000]);
  });

  test('a viewer that comes later gets only what comes later', async () => {
    const bench = terminalBench();
    const session = bench.script('echo early; read line; echo late');
    await vi.waitFor(() => expect(session.tail(100)).toContain('early'));
    const viewer = watch(session);
    session.write('\n');
    await session.exited;
    expect(viewer.text()).toBe('\r\nlate\r\n');
    expect(watch(session).bytes).toBe(0);
  });

  test('a disk that is slower than the program pauses it', async () => {
    const bench = terminalBench();
    const transcriptFile = join(bench.folder, 'slow.log');
    execFileSync('mkfifo', [transcriptFile]);
    // Opening for both ways does not wait for a writer.
    const reader = openSync(transcriptFile, constants.O_RDWR | constants.O_NONBLOCK);
    const session = bench.script('head -c 20000000 /dev/zero', { transcriptFile });
    await vi.waitFor(() => expect(session.bytesWritten).toBeGreaterThan(1_000_000));
    await delay(200);
    const paused = session.bytesWritten;
    expect(paused).toBeLessThan(2_000_000);
    await delay(100);
    expect(session.bytesWritten).toBe(paused);

    let read = 0;
    const stream = createReadStream('', { fd: openSync(transcriptFile, 'r') });
    stream.on('data', (chunk) => (read += chunk.length));
    expect(await session.exited).toEqual(untouched);
    await vi.waitFor(() => expect(read).toBe(20_000_000));
    stream.destroy();
    closeSync(reader);
  });
});

describe('input', () => {
  test('typed lines reach the program', async () => {
    const bench = terminalBench();
    const session = bench.script('read name; echo "hello $name"; cat');
    session.write('Ada €\n');
    await vi.waitFor(() => expect(session.tail(100)).toContain('hello Ada €'));
    session.write('line\n\u{4}');
    expect((await session.exited).exitCode).toBe(0);
    expect(session.tail(100)).toContain('line\r\nline\r\n');
  });

  test('Ctrl-C interrupts', async () => {
    const bench = terminalBench();
    const file = join(bench.folder, 'ready');
    writeFileSync(file, 'ready');
    // A shell that is just about to start a program may lose the signal: here there is none any more.
    const session = bench.script(`exec tail -f '${file}'`);
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    session.write('\u{3}');
    expect(await session.exited).toMatchObject({ exitCode: null, signal: 'SIGINT' });
  });

  test('a large paste arrives complete', async () => {
    const bench = terminalBench();
    const paste = randomBytes(150_000).toString('hex');
    const session = bench.script(`stty raw -echo; echo ready; head -c ${paste.length} | sha256sum`);
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    session.write(paste);
    await session.exited;
    expect(session.tail(100)).toContain(createHash('sha256').update(paste).digest('hex'));
  });

  test('a program that does not read is neither held up nor harmed by input', async () => {
    const bench = terminalBench();
    const session = bench.script('stty raw -echo; echo ready; sleep 0.3');
    await vi.waitFor(() => expect(session.tail(100)).toContain('ready'));
    session.write('x'.repeat(1_000_000));
    expect(await session.exited).toEqual(untouched);
    session.write('too late');
  });

  test('a new size is told to the program, and to nobody after its end', async () => {
    const bench = terminalBench();
    const session = bench.script('stty size; read line; stty size', { columns: 100, rows: 30 });
    await vi.waitFor(() => expect(session.tail(100)).toContain('30 100'));
    session.resize(132, 43);
    session.write('\n');
    await session.exited;
    expect(session.tail(100)).toContain('43 132');
    session.resize(10, 10);
    session.resize(Number.NaN, -1);
  });
});

describe('a transcript that cannot be written', () => {
  const noSpace = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

  /** A folder on a file system of 1 MiB, or null where mounting is not allowed. */
  function smallDisk(parent: string): string | null {
    const folder = join(parent, 'small');
    mkdirSync(folder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      return null;
    }
    onTestFinished(() => void execFileSync('umount', ['-l', folder]));
    return folder;
  }

  test('a full disk is told, what fits is kept, and the program goes on to its end', async () => {
    let writes = 0;
    const failing = {
      reached(point: string) {
        if (point === 'transcript.write' && (writes += 1) > 3 && disk === null) throw noSpace;
      },
    };
    const bench = terminalBench({ tracer: failing });
    const disk = smallDisk(bench.folder);
    const transcriptFile = join(disk ?? bench.folder, 'full.log');
    const session = bench.script('seq 1 600000; exit 4', {
      transcriptFile,
      ...defaultScreenSize,
    });
    const viewer = watch(session);
    const exit = await session.exited;
    expect(exit).toMatchObject({ exitCode: 4, transcriptProblem: { code: 'disk-full' } });
    expect(exit.transcriptProblem?.message).toContain(transcriptFile);
    const kept = bench.transcript();
    expect(kept.length).toBeGreaterThan(0);
    expect(viewer.output().subarray(0, kept.length).equals(kept)).toBe(true);
    expect(viewer.bytes).toBe(session.bytesWritten);
    // The times of what was printed have a page of it.
    if (disk !== null) expect(kept).toHaveLength(1024 * 1024 - 4096);
    await rm(transcriptFile);
  });

  test('a write that a tracer fails counts as failed', async () => {
    const bench = terminalBench({
      tracer: {
        reached(point) {
          if (point === 'transcript.write') throw noSpace;
        },
      },
    });
    const session = bench.script('seq 1 100000');
    expect(await session.exited).toMatchObject({
      exitCode: 0,
      transcriptProblem: { code: 'disk-full' },
    });
    expect(bench.transcript()).toHaveLength(0);
  });

  test('nothing is started when the transcript cannot be made', async () => {
    const bench = terminalBench();
    writeFileSync(join(bench.folder, 'file'), '');
    const outcome = bench.host.spawn(
      bench.request('touch', ['started'], {
        transcriptFile: join(bench.folder, 'file', 'inside.log'),
      }),
    );
    expect(outcome).toMatchObject({ ok: false, error: { code: 'write-failed' } });
  });
});
