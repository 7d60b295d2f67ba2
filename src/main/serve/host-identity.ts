import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Signer } from '#shared/core/session-handshake/contact.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import { freshPrivateKey, signerOf } from './node-crypto.ts';

const identityFileSchema = z.object({ privateKey: z.string() });

const identityFile = 'host.json';
/** A key pair takes some 250. */
const maximumBytes = 4_096;
/** File of earlier versions, out of which cookies could be made. */
const formerFile = 'session.json';

/**
 * The key pair by which browsers know this host again. It lies in a file that only its owner can read and
 * outlives the process. Who reads it can pass for the host towards a browser, but opens no session with it.
 */
export async function hostIdentity(folder: string): Promise<Result<Signer, Failure>> {
  const file = join(folder, identityFile);
  await rm(join(folder, formerFile), { force: true }).catch(() => undefined);
  const known = await readIdentity(file);
  if (known !== null) return ok(known);
  const privateKey = freshPrivateKey();
  try {
    await mkdir(dirname(file), { recursive: true, mode: privateFolderMode });
  } catch (error) {
    return err(describeWriteError(error, file));
  }
  const text = `${JSON.stringify({ privateKey })}\n`;
  const written = await writeFileAtomically(file, text, { mode: privateFileMode });
  return written.ok ? ok(signerOf(privateKey)) : written;
}

/** A damaged file counts as none: browsers then need an address again. */
async function readIdentity(file: string): Promise<Signer | null> {
  const text = await readNamedText(file, maximumBytes);
  if (!text.ok || text.value === null) return null;
  try {
    return signerOf(identityFileSchema.parse(JSON.parse(text.value)).privateKey);
  } catch {
    return null;
  }
}
