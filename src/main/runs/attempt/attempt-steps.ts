import type { Attempt } from '#shared/model/attempt.ts';
import { record, recordStep } from '#main/store/record.ts';
import { prepareOrder, recordOrder, runOrder } from './brief.ts';
import { noteSignals } from './note-signals.ts';
import { exitEntries, preparedEntries, unpreparedEntries, unstartedEntries } from './reports.ts';
import { recordedEntries, writeWithTelemetry } from './recorded-work.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import type { RunSession } from '#main/runs/run-session.ts';

// Each step of an attempt is the same three things: an order from the records (brief.ts), the worker's report
// on it, and the entries by which the records say what came of it.

/** Gives the attempt its worktree; ends the attempt where that fails. */
export async function prepareAttempt(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const stop = session.stopSignalOf(attempt.id);
  const watch = noteSignals(parts, session, attempt);
  const order = await prepareOrder(parts, session, attempt);
  const report = order.ok ? await parts.worker.prepare(order.value, watch, stop) : order;
  if (report.ok) recordStep(parts, preparedEntries(parts, attempt, report.value));
  else record(parts, unpreparedEntries(parts, attempt, report.error, stop.aborted));
}

/** Runs the attempt's agent, and writes down how it ended; ends the attempt where it cannot be started. */
export async function runAttempt(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const stop = session.stopSignalOf(attempt.id);
  const watch = noteSignals(parts, session, attempt);
  const order = await runOrder(parts, attempt);
  const report = order.ok
    ? await parts.worker.run(order.value, watch, stop)
    : ({ kind: 'not_started', problem: order.error } as const);
  if (report.kind === 'not_started') {
    record(parts, unstartedEntries(parts, attempt, report.problem, stop.aborted));
  } else recordStep(parts, exitEntries(parts, attempt, report));
}

/**
 * Keeps what the agent left: its work, and the attempt's one telemetry record; then ends the attempt, and
 * lets the landing of its work begin if it owes nothing.
 */
export async function recordAttempt(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const report = await parts.worker.record(recordOrder(parts, attempt));
  const { work, differences, isDirect } = report;
  session.landing.recordedWork.set(work.commit, { changes: differences, isDirect });
  writeWithTelemetry(parts, attempt, work.changes, recordedEntries(parts, attempt, report));
}
