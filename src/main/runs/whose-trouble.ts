import { dirname } from 'node:path';
import { scopeOf } from '#shared/core/runs/failure-scope.ts';
import type { FailureScope } from '#shared/core/runs/failure-scope.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { repositoryTrouble } from '#main/landing/repository-health.ts';
import { keepErrorDetails } from '#main/system/error-details.ts';
import { anyFailureOf, failureOf } from '#main/system/system-failure.ts';
import type { HostParts } from './host-parts.ts';

/** Something that went wrong while a task was worked on, and whether the others would meet it too. */
export interface Trouble {
  readonly scope: FailureScope;
  readonly failure: Failure;
}

type Parts = Pick<HostParts, 'paths' | 'clock' | 'logger'>;

/** What was thrown as a failure; of an error in this program the details are kept in a file. */
export function ownFailure({ paths, clock, logger }: Parts, error: unknown): Failure {
  const known = failureOf(error);
  if (known !== null) return known;
  const details = keepErrorDetails(dirname(paths.database), error, new Date(clock.now()));
  logger.error('Switchyard met an error of its own.', { error: String(error) });
  return anyFailureOf(error, details);
}

/**
 * Whose trouble it is that was thrown while a task was worked on. What an error says leaves that open where it names
 * a place: then the repository's own folder and the app's are looked at, and where these are in order, it is the
 * trouble of the task alone (one unreadable file, one odd ref, one error in this program that only its work meets).
 */
export async function whoseTrouble(
  parts: Parts & Pick<HostParts, 'landing'>,
  error: unknown,
): Promise<Trouble> {
  const failure = ownFailure(parts, error);
  if (scopeOf(failure) === 'run') return { scope: 'run', failure };
  const isOwn = failureOf(error) === null;
  const around = isOwn ? null : await repositoryTrouble(parts.landing);
  return around === null ? { scope: 'task', failure } : { scope: 'run', failure: around };
}
