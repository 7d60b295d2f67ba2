import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { plainText } from '#main/verify/output-tail.ts';
import type { Workspace } from './workspace.ts';

/** A longer output is shown from so many bytes before its end. */
export const outputLimit = 4 * 1024 ** 2;

/** What a check printed. */
export interface EvidenceOutput {
  readonly text: string;
  /** False when its beginning is left out, or its file is gone and only the record's tail is left. */
  readonly isComplete: boolean;
}

/**
 * The output of a check as plain text: terminal escapes removed, secrets masked. Of a long one the end,
 * which begins with a whole line.
 */
export async function evidenceOutput(
  { store, paths, secrets }: Pick<Workspace, 'store' | 'paths' | 'secrets'>,
  evidenceId: string,
): Promise<Result<EvidenceOutput, Failure>> {
  const evidence = store.get('evidence', evidenceId);
  if (evidence === null) {
    const message = `There is no evidence ${evidenceId}.`;
    return err(failure('unknown-evidence', message, 'Choose a check that the task panel lists.'));
  }
  const opened = await openForeignFile(paths.evidence, evidence.outputFile);
  const file = opened.ok ? opened.value : null;
  if (file === null) return ok({ text: evidence.outputTail, isComplete: false });
  try {
    const { size } = await file.stat();
    const length = Math.min(size, outputLimit);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    const isComplete = size === length;
    // A cut may be inside a character, an escape or a secret: all of them end with their line.
    const start = isComplete ? 0 : buffer.indexOf('\n') + 1;
    const text = plainText(buffer.toString('utf8', start, bytesRead));
    return ok({ text: secrets.mask(text), isComplete });
  } finally {
    await file.close();
  }
}
