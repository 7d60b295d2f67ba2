import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type {
  Attempt,
  AttemptOutcome,
  AttemptPhase,
  ChangedFiles,
  MergeIntent,
  ProcessIdentity,
  Usage,
} from '#shared/model/attempt.ts';
import type { Machine } from './machine.ts';

/** What an attempt's process left behind when it ended, however it ended. */
export interface AgentExit {
  readonly exitCode: number | null;
  readonly report: AgentReport;
  readonly usage: Usage;
  readonly interrupted: boolean;
  readonly rateLimitedUntil: string | null;
  readonly refusedLogin: boolean;
  readonly cannotStart: boolean;
  readonly problem: string | null;
}

/** What the app kept of the attempt's work. */
export interface RecordedWork {
  /** Commit of the epic that the work really stands on; an agent may have moved to an older one. */
  readonly baseCommit: string;
  readonly commit: string;
  readonly tree: string;
  readonly vaultRef: string;
  readonly changes: ChangedFiles;
}

/** How an attempt ended, and what its successor should know. */
export interface AttemptEnding {
  readonly outcome: AttemptOutcome;
  readonly problem: string | null;
  readonly carryForward: string | null;
  readonly failureSignature: string | null;
  readonly conflicts: readonly string[];
}

export type AttemptCommand =
  | { readonly kind: 'create'; readonly attempt: Attempt }
  | {
      readonly kind: 'assign_worktree';
      readonly worktree: string;
      readonly baseCommit: string;
      readonly at: string;
    }
  | { readonly kind: 'note_process'; readonly process: ProcessIdentity; readonly at: string }
  | { readonly kind: 'note_exit'; readonly exit: AgentExit; readonly at: string }
  /** A person wants its task stopped. */
  | {
      readonly kind: 'stop';
      readonly reason: string;
      /** Whether the task is to be closed then. */
      readonly closes?: boolean;
      readonly at: string;
    }
  | { readonly kind: 'record'; readonly work: RecordedWork; readonly at: string }
  | { readonly kind: 'end'; readonly ending: AttemptEnding; readonly at: string };

export type AttemptEvent =
  | { readonly kind: 'created'; readonly attempt: Attempt }
  | {
      readonly kind: 'worktree_assigned';
      readonly worktree: string;
      readonly baseCommit: string;
      readonly at: string;
    }
  | { readonly kind: 'process_started'; readonly process: ProcessIdentity; readonly at: string }
  | { readonly kind: 'exited'; readonly exit: AgentExit; readonly at: string }
  | {
      readonly kind: 'stop_requested';
      readonly reason: string;
      /** Whether the task is to be closed then. */
      readonly closes?: boolean;
      readonly at: string;
    }
  | { readonly kind: 'recorded'; readonly work: RecordedWork; readonly at: string }
  /** Only in logs from before there were landings, as the next one is. */
  | { readonly kind: 'merge_intended'; readonly intent: MergeIntent; readonly at: string }
  | { readonly kind: 'intent_withdrawn'; readonly at: string }
  | { readonly kind: 'ended'; readonly ending: AttemptEnding; readonly at: string };

/** The next piece of work for an attempt; each may be repeated after a crash. */
export type AttemptEffect =
  | { readonly kind: 'prepare_worktree' }
  | { readonly kind: 'run_agent' }
  | { readonly kind: 'record_work' };

/** The phases in which each command is legal. */
const legalPhases: Readonly<
  Record<Exclude<AttemptCommand['kind'], 'create'>, readonly AttemptPhase[]>
> = {
  assign_worktree: ['preparing'],
  note_process: ['running'],
  note_exit: ['running'],
  stop: ['preparing', 'running', 'recording'],
  record: ['recording'],
  end: ['preparing', 'running', 'recording'],
};

