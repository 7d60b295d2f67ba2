import { tallyOf } from '#shared/core/runs/run-summary.ts';
import type { Tally } from '#shared/core/runs/run-summary.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Usage } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { tallyWords } from '#renderer/features/work/index.ts';
import { formatMoney, formatTokens, plural } from '#renderer/lib/format.ts';

/** What a run has used, summed over its attempts. */
export interface RunUsage {
  readonly tokens: number;
  /** Null when no attempt reported money. */
  readonly costUsd: number | null;
  /** Where the tokens are known from, most trusted first. */
  readonly sources: readonly Usage['tokenSource'][];
}

const trust: readonly Usage['tokenSource'][] = ['reported', 'parsed', 'estimated'];

/** Sums what the attempts of a run have used so far. */
export function usageOfRun(runId: string, attempts: Iterable<AttemptView>): RunUsage {
  let tokens = 0;
  let costUsd: number | null = null;
  const sources = new Set<Usage['tokenSource']>();
  for (const { runId: of, usage } of attempts) {
    if (of !== runId || usage === null) continue;
    if (usage.tokens !== null) {
      tokens += usage.tokens;
      sources.add(usage.tokenSource);
    }
    if (usage.costUsd !== null) costUsd = (costUsd ?? 0) + usage.costUsd;
  }
  return { tokens, costUsd, sources: trust.filter((source) => sources.has(source)) };
}

/** `412k tokens · $1.20`, with `cost not reported` where no agent reported one; null without any attempt's figures. */
export function usageText({ tokens, costUsd, sources }: RunUsage): string | null {
  if (sources.length === 0 && costUsd === null) return null;
  const money = costUsd === null ? 'cost not reported' : formatMoney(costUsd);
  return `${formatTokens(tokens)} tokens · ${money}`;
}

/** Says in a sentence where the figures come from. */
export function usageSource({ costUsd, sources }: RunUsage): string {
  const words = { reported: 'reported by the agents', parsed: 'read from their output' };
  const known = sources.map((source) =>
    source === 'reported' || source === 'parsed' ? words[source] : 'estimated',
  );
  const tokens = `Tokens: ${known.length === 0 ? 'not reported' : known.join(', ')}.`;
  return costUsd === null
    ? `${tokens} Cost: no agent reported one.`
    : `${tokens} Cost: as far as agents reported it.`;
}

/** The run that the frame is about: the one that has not ended, else the latest. */
export function presentRun(runs: ReadonlyMap<string, Run>): Run | null {
  let present: Run | null = null;
  for (const run of runs.values()) {
    if (run.status !== 'ended') return run;
    if (present === null || run.startedAt > present.startedAt) present = run;
  }
  return present;
}

/** How far a run is: its tally, and how many of its tasks are worked on now. */
export function runProgress(
  run: Run,
  tasks: ReadonlyMap<string, Task>,
): Tally & { readonly working: number } {
  const own = run.taskIds.flatMap((id) => tasks.get(id) ?? []);
  const working = own.filter(({ status }) => status === 'in_progress' || status === 'in_review');
  return { ...tallyOf(run, own), working: run.status === 'ended' ? 0 : working.length };
}

/**
 * What goes on now: the agents that work, and what the app does before and after them. Without a process
 * that drives the run (`isDriven`) nothing does, whatever its attempts were at when it ended.
 */
export function activityText(attempts: Iterable<AttemptView>, isDriven: boolean): string {
  let agents = 0;
  let preparing = 0;
  let checking = 0;
  let waiting = 0;
  for (const { phase } of isDriven ? attempts : []) {
    if (phase === 'running') agents += 1;
    else if (phase === 'preparing') preparing += 1;
    else if (phase === 'waiting') waiting += 1;
    else if (phase !== 'ended') checking += 1;
  }
  const parts = [
    ...(agents === 0 ? [] : [plural(agents, 'agent')]),
    ...(preparing === 0 ? [] : [`${preparing} preparing`]),
    ...(checking === 0 ? [] : [`${checking} checking`]),
    ...(waiting === 0 ? [] : [`${waiting} waiting to merge`]),
  ];
  return parts.length === 0 ? 'nothing is running' : parts.join(', ');
}

/** Whether all work is where it cannot be lost, and if not, what is not. */
export interface Safety {
  readonly isSafe: boolean;
  /** Whether something is amiss, and not only under way: an agent's work is committed while it works. */
  readonly isLate: boolean;
  readonly text: string;
  readonly details: readonly string[];
}

/** The status bar's answer to "is anything not yet safe?"; null while nothing is known. */
export function safetyOf(status: WorkspaceStatus | null, pendingEdits: number): Safety | null {
  const unsent = pendingEdits === 0 ? [] : [`${plural(pendingEdits, 'edit')} not sent yet`];
  const unsentDetail =
    pendingEdits === 0 ? [] : ['Edits wait in this browser until the host has taken them.'];
  if (status === null) {
    return unsent.length === 0
      ? null
      : { isSafe: false, isLate: true, text: unsent.join(''), details: unsentDetail };
  }
  const tasks = status.unsafe.length;
  const parts = [
    ...(tasks === 0 ? [] : [`work of ${plural(tasks, 'task')} not in git yet`]),
    ...unsent,
  ];
  if (parts.length === 0)
    return { isSafe: true, isLate: false, text: 'all work is in git', details: [] };
  const details = status.unsafe.map(({ taskId, reason }) => `${taskId}: ${reason}`);
  const isLate = pendingEdits > 0 || status.unsafe.some((one) => one.isLate);
  return { isSafe: false, isLate, text: parts.join(', '), details: [...details, ...unsentDetail] };
}

/** `main @ 1a2b3c4`, or how it is without a branch or a commit. */
export function checkoutText({ branch, commit }: WorkspaceStatus['checkout']): string {
  const at = commit === null ? 'no commit yet' : commit.slice(0, 7);
  return branch === null ? `detached @ ${at}` : `${branch} @ ${at}`;
}

/** The title of the window: how much needs the person, in whichever workspace, where one is, what runs. */
export function windowTitle(
  view: string,
  workspace: string,
  needing: number,
  run: Omit<Tally, 'byHand'> | null,
): string {
  const count = needing === 0 ? '' : `(${needing}) `;
  const running = run === null ? '' : ` · ${tallyWords(run)}`;
  return `${count}${view} · ${workspace}${running} – Switchyard`;
}
