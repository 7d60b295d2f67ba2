import { FailureError } from '#shared/lib/failure.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';

/**
 * Does `work`, which writes files at `path`.
 * @throws {FailureError} that says what could not be written: disk full, read-only, …
 */
export async function writing<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    // Only what the system answered; all else keeps its own meaning.
    if (!(error instanceof Error) || !('syscall' in error || 'errno' in error)) throw error;
    throw new FailureError(describeWriteError(error, path), error);
  }
}
