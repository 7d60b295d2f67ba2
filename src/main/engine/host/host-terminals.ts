import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { catchFailure, failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { createScreenRestorer } from '#main/terminal/screen-restorer.ts';
import { Terminals } from '#main/terminal/terminal-gate.ts';
import type { TerminalSubject } from '#main/terminal/terminal-subject.ts';
import { attemptOutput } from '#main/engine/tasks/attempt-session.ts';
import type { OpenWorkspace } from './hosted-workspace.ts';

/** What has workspaces by id, as a host does. */
export interface WorkspaceFinder {
  readonly surroundings: { readonly logger: Logger };
  workspace(id: string): Promise<Result<OpenWorkspace, Failure>>;
}

/** The terminals of all attempts of a host's workspaces. */
export interface HostTerminals extends TerminalGate {
  /** Ends the thread that makes screens. */
  dispose(): Promise<void>;
}

/** Opens terminals of the workspaces that `host` has; starts nothing before the first one. */
export function createHostTerminals(host: WorkspaceFinder): HostTerminals {
  const restorer = createScreenRestorer();
  const terminals = new Terminals(restorer);
  return {
    open({ workspaceId, attemptId }, channel) {
      const find = async (): ReturnType<typeof findTerminal> =>
        guarded(host, async () => findTerminal(host, workspaceId, attemptId));
      return terminals.open(find, channel);
    },
    dispose: async () => restorer.dispose(),
  };
}

/** Nobody waits for a terminal that is looked for: what is thrown would end the process, and its agents. */
async function guarded<Value>(
  { surroundings: { logger } }: WorkspaceFinder,
  work: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  try {
    return await catchFailure(work);
  } catch (error) {
    logger.error('A terminal could not be looked up.', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return err(
      failure(
        'terminal-error',
        'This terminal cannot be shown because of an error of the host.',
        'Open it again; if it happens again, look at the log of the host.',
      ),
    );
  }
}

async function findTerminal(
  host: WorkspaceFinder,
  workspaceId: string,
  attemptId: string,
): Promise<Result<TerminalSubject, Failure>> {
  const found = await host.workspace(workspaceId);
  if (!found.ok) return found;
  const { workspace, drivenRun } = found.value;
  const output = attemptOutput(workspace, attemptId);
  if (!output.ok) return output;
  const { attempt, isExpected } = output.value;
  return ok({
    transcriptFile: output.value.transcriptFile,
    session: drivenRun?.agents.get(attemptId) ?? null,
    isExpected,
    exitCode: attempt.exitCode,
  });
}