function decide(
  attempt: Attempt | null,
  command: AttemptCommand,
): Result<readonly AttemptEvent[], Failure> {
  if (command.kind === 'create') {
    if (attempt === null) return ok([{ kind: 'created', attempt: command.attempt }]);
    return err(failure('duplicate-id', `Attempt ${attempt.id} exists already.`, 'Report this.'));
  }
  if (attempt === null || !legalPhases[command.kind].includes(attempt.phase)) {
    return err(
      failure(
        'illegal-attempt-phase',
        `Attempt ${attempt?.id ?? ''} is ${attempt?.phase ?? 'unknown'}: "${command.kind}" does not apply.`,
        'Another process may be at work on this run; look at `switchyard status`.',
      ),
    );
  }
  const problem = command.kind === 'end' ? endProblem(attempt, command.ending) : null;
  return problem === null ? ok([toEvent(command)]) : err(problem);
}

/** Why an attempt cannot end so; null when it can. */
function endProblem({ id, commit }: Attempt, { outcome }: AttemptEnding): Failure | null {
  const action =
    'Report this: only recorded work may be handed over, and only a landing merges it.';
  if (outcome === 'merged' || outcome === 'conflict') {
    return failure('merge-without-landing', `Attempt ${id} cannot end as ${outcome}.`, action);
  }
  if (outcome !== 'delivered' || commit !== null) return null;
  return failure('nothing-to-deliver', `Attempt ${id} has no recorded work to deliver.`, action);
}

function toEvent(command: Exclude<AttemptCommand, { kind: 'create' }>): AttemptEvent {
  switch (command.kind) {
    case 'assign_worktree':
      return { ...command, kind: 'worktree_assigned' };
    case 'note_process':
      return { ...command, kind: 'process_started' };
    case 'note_exit':
      return { ...command, kind: 'exited' };
    case 'stop':
      return { ...command, kind: 'stop_requested' };
    case 'record':
      return { ...command, kind: 'recorded' };
    case 'end':
      return { ...command, kind: 'ended' };
    default:
      return assertNever(command, 'attempt command');
  }
}

function evolve(attempt: Attempt | null, event: AttemptEvent): Attempt {
  if (event.kind === 'created') return event.attempt;
  if (attempt === null) throw new Error(`Attempt event ${event.kind} before its creation.`);
  switch (event.kind) {
    case 'worktree_assigned': {
      const { worktree, baseCommit } = event;
      return { ...attempt, phase: 'running', worktree, baseCommit };
    }
    case 'process_started':
      return { ...attempt, process: event.process, startedAt: event.at };
    case 'exited':
      return { ...attempt, ...event.exit, phase: 'recording', endedAt: event.at };
    case 'stop_requested':
      return { ...attempt, stopReason: event.reason, stopCloses: event.closes ?? false };
    case 'recorded':
      return { ...attempt, ...event.work };
    case 'merge_intended':
      return { ...attempt, mergeIntent: event.intent };
    case 'intent_withdrawn':
      return { ...attempt, mergeIntent: null };
    case 'ended': {
      const { conflicts, problem, ...ending } = event.ending;
      return {
        ...attempt,
        ...ending,
        problem: problem ?? attempt.problem,
        conflicts: [...conflicts],
        phase: 'ended',
        endedAt: attempt.endedAt ?? event.at,
      };
    }
    default:
      return assertNever(event, 'attempt event');
  }
}

function effects(attempt: Attempt): readonly AttemptEffect[] {
  switch (attempt.phase) {
    case 'preparing':
      return [{ kind: 'prepare_worktree' }];
    case 'running':
      return [{ kind: 'run_agent' }];
    case 'recording':
      return [{ kind: 'record_work' }];
    case 'ended':
      return [];
    default:
      return assertNever(attempt.phase, 'attempt phase');
  }
}

/** One attempt from its worktree to its product, in steps that a crash may cut anywhere. */
export const attemptMachine: Machine<Attempt, AttemptCommand, AttemptEvent, AttemptEffect> = {
  decide,
  evolve,
  effects,
};
