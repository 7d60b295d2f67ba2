import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TerminalMessage } from '#shared/contract/terminal-protocol.ts';
import { screenOf } from '#main/terminal/testing/screen-of.ts';
import { painter, terminalBench } from '../helpers/terminals.ts';
import { accountOf, running, soon, testTerminals, view } from '../helpers/viewers.ts';
import type { TestViewer } from '../helpers/viewers.ts';

const size = { columns: 80, rows: 24 };

/** Some 100 KB in coloured lines. */
const lines = `"$(printf "$(seq -f '%.0f \\033[32mtested\\033[0m src/some/file.ts' 1 2000)")"`;

/** Prints them as often as said. */
function flood(times: number): string {
  return `lines=${lines}; for n in $(seq 1 ${times}); do echo "$lines"; done`;
}

/** Prints them until there is a file, so that it lasts as long as it has to on a machine of any speed. */
function floodUntil(file: string): string {
  return `lines=${lines}; until [ -e '${file}' ]; do echo "$lines"; done`;
}

function screensOf({ received }: TestViewer) {
  return received.filter(
    (one): one is Extract<TerminalMessage, { kind: 'skipped' }> =>
      'kind' in one && one.kind === 'skipped',
  );
}

describe('a viewer that falls behind', () => {
  test('does not slow the program down, nor take memory, and sees its end all the same', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script('read go; seq 1 1000000; echo over');
    const stopped = view(terminals, running(session), false);
    const quick = view(terminals, running(session));
    await soon(() => expect(stopped.message('opened') && quick.message('opened')).toBeDefined());
    stopped.end.receive({ kind: 'input', data: '\n' });
    await session.exited;
    expect(stopped.outstanding).toBeLessThan(1_300_000);
    await soon(() => expect(stopped.isClosed && quick.isClosed).toBe(true));
    const output = bench.transcript();
    expect(output.length).toBeGreaterThan(7_000_000);
    const everything = await screenOf(size, [output]);
    expect(everything.normal.at(-1)).toBe('over');
    for (const viewer of [stopped, quick]) {
      expect(await viewer.screen()).toEqual(everything);
      const { sent, skipped } = accountOf(viewer);
      expect(sent + skipped).toBe(output.length);
    }
    expect(accountOf(stopped).skipped).toBeGreaterThan(5_000_000);
    expect(stopped.received.filter((one) => 'kind' in one && one.kind === 'skipped')).toHaveLength(
      1,
    );
  });

  test('is shown the screen now and then, and all of it from when the output has calmed', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const enough = join(bench.folder, 'enough');
    const session = bench.script(
      `stty -echo; read go; printf '\\033[?2004h'; ${floodUntil(enough)}; echo calm; read go; ${painter}; read go`,
    );
    const viewer = view(terminals, running(session), false);
    await soon(() => expect(viewer.message('opened')).toBeDefined());
    viewer.end.receive({ kind: 'input', data: '\n' });
    await soon(() => expect(session.bytesWritten).toBeGreaterThan(viewer.outstanding + 500_000));
    const settling = setInterval(() => viewer.settle(), 20);
    onTestFinished(() => clearInterval(settling));
    await soon(() => expect(screensOf(viewer).length).toBeGreaterThan(1));
    const [glimpse] = screensOf(viewer);
    expect(glimpse?.restoredBytes).toBeLessThan(10_000);
    writeFileSync(enough, '');
    await soon(() => expect(screensOf(viewer).at(-1)?.restoredBytes).toBeGreaterThan(100_000));
    await delay(100);
    const calm = await viewer.screen();
    expect(calm).toEqual(await screenOf(size, [bench.transcript()]));
    expect(calm.normal.at(-1)).toBe('calm');
    expect(calm.modes).toMatchObject({ bracketedPasteMode: true });
    const { sent, skipped } = accountOf(viewer);
    expect(sent + skipped).toBe(session.bytesWritten);
    const before = viewer.received.length;
    viewer.end.receive({ kind: 'input', data: '\n' });
    await soon(() => expect(viewer.text()).toMatch(/done\s*$/));
    expect(viewer.received.slice(before).every((one) => one instanceof Uint8Array)).toBe(true);
    expect(await viewer.screen()).toEqual(await screenOf(size, [bench.transcript()]));
    await session.end(100);
  });

  test('misses nothing and gets nothing twice over many floods and rests', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script(
      `sleep 0.1; for i in 1 2 3 4 5 6; do ${flood(25)}; ${painter}; sleep 0.4; done; seq 1 300`,
    );
    const viewers = [20, 100, 400].map((everyMs) => {
      const viewer = view(terminals, running(session), false);
      const settling = setInterval(() => viewer.settle(), everyMs);
      onTestFinished(() => clearInterval(settling));
      return viewer;
    });
    await session.exited;
    await soon(() => expect(viewers.every(({ isClosed }) => isClosed)).toBe(true));
    const output = bench.transcript();
    const everything = await screenOf(size, [output]);
    for (const viewer of viewers) {
      expect(await viewer.screen()).toEqual(everything);
      const { sent, skipped } = accountOf(viewer);
      expect(sent + skipped).toBe(output.length);
    }
    expect(accountOf(viewers[2]!).skipped).toBeGreaterThan(1_000_000);
  });

  test('gets a burst that it can take byte for byte, however late it acknowledges', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script('stty -echo -opost; read go; head -c 90000 /dev/zero; read go');
    const viewer = view(terminals, running(session), false);
    await soon(() => expect(viewer.message('opened')).toBeDefined());
    viewer.end.receive({ kind: 'input', data: '\n' });
    await soon(() => expect(session.bytesWritten).toBe(90_000));
    await delay(400);
    expect(accountOf(viewer)).toEqual({ sent: 90_000, skipped: 0 });
    await session.end(100);
  });

  test('is told the size that the terminal got meanwhile', async () => {
    const bench = terminalBench();
    const terminals = testTerminals();
    const session = bench.script(`stty -echo; read go; ${flood(30)}; read go; echo wide`);
    const viewer = view(terminals, running(session), false);
    await soon(() => expect(viewer.message('opened')).toBeDefined());
    viewer.end.receive({ kind: 'input', data: '\n' });
    await soon(() => expect(session.bytesWritten).toBeGreaterThan(viewer.outstanding + 500_000));
    viewer.end.receive({ kind: 'resize', columns: 100, rows: 30 });
    viewer.acknowledge();
    await soon(() => expect(screensOf(viewer).at(-1)).toMatchObject({ columns: 100, rows: 30 }));
    await session.end(100);
    await soon(() => expect(viewer.isClosed).toBe(true));
    const later = view(terminals, running(session));
    await soon(() => expect(later.isClosed).toBe(true));
    expect(await viewer.screen()).toEqual(await later.screen());
  });
});
