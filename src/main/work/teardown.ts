import { join } from 'node:path';
import type { Lease } from '#main/git/worktrees/lease.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { runCheck } from '#main/verify/run-check.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Time that `worktree.teardown` may take. */
const teardownTimeoutMs = 10 * 60_000;

/**
 * Runs the command that was noted when a worktree was set up, with the variables that it had then. One that fails is
 * reported, and keeps nobody from going on.
 */
export async function tearDown(
  parts: WorkerParts,
  teardown: Lease['teardown'],
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<void> {
  if (teardown === null || teardown.command === '') return;
  const { command, variables } = teardown;
  const result = await runCheck(
    {
      command,
      cwd: folder,
      environment: childEnvironment(parts.environment, variables),
      timeoutMs: teardownTimeoutMs,
      outputFile: join(parts.paths.evidence, `${name}-teardown.log`),
      signal: new AbortController().signal,
      onProcessesLeft: () => {},
    },
    parts,
  );
  const problem = result.ok ? result.value.verdict : result.error.message;
  if (problem !== 'passed') {
    parts.logger.warn(`The teardown command "${command}" failed (${problem}).`, { folder });
  }
}
