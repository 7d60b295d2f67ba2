import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { transcriptFile } from '#main/runs/agent-prompt.ts';
import { isProcessAlive } from '#main/system/process-identity.ts';
import { createScreenRestorer } from '#main/terminal/screen-restorer.ts';
import { Terminals } from '#main/terminal/terminal-gate.ts';
import type { TerminalSubject } from '#main/terminal/terminal-gate.ts';
import type { OpenWorkspace } from './hosted-workspace.ts';

/** What has workspaces by id, as a host does. */
export interface WorkspaceFinder {
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
      return terminals.open(async () => findTerminal(host, workspaceId, attemptId), channel);
    },
    dispose: async () => restorer.dispose(),
  };
}

async function findTerminal(
  host: WorkspaceFinder,
  workspaceId: string,
  attemptId: string,
): Promise<Result<TerminalSubject, Failure>> {
  const found = await host.workspace(workspaceId);
  if (!found.ok) return found;
  const { workspace, drivenRun } = found.value;
  const attempt = workspace.store.get('attempts', attemptId);
  if (attempt === null) {
    const message = `There is no attempt ${attemptId} in this workspace.`;
    return err(failure('unknown-attempt', message, 'Look at the attempts of its task.'));
  }
  const run = workspace.store.get('runs', attempt.runId);
  const isBeforeEnd = attempt.phase === 'preparing' || attempt.phase === 'running';
  return ok({
    transcriptFile: transcriptFile(workspace, attemptId),
    session: drivenRun?.session.agents.get(attemptId) ?? null,
    isExpected: isBeforeEnd && run !== null && run.endedAt === null && isProcessAlive(run.owner),
    exitCode: attempt.exitCode,
  });
}
