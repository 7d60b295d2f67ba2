import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import { defaultScreenSize, readSizeLog } from '#main/terminal/screen-size.ts';
import { screenOf } from '#main/terminal/testing/screen-of.ts';
import { painter, terminalBench } from '../helpers/terminals.ts';
import { computedMs } from '../helpers/thread-time.ts';
import { recorded, running, soon, testTerminals, view } from '../helpers/viewers.ts';
import type { TestViewer } from '../helpers/viewers.ts';

const size = { columns: 80, rows: 24 };

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-views-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a terminal that is opened', () => {
  test('shows what it would have shown from the beginning, whenever it is opened', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script(`sleep 0.1; ${painter}; seq 1 300; ${painter}`);
    const viewers: TestViewer[] = [];
    for (let opened = 0; opened < 12; opened += 1) {
      viewers.push(view(terminals, running(session)));
      await delay(25);
    }
    await session.exited;
    await soon(() => expect(viewers.every(({ isClosed }) => isClosed)).toBe(true));
    const everything = await screenOf(size, [bench.transcript()]);
    expect(everything.normal.at(-1)).toBe('done');
    for (const viewer of viewers) expect(await viewer.screen()).toEqual(everything);
  });

  test('lets the program go on when its viewer has gone', async () => {
    const bench = terminalBench();
    const session = bench.script('seq 1 400000');
    const stopped = view(testTerminals(), running(session), false);
    await soon(() => expect(stopped.outstanding).toBeGreaterThan(0));
    stopped.end.close();
    expect(await session.exited).toMatchObject({ exitCode: 0 });
    expect(stopped.message('ended')).toBeUndefined();
  });

  test('tells whether the program has written anything, whatever its screen restores', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script('read go; echo said; read end');
    const silent = view(terminals, running(session));
    await soon(() => expect(silent.message('opened')).toMatchObject({ hasOutput: false }));
    const { transcriptFile } = session;
    const elsewhere = view(terminals, recorded(transcriptFile));
    await soon(() => expect(elsewhere.message('opened')).toMatchObject({ hasOutput: false }));
    silent.end.receive({ kind: 'input', data: '\r' });
    await soon(() => expect(silent.text()).toContain('said'));
    const later = view(terminals, running(session));
    await soon(() => expect(later.message('opened')).toMatchObject({ hasOutput: true }));
    await session.end(100);
    const ended = view(terminals, recorded(transcriptFile));
    await soon(() => expect(ended.message('opened')).toMatchObject({ hasOutput: true }));
  });

  test('passes input on to a program that waits for it', async () => {
    const bench = terminalBench();
    const session = bench.script('printf "Go on? "; read answer; echo "so: $answer"');
    const viewer = view(testTerminals(), running(session));
    await soon(() => expect(viewer.text()).toContain('Go on?'));
    viewer.end.receive({ kind: 'input', data: 'yes\r' });
    await soon(() => expect(viewer.message('ended')).toBeDefined());
    expect(viewer.text()).toContain('so: yes');
    expect(viewer.message('ended')).toEqual({ kind: 'ended', exitCode: 0, signal: null });
  });

  test('answers a question of the program once, by the viewer that is used', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script('stty -echo -icanon min 1; head -c 12 | od -c -An; sleep 0.2');
    const [used, other] = [view(terminals, running(session)), view(terminals, running(session))];
    await soon(() => expect(other.message('opened')).toBeDefined());
    used.end.receive({ kind: 'resize', columns: 80, rows: 24 });
    for (const viewer of [other, used]) {
      viewer.end.receive({ kind: 'input', data: '\u001b[1;1R' });
    }
    await delay(50);
    used.end.receive({ kind: 'input', data: 'typed!' });
    await session.exited;
    const text = bench.transcript().toString().replaceAll(/\s+/g, '');
    expect(text).toBe('033[1;1Rtyped!');
  });
});

