import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import type { BenchHost } from './bench-host.ts';
import type { Program } from './programs.ts';

const keysEveryMs = 120;
const longestMs = 300_000;

/** Bytes per second of the bare reader over `count` programs at once. */
export async function readBare(program: Program, count: number): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'bare-reader.ts'),
    JSON.stringify({ ...program, count }),
  ]);
  const { bytes, seconds }: { bytes: number; seconds: number } = JSON.parse(stdout);
  return bytes / seconds;
}

/** Bytes per second that a program puts out when nobody looks at it. */
export async function runUnwatched(host: BenchHost, program: Program): Promise<number> {
  const attemptId = 'unwatched';
  host.start(attemptId, program);
  await delay(500);
  const exited = host.exited([attemptId]);
  const start = performance.now();
  host.go([attemptId]);
  const bytes = await exited;
  return (bytes * 1_000) / (performance.now() - start);
}

/** How long viewed programs take, and the echoes of what was typed meanwhile. */
export interface Viewed {
  /** As their terminals gave them, with a carriage return for each line: what a bare reader counts too. */
  readonly bytesPerSecond: number;
  /** Until the last of them has ended. */
  readonly seconds: number;
  /** Until the page shows how the last of them has ended. */
  readonly shownSeconds: number;
  readonly echoes: readonly number[];
}

/** Lets programs run while the page shows them and somebody types into another terminal. */
export async function runViewed(
  host: BenchHost,
  page: Page,
  programs: readonly { readonly attemptId: string; readonly program: Program }[],
): Promise<Viewed> {
  const ids = programs.map(({ attemptId }) => attemptId);
  const typed = `typed-${ids[0]}`;
  for (const { attemptId, program } of programs) host.start(attemptId, program);
  host.start(typed, { program: 'cat', arguments: [] });
  const [first = ''] = ids;
  const isLarge = ids.length === 1;
  await page.evaluate(({ large, tiles, typed }) => terminalBench.show(large, tiles, typed), {
    large: isLarge ? first : null,
    tiles: isLarge ? [] : ids,
    typed,
  });
  const count = isLarge ? 2 : 1;
  await page
    .getByText('Live', { exact: true })
    .nth(count - 1)
    .waitFor();
  if (!isLarge)
    await page
      .locator('[data-state=live]')
      .nth(ids.length - 1)
      .waitFor();
  host.go([typed]);
  await page.locator('#typed .xterm-helper-textarea').focus();
  await delay(1_000);
  await page.evaluate(() => void (terminalBench.echoes.length = 0));
  const exited = host.exited(ids);
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1_000;
  host.go(ids);
  const ended = isLarge
    ? page.getByText('Ended with exit code 0').waitFor({ timeout: longestMs })
    : page
        .locator('[data-state=ended]')
        .nth(ids.length - 1)
        .waitFor({ timeout: longestMs });
  const seconds = exited.then(elapsed);
  const shownSeconds = ended.then(elapsed);
  await typeUntil(page, shownSeconds);
  const echoes = await page.evaluate(() => [...terminalBench.echoes]);
  return {
    bytesPerSecond: (await exited) / (await seconds),
    seconds: await seconds,
    shownSeconds: await shownSeconds,
    echoes,
  };
}

/** Types steadily, as long as something goes on. */
async function typeUntil(page: Page, over: Promise<unknown>): Promise<void> {
  for (let keys = 1; ; keys += 1) {
    // A line of the kernel's own is limited.
    await page.keyboard.press(keys % 60 === 0 ? 'Enter' : 'x');
    const isOver = await Promise.race([over.then(() => true), delay(keysEveryMs, false)]);
    if (isOver) return;
  }
}
