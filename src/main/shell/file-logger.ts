import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isoTime } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';

/** Size in bytes from which a log is put aside as `<file>.1` at the next start. */
const largest = 2 * 1024 * 1024;

/** A logger that holds a file open. */
export interface FileLogger extends Logger {
  /** Resolves when all lines are written. */
  close(): Promise<void>;
}

/**
 * Writes one line of JSON per message to `file`, secrets masked; its folder is made. A disk that takes no
 * more lines stops the log, not the app.
 */
export async function openFileLogger(file: string, clock: Clock): Promise<FileLogger> {
  await mkdir(dirname(file), { recursive: true, mode: privateFolderMode }).catch(() => {});
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largest) await rename(file, `${file}.1`).catch(() => {});
  const secrets = new SecretKeeper();
  secrets.learnEnvironment(process.env);
  const stream = createWriteStream(file, { flags: 'a', mode: privateFileMode });
  stream.on('error', () => {});
  const write =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      const line = secrets.maskAll({ at: isoTime(clock.now()), level, message, ...fields });
      if (stream.writable) stream.write(`${secrets.mask(JSON.stringify(line))}\n`);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    close: async () =>
      new Promise((resolve) => {
        if (stream.closed) resolve();
        else stream.once('close', resolve).end();
      }),
  };
}
