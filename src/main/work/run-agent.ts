import { rm, writeFile } from 'node:fs/promises';
import { FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import { detectAgent } from '#main/agents/detect.ts';
import { planLaunch } from '#main/agents/launch.ts';
import type { LaunchPlan } from '#main/agents/launch.ts';
import { identityVariables } from '#main/git/identity-variables.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import { runMarker } from '#main/system/run-marker.ts';
import { defaultScreenSize } from '#main/terminal/screen-size.ts';
import {
  promptFile,
  reportFile,
  scriptFile,
  transcriptFile,
} from '#main/workspace/attempt-files.ts';
import { accompanyAgent } from './accompany-agent.ts';
import type { RunningAgent } from './accompany-agent.ts';
import type { AgentRun, RunOrder, WorkWatch } from './orders.ts';
import { readExit } from './read-exit.ts';
import { gitSurroundings, ownValues } from './surroundings.ts';
import type { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.run}. */
export async function runAgent(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: RunOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<AgentRun> {
  if (stop.aborted) return { kind: 'stopped', wasStarted: false };
  const { worktree } = await parts.pool.open(order.worktree, order.base);
  const startedAt = parts.clock.now();
  const started = await startAgent(parts, memory, order, worktree);
  if (!started.ok) return { kind: 'not_started', problem: started.error };
  const { exit, problem } = await accompanyAgent(parts, memory, order, started.value, watch, stop);
  if (stop.aborted) return { kind: 'stopped', wasStarted: true };
  const read = await readExit(parts, order, { ...started.value, startedAt }, exit, stop);
  return { kind: 'exited', exit: { ...read, problem: problem ?? read.problem } };
}

async function startAgent(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: RunOrder,
  worktree: Worktree,
): Promise<Result<RunningAgent, Failure>> {
  const resolved = parts.agents.resolve(order.agent);
  if (!resolved.ok) return resolved;
  const adapter = resolved.value;
  const launch = await prepareLaunch(parts, memory, order, adapter, worktree);
  if (!launch.ok) return launch;
  const identity = await identityVariables(parts.git, parts.environment);
  const agent = parts.ptyHost.spawn({
    program: launch.value.program,
    arguments: launch.value.arguments,
    cwd: worktree.folder,
    environment: childEnvironment(
      parts.environment,
      {
        ...identity,
        ...launch.value.environment,
        ...ownValues(worktree),
        ...gitSurroundings(parts, worktree),
        SWITCHYARD_ATTEMPT_ID: order.attemptId,
        [runMarker]: order.runId,
      },
      { terminal: true },
    ),
    ...defaultScreenSize,
    transcriptFile: transcriptFile(parts, order.attemptId),
  });
  return agent.ok ? ok({ agent: agent.value, adapter, worktree }) : agent;
}

/** Finds the program, and writes what it reads. */
async function prepareLaunch(
  parts: WorkerParts,
  memory: WorkerMemory,
  { attemptId, taskId, number, prompt, script }: RunOrder,
  adapter: AgentAdapter,
  worktree: Worktree,
): Promise<Result<LaunchPlan, Failure>> {
  const program = await findProgram(parts, memory, adapter);
  if (!program.ok) return program;
  const files = {
    promptFile: promptFile(parts, attemptId),
    reportFile: reportFile(parts, attemptId),
    scriptFile: script === null ? null : scriptFile(parts, attemptId),
  };
  await write(files.promptFile, prompt);
  if (files.scriptFile !== null) await write(files.scriptFile, script ?? '');
  await rm(files.reportFile, { force: true, recursive: true });
  return planLaunch(adapter, {
    ...files,
    promptText: prompt,
    program: program.value,
    taskId,
    attempt: number,
    worktree: worktree.folder,
  });
}

/** Preflight has asked for versions; a run looks each program up once. */
async function findProgram(
  parts: WorkerParts,
  memory: WorkerMemory,
  adapter: AgentAdapter,
): Promise<Result<string, Failure>> {
  const known = memory.programs.get(adapter.type);
  if (known !== undefined) return ok(known);
  const detected = await detectAgent(adapter, parts.environment, parts.repository.root);
  if (!detected.ok) return err(detected.error);
  memory.programs.set(adapter.type, detected.value.program);
  return ok(detected.value.program);
}

/** Not synced: if the attempt is cut off before its agent starts, the file is written again. */
async function write(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { mode: privateFileMode });
  } catch (error) {
    throw new FailureError(describeWriteError(error, path), error);
  }
}
