import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';

/** Age in ms at which a key is replaced, so that a cookie does not open this machine for ever. */
export const sessionLifeMs = 14 * 24 * 3_600_000;
const keyBytes = 32;

const sessionKeySchema = z.object({ key: z.string().min(43), madeAt: z.number() });

/**
 * The key that cookies are made with. It lies in a file that only its owner can read and outlives the
 * process, so that a page that is open finds a host again that was ended or killed and started anew.
 * One that is too old, damaged or readable by others is replaced. `now` is in epoch milliseconds.
 */
export async function sessionKey(file: string, now: number): Promise<Result<string, Failure>> {
  const known = await readKey(file);
  if (known !== null && now - known.madeAt < sessionLifeMs && now >= known.madeAt)
    return ok(known.key);
  const key = randomBytes(keyBytes).toString('base64url');
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (error) {
    return err(describeWriteError(error, file));
  }
  const text = `${JSON.stringify({ key, madeAt: now })}\n`;
  const written = await writeFileAtomically(file, text, { mode: 0o600 });
  return written.ok ? ok(key) : written;
}

async function readKey(file: string): Promise<z.infer<typeof sessionKeySchema> | null> {
  try {
    // Windows has no such bits, and keeps a person's folder to that person.
    const isShared = process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0;
    if (isShared) return null;
    const parsed = sessionKeySchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
