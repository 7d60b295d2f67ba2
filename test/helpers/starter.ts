import { join } from 'node:path';
import { silentLogger } from '#shared/lib/logger.ts';
import { createStarter } from '#main/system/starting/create-starter.ts';

/** What starts programs for all tests of one file, as for one host. */
export const starter = createStarter(join(import.meta.dirname, '../../resources'), silentLogger);
