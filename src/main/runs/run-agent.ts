import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { AgentExit } from '#shared/core/records/attempt-machine.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { interruptedExit } from '#shared/core/records/interrupted-exit.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import { detectAgent } from '#main/agents/detect.ts';
import { planLaunch } from '#main/agents/launch.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { defaultScreenSize } from '#main/terminal/screen-size.ts';
import { plainText } from '#main/verify/output-tail.ts';
import { transcriptFile } from '#main/workspace/attempt-files.ts';
import { record, recordStep } from '#main/store/record.ts';
import { stopProblem } from '#main/store/stop-wish.ts';
import { runMarker } from '#main/system/run-marker.ts';
import { writeAttemptFiles } from './agent-prompt.ts';
import type { AttemptFiles } from './agent-prompt.ts';
import { endingEntries } from './finish-attempt.ts';
import { readExit } from './read-exit.ts';
import { tellStrangers, tellUnended } from './left-behind.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/** Time an agent gets to end by itself when the run is stopped. */
const endGraceMs = 3_000;
/** How often the work of a running agent is put into the vault. */
const snapshotIntervalMs = 3 * 60_000;

/** Runs the attempt's agent in its worktree and writes down how it ended. */
export async function runAgent(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  if (attempt.worktree === null || attempt.baseCommit === null) {
    throw new Error(`Attempt ${attempt.id} has no worktree.`);
  }
  const stopSignal = session.stopSignalOf(attempt.id);
  if (stopSignal.aborted) {
    const problem = stopProblem(parts, attempt, ' before the agent started');
    noteExit(parts, attempt, interruptedExit(problem));
    return;
  }
  const { worktree } = await parts.pool.open(attempt.worktree, attempt.baseCommit);
  const started = await startAgent(parts, session, attempt, worktree);
  if (!started.ok) {
    endUnstarted(parts, attempt, started.error);
    return;
  }
  const { agent } = started.value;
  const command = { kind: 'note_process', process: agent.identity, at: timestamp(parts) } as const;
  recordStep(parts, [{ to: 'attempts', id: attempt.id, command }]);
  session.agents.set(attempt.id, agent);
  const stop = (): void => void agent.end(endGraceMs);
  stopSignal.addEventListener('abort', stop, { once: true });
  if (stopSignal.aborted) stop();
  const snapshots = setInterval(() => {
    void snapshotRunning(parts, attempt, worktree);
  }, snapshotIntervalMs);
  try {
    const exit = await agent.exited;
    tellUnended(parts, session, attempt, exit.left, exit.isLost);
    tellStrangers(parts, session, attempt, worktree.folder);
    const read = stopSignal.aborted
      ? interruptedExit(stopProblem(parts, attempt, ''))
      : await readExit(
          parts,
          attempt,
          { ...started.value, ...started.value.files },
          exit,
          stopSignal,
        );
    const problem = session.endedBecause.get(attempt.id) ?? read.problem;
    noteExit(parts, attempt, { ...read, problem });
  } finally {
    clearInterval(snapshots);
    stopSignal.removeEventListener('abort', stop);
    session.agents.delete(attempt.id);
  }
}

interface StartedAgent {
  readonly agent: PtySession;
  readonly adapter: AgentAdapter;
  readonly files: AttemptFiles;
}

async function startAgent(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  worktree: Worktree,
): Promise<Result<StartedAgent, Failure>> {
  const adapter = parts.agents.resolve(attempt.agent);
  if (!adapter.ok) return adapter;
  const program = await findProgram(parts, session, adapter.value);
  if (!program.ok) return program;
  const files = await writeAttemptFiles(parts, attempt, worktree.folder);
  if (!files.ok) return files;
  await rm(files.value.reportFile, { force: true, recursive: true });
  const launch = planLaunch(adapter.value, {
    ...files.value,
    program: program.value,
    taskId: attempt.taskId,
    attempt: attempt.number,
    worktree: worktree.folder,
  });
  if (!launch.ok) return launch;
  const environment = childEnvironment(
    parts.environment,
    {
      ...launch.value.environment,
      SWITCHYARD_ATTEMPT_ID: attempt.id,
      [runMarker]: attempt.runId,
    },
    { terminal: true },
  );
  const agent = parts.ptyHost.spawn({
    program: launch.value.program,
    arguments: launch.value.arguments,
    cwd: worktree.folder,
    environment,
    ...defaultScreenSize,
    transcriptFile: files.value.transcriptFile,
  });
  if (!agent.ok) return agent;
  return ok({ agent: agent.value, adapter: adapter.value, files: files.value });
}

/** Preflight has asked for versions; a run looks each program up once. */
async function findProgram(
  parts: RunParts,
  session: RunSession,
  adapter: AgentAdapter,
): Promise<Result<string, Failure>> {
  const known = session.programs.get(adapter.type);
  if (known !== undefined) return ok(known);
  const detected = await detectAgent(adapter, parts.environment, parts.repository.root);
  if (!detected.ok) return err(detected.error);
  session.programs.set(adapter.type, detected.value.program);
  return ok(detected.value.program);
}

/** An agent that cannot be started is no reason to try again. */
function endUnstarted(parts: RunParts, attempt: Attempt, problem: Failure): void {
  if (problem.code === 'disk-full' || problem.code === 'read-only') {
    throw new FailureError(problem);
  }
  record(
    parts,
    endingEntries(parts, attempt, {
      outcome: 'blocked',
      problem: `${problem.message} ${problem.action}`,
      carryForward: null,
      failureSignature: null,
      conflicts: [],
    }),
  );
}

function noteExit(parts: RunParts, attempt: Attempt, exit: AgentExit): void {
  const command = { kind: 'note_exit', exit, at: timestamp(parts) } as const;
  recordStep(parts, [{ to: 'attempts', id: attempt.id, command }]);
}

/** Work in progress goes into the vault too; a failure here must not disturb the agent. */
async function snapshotRunning(
  parts: RunParts,
  attempt: Attempt,
  worktree: Worktree,
): Promise<void> {
  const { taskId, number } = attempt;
  try {
    await takeSnapshot(
      {
        taskId,
        parent: attempt.baseCommit ?? 'HEAD',
        message: `${taskId}: work in progress of attempt ${number}`,
        number,
        moveBranch: false,
      },
      parts.pool.snapshotDependencies(worktree),
    );
  } catch (error) {
    parts.logger.warn(`No snapshot of ${taskId} this time.`, { reason: String(error) });
  }
}

const lastOutputBytes = 8 * 1024;

/** The end of what the attempt printed, for the next one: plain text, secrets masked. */
export async function lastOutputOf(parts: RunParts, attempt: Attempt): Promise<string> {
  const path = transcriptFile(parts, attempt.id);
  const opened = await openForeignFile(dirname(path), basename(path));
  const file = opened.ok ? opened.value : null;
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, lastOutputBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return parts.secrets.mask(plainText(buffer.toString('utf8')));
  } finally {
    await file.close();
  }
}
