import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ScreenShelf, shelfLimits } from '#main/terminal/screen-shelf.ts';
import { defaultScreenSize, sizeLogFile } from '#main/terminal/screen-size.ts';
import { screenOf } from '#main/terminal/testing/screen-of.ts';

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-views-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('a shelf of screens', () => {
  test('goes on from where it was, and begins near the end of what is too long', async () => {
    const file = join(folderOfTest(), 'growing.log');
    const limits = { ...shelfLimits, exactBytes: 100_000, tailBytes: 20_000, keepMs: 1_000 };
    const shelf = new ScreenShelf(limits);
    onTestFinished(() => shelf.clear());
    const request = { transcriptFile: file, offset: null };
    writeFileSync(file, 'first\r\n');
    writeFileSync(sizeLogFile(file), '0 50 10\n7 30 8\n7 20');
    expect(await shelf.restore(request)).toMatchObject({ columns: 30, rows: 8, offset: 7 });
    appendFileSync(file, 'second\r\n');
    const two = await shelf.restore(request);
    expect((await screenOf(two, [two.bytes])).normal).toEqual(['first', 'second']);
    const one = await shelf.restore({ ...request, offset: 7 });
    expect((await screenOf(one, [one.bytes])).normal).toEqual(['first']);
    appendFileSync(file, 'more\r\n'.repeat(100_000));
    const many = await shelf.restore(request);
    const { normal } = await screenOf(many, [many.bytes]);
    expect(normal.length).toBeGreaterThan(2_000);
    expect(normal).not.toContain('first');
  });

  test('knows the modes that were set before what it parses', async () => {
    const file = join(folderOfTest(), 'modes.log');
    const limits = { ...shelfLimits, exactBytes: 100_000, tailBytes: 20_000, keepMs: 1_000 };
    const shelf = new ScreenShelf({ ...limits, glimpseBytes: 10_000 });
    onTestFinished(() => shelf.clear());
    writeFileSync(
      file,
      `\u001b[?1049h\u001b[?2004h${'\u001b[H\u001b[2Jpicture\r\n'.repeat(20_000)}`,
    );
    const exact = await shelf.restore({ transcriptFile: file, offset: null });
    for (const one of [exact, await shelf.glimpse(file)]) {
      const screen = await screenOf(one, [one.bytes]);
      expect(screen.active).toBe('alternate');
      expect(screen.alternate).toEqual(['picture']);
      expect(screen.modes).toMatchObject({ bracketedPasteMode: true });
      expect(one.offset).toBe(statSync(file).size);
    }
    appendFileSync(file, '\u001b[?1049l');
    const left = await shelf.glimpse(file);
    expect((await screenOf(left, [left.bytes])).active).toBe('normal');
  });

  test('gives a glimpse of the screen alone, at little cost however long the transcript is', async () => {
    const file = join(folderOfTest(), 'long.log');
    const shelf = new ScreenShelf();
    const lines = Array.from(
      { length: 300_000 },
      (_, line) => `\u001b[32mline\u001b[0m ${line}\r\n`,
    );
    writeFileSync(file, lines.join(''));
    const glimpse = await shelf.glimpse(file);
    const { normal } = await screenOf(glimpse, [glimpse.bytes]);
    expect(normal).toHaveLength(defaultScreenSize.rows - 1);
    expect(normal.at(-1)).toContain('299999');
    expect(glimpse.bytes.length).toBeLessThan(5_000);
  });
});