describe('the size of a terminal', () => {
  test('is that of the viewer used last, and all viewers are told in order', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script(
      'trap "stty size" WINCH; echo ready; while :; do sleep 0.02; done',
    );
    const [first, second] = [view(terminals, running(session)), view(terminals, running(session))];
    await soon(() => expect(second.text()).toContain('ready'));
    first.end.receive({ kind: 'resize', columns: 100, rows: 30 });
    await soon(() => expect(second.text()).toContain('30 100'));
    second.end.receive({ kind: 'resize', columns: 60, rows: 20 });
    await soon(() => expect(first.text()).toContain('20 60'));
    for (const { received } of [first, second]) {
      expect(received.filter((one) => 'kind' in one && one.kind === 'resized')).toEqual([
        { kind: 'resized', columns: 100, rows: 30 },
        { kind: 'resized', columns: 60, rows: 20 },
      ]);
    }
    await session.end(100);
  });

  test('is kept beside the transcript, so that a restored screen is wrapped as it was', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const line = 'a line that is wider than forty columns and so continues';
    const session = bench.script(`echo ${line}; read go; echo ${line}; read end`);
    const whole = view(terminals, running(session));
    await soon(() => expect(whole.text()).toContain('continues'));
    whole.end.receive({ kind: 'resize', columns: 40, rows: 10 });
    whole.end.receive({ kind: 'input', data: '\r' });
    await soon(() => expect(whole.text().match(/continues/g)).toHaveLength(2));
    const later = view(terminals, running(session));
    await soon(() => expect(later.message('opened')).toBeDefined());
    expect(later.message('opened')).toMatchObject({ columns: 40, rows: 10 });
    expect(await later.screen()).toEqual(await whole.screen());
    await session.end(100);
    const ended = view(terminals, recorded(session.transcriptFile, { exitCode: null }));
    await soon(() => expect(ended.isClosed).toBe(true));
    expect(ended.message('opened')).toMatchObject({ columns: 40, rows: 10, isLive: false });
    expect(await ended.screen()).toEqual(await whole.screen());
    const sizes = await readSizeLog(session.transcriptFile);
    expect(sizes).toEqual([
      { offset: 0, columns: 80, rows: 24 },
      { offset: expect.any(Number), columns: 40, rows: 10 },
    ]);
  });

  test('is the usual one for a transcript that says nothing of it', async () => {
    const folder = folderOfTest();
    const file = join(folder, 'old.log');
    writeFileSync(file, 'old output\r\n');
    const viewer = view(testTerminals(), recorded(file));
    await soon(() => expect(viewer.isClosed).toBe(true));
    expect(viewer.message('opened')).toMatchObject(defaultScreenSize);
  });
});

describe('a terminal whose program does not run here', () => {
  test('shows the screen that was left, and how it ended', async () => {
    const file = join(folderOfTest(), 'ended.log');
    const output = Buffer.from('\u001b[31mred\u001b[0m and \u65e5\u672c\r\nfinished\r\n');
    writeFileSync(file, output);
    const viewer = view(testTerminals(), recorded(file, { exitCode: 3 }));
    await soon(() => expect(viewer.isClosed).toBe(true));
    expect(viewer.received.at(-1)).toEqual({ kind: 'ended', exitCode: 3, signal: null });
    expect(await viewer.screen()).toEqual(await screenOf(defaultScreenSize, [output]));
  });

  test('is followed while another process writes to it', async () => {
    const file = join(folderOfTest(), 'elsewhere.log');
    writeFileSync(file, 'first\r\n');
    let isExpected = true;
    const find = async () => ok({ transcriptFile: file, session: null, isExpected, exitCode: 0 });
    const viewer = view(testTerminals(), find);
    await soon(() => expect(viewer.text()).toContain('first'));
    appendFileSync(file, 'second\r\n');
    await soon(() => expect(viewer.text()).toContain('second'));
    appendFileSync(file, 'last\r\n');
    isExpected = false;
    await soon(() => expect(viewer.isClosed).toBe(true));
    expect(viewer.text()).toMatch(/first[^]*second[^]*last/);
    expect(viewer.message('ended')).toMatchObject({ exitCode: 0 });
  });

  test('is waited for when it is to start', async () => {
    const bench = terminalBench();
    let session: ReturnType<typeof bench.script> | null = null;
    const transcriptFile = join(bench.folder, 'transcripts', '1.log');
    const find = async () => ok({ transcriptFile, session, isExpected: true, exitCode: null });
    const viewer = view(testTerminals(), find);
    await delay(60);
    expect(viewer.received).toEqual([]);
    session = bench.script('echo here it is');
    await soon(() => expect(viewer.isClosed).toBe(true));
    expect(viewer.text()).toContain('here it is');
  });

  test('that never was is a failure, and so is one that nobody knows', async () => {
    const terminals = testTerminals();
    const missing = view(terminals, recorded(join(folderOfTest(), 'none.log')));
    await soon(() => expect(missing.isClosed).toBe(true));
    expect(missing.message('failed')?.failure.code).toBe('transcript-missing');
    const problem = failure('unknown-attempt', 'No.', 'Look.');
    const unknown = view(terminals, async () => err(problem));
    await soon(() => expect(unknown.isClosed).toBe(true));
    expect(unknown.received).toEqual([{ kind: 'failed', failure: problem }]);
  });

  test('costs the app no time of its own while a long transcript is read', async () => {
    const file = join(folderOfTest(), 'long.log');
    const line = '\u001b[32mok\u001b[0m some output of a program that says a lot of it\r\n';
    writeFileSync(file, line.repeat(300_000));
    const terminals = testTerminals();
    let longest = 0;
    let last = computedMs();
    const timer = setInterval(() => {
      longest = Math.max(longest, computedMs() - last);
      last = computedMs();
    }, 1);
    const viewer = view(terminals, recorded(file));
    await soon(() => expect(viewer.isClosed).toBe(true));
    clearInterval(timer);
    expect(longest).toBeLessThan(150);
    expect((await viewer.screen()).normal).toHaveLength(5_000 + 40 - 1);
  });
});
