import { ORPCError } from '@orpc/server';
import type { Host } from '#main/engine/host/host.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { withRepository } from '#main/engine/host/repository-presence.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { catchFailure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/**
 * The answer of a call that does something in an open workspace, or why there is no such workspace; a failure
 * that came as an exception is a value like the others.
 */
export async function replyIn<Value>(
  host: Host,
  workspaceId: string,
  work: (open: OpenWorkspace) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  return catchFailure(async () => {
    const open = await host.workspace(workspaceId);
    if (!open.ok) return open;
    const result = await open.value.use(work);
    // Git and the system repeat addresses and settings in what they complain about.
    return result.ok ? result : err(open.value.workspace.secrets.maskAll(result.error));
  });
}

/** {@link replyIn}, for what needs the repository: refused while that is not there. */
export async function replyWithRepository<Value>(
  host: Host,
  workspaceId: string,
  work: (open: OpenWorkspace) => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  return replyIn(host, workspaceId, async (open) =>
    withRepository(open.workspace, async () => work(open)),
  );
}

/** A success without a value. */
export function done<Value>(result: Result<Value, Failure>): Result<null, Failure> {
  return result.ok ? ok(null) : result;
}

/** The workspace that a stream is about; a stream cannot answer with a failure, so this throws it. */
export async function streamedWorkspace(host: Host, workspaceId: string): Promise<OpenWorkspace> {
  const open = await host.workspace(workspaceId);
  if (open.ok) return open.value;
  throw new ORPCError('NOT_FOUND', { message: open.error.message });
}
