import { endingAfterRecording } from '#shared/core/protocol/judge.ts';
import { attemptTelemetry } from '#shared/core/runs/attempt-telemetry.ts';
import { spentBy } from '#shared/core/runs/spent.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Attempt, ChangedFiles } from '#shared/model/attempt.ts';
import { deliveryEntries } from '#main/landing/open-landing.ts';
import { notification } from '#main/notify/notification.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import type { RecordedWorks } from '#main/work/orders.ts';
import { capNotices, endingEntries } from './finish-attempt.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** That an attempt's work is kept, and that the attempt ends: with its work on its way, or short of that. */
export function recordedEntries(
  parts: HostParts,
  attempt: Attempt,
  works: RecordedWorks,
): readonly Entry[] {
  const { work, differences, presentFiles, lastOutput } = works;
  const task = required(parts.store, 'tasks', attempt.taskId);
  const at = timestamp(parts);
  const ending = endingAfterRecording(task, attempt, {
    work,
    ...leftOutOf(works),
    presentFiles: new Set(presentFiles),
    lastOutput,
  });
  const isChanged: Entry = { to: 'tasks', id: task.id, command: { kind: 'note_code_change', at } };
  return [
    { to: 'attempts', id: attempt.id, command: { kind: 'record', work, at } },
    ...(differences.length > 0 ? [isChanged] : []),
    ...(ending === null
      ? deliveryEntries(parts, attempt)
      : endingEntries(parts, { ...attempt, ...work }, ending)),
    ...ignoredNotices(parts, attempt, works),
    ...spendNotices(parts, attempt),
  ];
}

/** What of the work is in no commit, by what it is. */
function leftOutOf({ differences, left, submodules, ignored }: RecordedWorks) {
  const links = differences.filter((one) => one.isRepository).map(({ path }) => path);
  const known = new Map(submodules.map((one) => [one.path, one]));
  const repositories = left.filter(({ reason }) => reason === 'repository').map(({ path }) => path);
  return {
    embeddedRepositories: [...links.filter((path) => !known.has(path)), ...repositories],
    movedSubmodules: links.filter((path) => known.get(path)?.isOnRemote === false),
    refusedFiles: left
      .filter(({ reason }) => reason === 'refused')
      .map(({ path, words }) => ({ path, words: words?.split('\n')[0] ?? '' })),
    ignoredPaths: ignored.paths,
  };
}

/** Files of the work that will not land: git ignores them, or they lie in a submodule. */
function ignoredNotices(
  parts: HostParts,
  { taskId }: Attempt,
  { ignored, submodules }: RecordedWorks,
): readonly Entry[] {
  const changed = submodules.flatMap((one) => one.changed);
  const where = ignored.keptIn === null ? 'only in its worktree' : 'in its vault';
  const texts = [
    ...(ignored.paths.length === 0
      ? []
      : [
          `${taskId} left files that git ignores, which do not land; they are ${where}: ${shown(ignored.paths)}`,
        ]),
    ...(changed.length === 0
      ? []
      : [
          `${taskId} left files in a submodule, which do not land; they are in its vault: ${shown(changed)}`,
        ]),
  ];
  return texts.map((text) =>
    notification(parts, 'repository_notice', text, { kind: 'task', id: taskId }),
  );
}

function shown(paths: readonly string[]): string {
  return `${paths.slice(0, mostShown).join(', ')}${paths.length > mostShown ? ', …' : ''}`;
}

const mostShown = 5;

/** The caps of the run that the attempt's use has brought near. */
function spendNotices(parts: HostParts, { runId, usage }: Attempt): readonly Entry[] {
  if (usage === null) return [];
  const run = required(parts.store, 'runs', runId);
  const after = spentBy(parts.store.find('attempts', 'run_id', runId));
  const before = {
    tokens: after.tokens - (usage.tokens ?? 0),
    costUsd: after.costUsd - (usage.costUsd ?? 0),
  };
  return capNotices(parts, run, before, after);
}

/** Telemetry goes into the same transaction, but must never delay the work (SPEC section 5.4). */
export function writeWithTelemetry(
  parts: HostParts,
  attempt: Attempt,
  changes: ChangedFiles,
  entries: readonly Entry[],
): void {
  const task = required(parts.store, 'tasks', attempt.taskId);
  const document = attemptTelemetry(task, attempt, changes, timestamp(parts));
  const isKnown = parts.store.get('telemetry', document.id) !== null;
  const withTelemetry: readonly Entry[] = [{ to: 'telemetry', document }, ...entries];
  const written = commit(parts.store, isKnown ? entries : withTelemetry);
  if (written.ok) return;
  parts.logger.warn('Telemetry was not written.', { attempt: attempt.id });
  record(parts, entries);
}
