import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { trustAgreementSchema, trustFolderSchema } from '#shared/model/trust.ts';
import type { TrustAgreement, TrustFolder } from '#shared/model/trust.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';

/** Larger than all that is kept of the parts, and little enough to be read at once. */
const sizeLimit = 64 * 1024 ** 2;

const foldersSchema = z.object({ folders: z.array(trustFolderSchema) });

/** Nobody has agreed to anything. */
export const noAgreement: TrustAgreement = {
  version: 1,
  agreedAt: null,
  parts: [],
  imported: [],
};

/** What was agreed to; nothing where the file is missing, damaged or of a newer version. */
export async function readAgreement(file: string): Promise<TrustAgreement> {
  const parsed = trustAgreementSchema.safeParse(await readJson(file));
  return parsed.success ? parsed.data : noAgreement;
}

/** Keeps an agreement, as a whole or not at all. */
export async function writeAgreement(
  file: string,
  agreement: TrustAgreement,
): Promise<Result<void, Failure>> {
  return writeJson(file, agreement);
}

/** The person's rules for folders. */
export async function readFolderRules(file: string): Promise<readonly TrustFolder[]> {
  const parsed = foldersSchema.safeParse(await readJson(file));
  return parsed.success ? parsed.data.folders : [];
}

/** Keeps the person's rules for folders. */
export async function writeFolderRules(
  file: string,
  folders: readonly TrustFolder[],
): Promise<Result<void, Failure>> {
  return writeJson(file, { folders });
}

async function readJson(file: string): Promise<unknown> {
  const read = await readNamedText(file, sizeLimit);
  if (!read.ok || read.value === null) return undefined;
  try {
    return JSON.parse(read.value);
  } catch {
    return undefined;
  }
}

async function writeJson(file: string, value: unknown): Promise<Result<void, Failure>> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: privateFolderMode });
  } catch (error) {
    return err(describeWriteError(error, file));
  }
  return writeFileAtomically(file, `${JSON.stringify(value)}\n`, { mode: privateFileMode });
}
