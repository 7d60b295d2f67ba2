import type { Logger } from '#shared/lib/logger.ts';
import { GitHelper } from './git-helper.ts';
import { runGit } from './run-git.ts';

export interface GitStarting {
  /** Program that starts git for this one, see {@link GitHelper}; without it, this process does. */
  readonly helperFile?: string | undefined;
  /** Hears of each death of that program, with how many there were within a minute. */
  readonly helperLost?: (deaths: number) => void;
}

/** What starts git: a helper, or this process itself. */
export function gitStarter(
  { helperFile, helperLost }: GitStarting,
  environment: Record<string, string>,
): Pick<GitHelper, 'run' | 'close'> {
  if (helperFile !== undefined) return new GitHelper(helperFile, environment, helperLost);
  return {
    run: async (folder, args, options, limit) => runGit(folder, environment, args, options, limit),
    close: async () => {},
  };
}

/** Writes each death of the helper down. */
export function warningOf(logger: Logger): (deaths: number) => void {
  return (deaths) =>
    logger.warn('The process that starts git was ended; another one takes its place.', { deaths });
}
