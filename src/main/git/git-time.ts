import { limitedTime } from '#main/system/stop-context.ts';
import type { Limit } from '#main/system/stop-context.ts';

/** No git of this program has to work longer than this. */
const longestMs = 30 * 60_000;
/** Long enough to keep the work of a big repository. */
const afterStopMs = 15_000;

const remoteVerbs: ReadonlySet<string> = new Set(['fetch', 'ls-remote', 'push']);

/** Does `work` of one git, with the signal that ends it, see {@link gitTime}. */
export async function inGitTime<Value>(
  verb: string,
  work: (limit: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const limit = gitTime(verb);
  try {
    return await work(limit.signal);
  } finally {
    limit.dispose();
  }
}

/**
 * How long one git may take, also once what it works for was stopped. One that talks to another
 * machine is ended at once then: it keeps nothing that is not kept here.
 */
function gitTime(verb: string): Limit {
  return limitedTime(longestMs, remoteVerbs.has(verb) ? 0 : afterStopMs);
}
