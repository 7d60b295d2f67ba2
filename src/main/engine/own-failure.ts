import type { Failure } from '#shared/lib/failure.ts';
import { keepErrorDetails } from '#main/system/error-details.ts';
import { anyFailureOf, failureOf } from '#main/system/system-failure.ts';
import { dataFolder } from '#main/workspace/data-folder.ts';
import type { Surroundings } from './open-workspace.ts';

/**
 * What was thrown, as a failure for a person: nobody is to read where in this program something went
 * wrong. The details of an error of its own are kept in the app's folder.
 */
export function failureForPerson(
  surroundings: Pick<Surroundings, 'environment' | 'platform' | 'home' | 'clock'>,
  error: unknown,
): Failure {
  const known = failureOf(error);
  if (known !== null) return known;
  const { environment, platform, home, clock } = surroundings;
  const folder = dataFolder(environment, platform, home);
  return anyFailureOf(error, keepErrorDetails(folder, error, new Date(clock.now())));
}
