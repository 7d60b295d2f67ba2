import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFileLogger } from './file-logger.ts';

const clock = { now: () => 0 };

describe('openFileLogger', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchyard-log-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('adds a line of JSON for each message, without secrets', async () => {
    const file = join(folder, 'logs', 'desktop.log');
    for (const message of ['first', 'second']) {
      const logger = await openFileLogger(file, clock);
      logger.info(message, { token: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz' });
      await logger.close();
    }
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    const { token, ...rest } = JSON.parse(lines[0] ?? '');
    expect(rest).toEqual({ at: '1970-01-01T00:00:00.000Z', level: 'info', message: 'first' });
    expect(token).not.toContain('0123456789');
  });

  it('puts a large log aside', async () => {
    const file = join(folder, 'large.log');
    await writeFile(file, 'x'.repeat(2 * 1024 * 1024 + 1));
    const logger = await openFileLogger(file, clock);
    logger.warn('anew');
    await logger.close();
    expect((await readFile(file, 'utf8')).length).toBeLessThan(200);
    expect((await readFile(`${file}.1`, 'utf8')).length).toBeGreaterThan(2 * 1024 * 1024);
  });

  it('is silent when the file cannot be written', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const logger = await openFileLogger(join(folder, 'a-file', 'desktop.log'), clock);
    logger.error('lost');
    await expect(logger.close()).resolves.toBeUndefined();
    logger.error('lost too');
  });
});
