import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { hasOwnOutput } from '#main/verify/results/own-output.ts';

/** What a check printed. */
export interface EvidenceOutput {
  readonly text: string;
  /** False when its beginning is left out, or its file is gone or changed and only the record's tail is left. */
  readonly isComplete: boolean;
}

/**
 * The output of a check as plain text: terminal escapes removed, secrets masked. Of a long one the end,
 * which begins with a whole line.
 */
export async function evidenceOutput(
  {
    store,
    paths,
    secrets,
    outputReader,
  }: Pick<Workspace, 'store' | 'paths' | 'secrets' | 'outputReader'>,
  evidenceId: string,
): Promise<Result<EvidenceOutput, Failure>> {
  const evidence = store.get('evidence', evidenceId);
  if (evidence === null) {
    const message = `There is no evidence ${evidenceId}.`;
    return err(failure('unknown-evidence', message, 'Choose a check that the task panel lists.'));
  }
  const file = { folder: paths.evidence, name: evidence.outputFile };
  if (!(await hasOwnOutput(paths.evidence, evidence))) {
    const note =
      '[the file with all of it was changed on this machine since; this is its end, as the record has it]';
    return ok({ text: `${note}\n${evidence.outputTail}`, isComplete: false });
  }
  const read = await outputReader.readPlain(file, secrets.known());
  // The file is gone, or could not be read in time: the record has the end of it.
  return ok(read.ok ? read.value : { text: evidence.outputTail, isComplete: false });
}
