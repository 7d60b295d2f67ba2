import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { terminalBench } from '../helpers/terminals.ts';

const entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'switchyard-display-'));
});

afterEach(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

/** What is to be read on a terminal without end after this output: cursor up, to column one, erase. */
function screenAfter(output: string): string {
  const screen: string[] = [''];
  let row = 0;
  let column = 0;
  const pieces = output
    .replaceAll('\u001B', '␛')
    .matchAll(/␛\[(\??[\d;]*)(\w)|([\r\n])|([^␛\r\n]+)/g);
  for (const [, number = '', command, lineBreak, text] of pieces) {
    const line = screen[row] ?? '';
    if (text !== undefined) {
      screen[row] = line.slice(0, column).padEnd(column) + text + line.slice(column + text.length);
      column += text.length;
    } else if (lineBreak === '\n') row += 1;
    else if (lineBreak === '\r' || command === 'G') column = 0;
    else if (command === 'A') row -= Number(number || 1);
    else if (command === 'B') row += Number(number || 1);
    else if (command === 'K') screen[row] = number === '2' ? '' : line.slice(0, column);
    // Showing and hiding the cursor, and drawing in one go, change nothing that can be read.
    else if (command !== 'h' && command !== 'l') throw new Error(`Unknown escape ${command}`);
  }
  return screen.map((line) => line ?? '').join('\n');
}

it('leaves everything that was told on the screen, and nothing of the bar', async () => {
  const bench = terminalBench();
  const session = bench.start(process.execPath, [entry, 'demo', join(home, 'shelf')], {
    columns: 100,
    rows: 30,
    environment: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      LC_ALL: 'C.UTF-8',
      TERM: 'xterm-256color',
      SWITCHYARD_HOME: join(home, 'data'),
    },
  });
  const { exitCode } = await session.exited;

  const output = bench.transcript().toString();
  const screen = screenAfter(output);
  expect(exitCode).toBe(0);
  expect(output).toMatch(/█░* \d+\/10/);
  expect(output).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] shelf-1\.1 Find books by a query · /u);
  expect(screen).not.toMatch(/[█░⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
  for (let task = 1; task <= 10; task += 1) {
    expect(screen).toContain(`✔ Task shelf-1.${task} completed: `);
  }
  expect(screen).toContain('↻ shelf-1.2: Verification failed: ');
  expect(screen).toContain('\nFinished: 10/10 completed\n');
}, 120_000);
