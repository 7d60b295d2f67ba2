import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TimeLog, timeLogFile } from './time-log.ts';

function transcriptOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-times-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'transcript');
}

describe('the times of a transcript', () => {
  it('are noted in order, at most one in a fifth of a second', async () => {
    const transcript = transcriptOfTest();
    const log = new TimeLog(transcript);
    for (const [offset, time] of [
      [0, 1_000],
      [10, 1_001],
      [20, 1_199],
      [30, 1_200],
      [40, 1_399],
      [50, 9_000],
    ] as const) {
      log.note(offset, time);
    }
    await log.flushed();
    expect(readFileSync(timeLogFile(transcript), 'utf8')).toBe('0 1000\n30 1200\n50 9000\n');
  });

  it('go on behind those of an earlier process', async () => {
    const transcript = transcriptOfTest();
    for (const at of [1, 2]) {
      const log = new TimeLog(transcript);
      log.note(at, at);
      await log.flushed();
    }
    expect(readFileSync(timeLogFile(transcript), 'utf8')).toBe('1 1\n2 2\n');
  });

  it('are lost where they cannot be written, without a word', async () => {
    const log = new TimeLog(join(transcriptOfTest(), 'nowhere', 'transcript'));
    log.note(0, 1_000);
    log.note(0, 2_000);
    await expect(log.flushed()).resolves.toBeUndefined();
  });
});
