import process from 'node:process';
import { GitError } from './git-error.ts';
import type { HelperAnswer, HelperEnding, HelperRequest } from './git-helper.ts';
import { runGit } from './run-git.ts';

/**
 * Makes this process a helper ({@link GitHelper}) of the one that started it: runs the git commands
 * that come over the channel, with this process' environment, and ends with the channel.
 */
export function serveGit(): void {
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || ownVariables.has(name) ? [] : [[name, value]],
    ),
  );
  const answer = (message: HelperAnswer): void => {
    // Whoever asked may be gone; the channel says so too.
    process.send?.(message, undefined, undefined, () => {});
  };
  const limits = new Map<number, AbortController>();
  process.on('message', (request: HelperRequest | HelperEnding) => {
    if ('ends' in request) {
      limits.get(request.ends)?.abort();
      return;
    }
    const limit = new AbortController();
    limits.set(request.id, limit);
    void serve(request, environment, limit.signal)
      .finally(() => limits.delete(request.id))
      .then(answer);
  });
  process.on('disconnect', () => process.exit());
  answer({ kind: 'ready' });
}

/** What `fork` adds for the helper; git has no use for it. */
const ownVariables = new Set(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']);

async function serve(
  { id, folder, args, options }: HelperRequest,
  environment: Readonly<Record<string, string>>,
  limit: AbortSignal,
): Promise<HelperAnswer> {
  try {
    return { kind: 'done', id, output: await runGit(folder, environment, args, options, limit) };
  } catch (error) {
    const { kind, exitCode, stderr } =
      error instanceof GitError
        ? error
        : { kind: 'other' as const, exitCode: null, stderr: String(error) };
    return { kind: 'failed', id, error: { kind, exitCode, stderr } };
  }
}
