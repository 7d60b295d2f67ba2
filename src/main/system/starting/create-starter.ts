import type { Logger } from '#shared/lib/logger.ts';
import { findKeeper } from '#main/system/keeper.ts';
import { SmallStarter } from './small-starter.ts';

/** What starts programs for the whole of this process; each death of the small one is written down. */
export function createStarter(resourcesFolder: string, logger: Logger): SmallStarter {
  return new SmallStarter(
    () => findKeeper(resourcesFolder)?.program ?? null,
    (deaths) =>
      logger.warn('The process that starts git was ended; another one takes its place.', {
        deaths,
      }),
  );
}
