import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionView } from '#shared/contract/attempts.ts';
import { mostPlaces } from '#shared/contract/attempts.ts';
import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { isDriven } from '#main/runs/start/start-run.ts';
import type { Transcript } from '#main/reading/session-file.ts';
import { transcriptFile } from '#main/workspace/attempt-files.ts';
import type { Workspace } from '#main/engine/workspace.ts';

type SessionParts = Pick<
  Workspace,
  'store' | 'paths' | 'agents' | 'secrets' | 'outputReader' | 'worker'
>;

/** What an attempt has printed, and whether more may come. */
export interface AttemptOutput {
  readonly attempt: Attempt;
  readonly transcriptFile: string;
  readonly isExpected: boolean;
}

/** Finds an attempt's output; one that is not there is a failure. */
export function attemptOutput(
  workspace: Pick<Workspace, 'store' | 'paths'>,
  attemptId: string,
): Result<AttemptOutput, Failure> {
  const { store } = workspace;
  const attempt = store.get('attempts', attemptId);
  if (attempt === null) {
    const message = `There is no attempt ${attemptId} in this workspace.`;
    return err(failure('unknown-attempt', message, 'Look at the attempts of its task.'));
  }
  const run = store.get('runs', attempt.runId);
  const isBeforeEnd = attempt.phase === 'preparing' || attempt.phase === 'running';
  const isRunning = run !== null && run.endedAt === null && isDriven(store, run);
  return ok({
    attempt,
    transcriptFile: transcriptFile(workspace, attemptId),
    isExpected: isBeforeEnd && isRunning,
  });
}

/** How an agent prints; plain where nobody knows it any more. */
export function outputFormatOf(
  { agents }: Pick<Workspace, 'agents'>,
  { agent }: Pick<Attempt, 'agent'>,
): OutputFormat {
  const adapter = agents.resolve(agent);
  return adapter.ok ? adapter.value.output : 'plain';
}

/** The folder that an agent works in; null until it has one. */
export function workFolderOf(
  { worker }: Pick<Workspace, 'worker'>,
  { worktree }: Pick<Attempt, 'worktree'>,
): string | null {
  return worktree === null ? null : worker.folderOf(worktree);
}

/** Which part of a session is asked for. */
export interface SessionPlace {
  readonly attemptId: string;
  /** Place of the first entry; null: the newest ones. */
  readonly from: number | null;
  readonly count: number;
}

/** Reads a part of the session of an attempt. */
export async function readSession(
  workspace: SessionParts,
  { attemptId, from, count }: SessionPlace,
): Promise<Result<SessionView, Failure>> {
  const found = attemptOutput(workspace, attemptId);
  if (!found.ok) return found;
  const { attempt, isExpected } = found.value;
  const transcript = transcriptOf(workspace, found.value);
  const read = await workspace.outputReader.readSession(
    { ...transcript, from, count, isOver: !isExpected },
    workspace.secrets.known(),
  );
  if (!read.ok) return err(unreadable(read.error));
  const { bytes, ...part } = read.value;
  return ok({
    ...part,
    hasEvents: transcript.format !== 'plain',
    isLive: isExpected,
    exitCode: attempt.exitCode,
    revision: part.isWhole ? revisionOf(bytes, isExpected) : 'a part',
  });
}

/** Where in the session of an attempt some words stand. */
export async function findInSession(
  workspace: SessionParts,
  attemptId: string,
  words: string,
): Promise<Result<readonly number[], Failure>> {
  const found = attemptOutput(workspace, attemptId);
  if (!found.ok) return found;
  const read = await workspace.outputReader.findInSession({
    ...transcriptOf(workspace, found.value),
    words,
    most: mostPlaces,
  });
  return read.ok ? read : err(unreadable(read.error));
}

/** How often is looked whether more was printed, in ms, and after how long is answered that there was not. */
const lookMs = 120;
const longestWaitMs = 3_000;

/** Resolves when the session of an attempt has another revision than this, has ended, or after a while. */
export async function whenSessionMoves(
  workspace: Pick<Workspace, 'store' | 'paths'>,
  attemptId: string,
  known: string,
  signal?: AbortSignal,
): Promise<void> {
  for (let waited = 0; waited < longestWaitMs; waited += lookMs) {
    const found = attemptOutput(workspace, attemptId);
    if (!found.ok || signal?.aborted === true) return;
    const size = await stat(found.value.transcriptFile).then(
      (file) => file.size,
      () => 0,
    );
    if (revisionOf(size, found.value.isExpected) !== known) return;
    await delay(lookMs);
  }
}

/** Names how far a session has come. */
export function revisionOf(bytes: number, isExpected: boolean): string {
  return `${bytes} ${isExpected ? 'live' : 'over'}`;
}

function transcriptOf(
  workspace: Pick<Workspace, 'agents' | 'worker'>,
  { attempt, transcriptFile: path }: AttemptOutput,
): Transcript {
  return {
    file: { folder: dirname(path), name: basename(path) },
    format: outputFormatOf(workspace, attempt),
    folder: workFolderOf(workspace, attempt),
  };
}

function unreadable(reason: string): Failure {
  return failure(
    'session-unreadable',
    `What the agent printed could not be read: ${reason}`,
    'Look at the raw output, or open it again.',
  );
}
