import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { missingRepository } from '#main/landing/repository-health.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Does something for which the repository has to be there, or says why it is not. */
export async function withRepository<Value>(
  { repository }: Pick<Workspace, 'repository'>,
  work: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  const missing = await missingRepository(repository);
  return missing === null ? work() : err(missing);
}
