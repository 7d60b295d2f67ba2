import type { Tally } from '#shared/core/runs/run-summary.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Run, RunOutcome } from '#shared/model/run.ts';
import type { Segment } from '#renderer/ui/signs/segment-bar.tsx';
import type { StateName } from '#renderer/ui/signs/state.ts';
import type { AttemptClock } from './task-state.ts';
import type { WorkLife } from './work-life.ts';

/** How a run stands: it is over, or as whoever drives it leaves it. */
export type RunState =
  RunOutcome | 'running' | 'paused' | 'finishing' | 'stopping' | 'interrupted' | 'away';

/** How a run stands, by its record and by who drives the work. */
export function runStateOf(
  { status, paused, outcome }: Pick<Run, 'status' | 'paused' | 'outcome'>,
  life: Pick<WorkLife, 'kind'>,
): RunState {
  if (status === 'ended') return outcome ?? 'failed';
  if (status === 'interrupted' || life.kind === 'gone') return 'interrupted';
  if (life.kind === 'away') return 'away';
  switch (status) {
    case 'active':
      return paused ? 'paused' : 'running';
    case 'cancelling':
      return 'finishing';
    case 'stopping':
      return 'stopping';
    default:
      return assertNever(status, 'run status');
  }
}

/** Each state of a run in a word for where there is little room, and as what is said of its tasks. */
export const runWords: Readonly<
  Record<RunState, { readonly label: string; readonly phrase: string }>
> = {
  running: { label: 'Run', phrase: 'running' },
  paused: { label: 'Paused', phrase: 'paused' },
  finishing: { label: 'Finishing', phrase: 'finishing what runs, starting nothing new' },
  stopping: { label: 'Stopping', phrase: 'stopping' },
  interrupted: { label: 'Interrupted', phrase: 'interrupted' },
  away: { label: 'Host away', phrase: 'host away' },
  completed: { label: 'Finished', phrase: 'completed' },
  incomplete: { label: 'Ended', phrase: 'ended with tasks left' },
  cancelled: { label: 'Cancelled', phrase: 'cancelled' },
  failed: { label: 'Failed', phrase: 'failed' },
};

/** `6 done · 5 blocked`: how the tasks of a run stand, without what there is none of. */
export function tallyWords({ completed, blocked, skipped, total }: Omit<Tally, 'byHand'>): string {
  const parts = [
    ...(completed === 0 ? [] : [`${completed} done`]),
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  return parts.length === 0 ? `0 of ${total} done` : parts.join(' · ');
}

/** The parts of a run's bar: what became of its tasks, and how many are worked on now. */
export function runSegments(
  { completed, blocked, skipped }: Pick<Tally, 'completed' | 'blocked' | 'skipped'>,
  working: number,
): readonly Segment[] {
  return [
    { word: 'done', count: completed, tone: 'verified' },
    { word: 'blocked', count: blocked, tone: 'blocked' },
    { word: 'skipped', count: skipped, tone: 'idle' },
    { word: 'working', count: working, tone: 'running', isUnderWay: true },
  ];
}

/** The state that a run is shown with; what became of its tasks is shown beside it. */
export function runTone(state: RunState): StateName {
  switch (state) {
    case 'running':
    case 'finishing':
    case 'stopping':
      return 'running';
    case 'completed':
      return 'verified';
    case 'paused':
    case 'interrupted':
    case 'away':
    case 'incomplete':
    case 'cancelled':
    case 'failed':
      return 'idle';
    default:
      return assertNever(state, 'run state');
  }
}

/**
 * The clock of a run. Without a process that drives it, or while the host is away, it stands at the last sign
 * of life; null where that is not known.
 */
export function runClock(
  run: Pick<Run, 'status' | 'paused' | 'outcome' | 'startedAt' | 'endedAt'>,
  life: Pick<WorkLife, 'kind' | 'lastSignMs'>,
): AttemptClock | null {
  const startMs = Date.parse(run.startedAt);
  const state = runStateOf(run, life);
  const isStanding = state === 'interrupted' || state === 'away';
  if (run.endedAt === null && !isStanding) return { kind: 'since', startMs };
  const endMs = run.endedAt === null ? life.lastSignMs : Date.parse(run.endedAt);
  return endMs === null ? null : { kind: 'took', ms: Math.max(0, endMs - startMs) };
}
