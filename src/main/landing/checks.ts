import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { foreignEntries } from './foreign-entries.ts';
import { leftNotices } from '#main/notify/left-behind.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import type { CheckOrder, WorkSignal } from '#main/work/orders.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

interface Wanted {
  readonly attempt: Attempt;
  readonly order: Omit<CheckOrder, 'commands' | 'process' | 'timeoutMs'>;
  readonly commands: readonly string[];
}

/**
 * Evidence of each command on the tree of the order, up to the first that did not pass. Evidence is bound to
 * its tree: what has passed on this very tree is not run again.
 */
export async function evidenceFor(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { attempt, order, commands }: Wanted,
): Promise<readonly Evidence[]> {
  const known = new Map(
    parts.store
      .find('evidence', 'tree', order.tree)
      .filter(({ taskId, verdict }) => taskId === order.taskId && verdict === 'passed')
      .map((one) => [one.command, one]),
  );
  const wanted = commands.map((command) => ({
    command,
    id: parts.ids.next('evidence'),
    before: known.get(parts.secrets.mask(command)) ?? null,
  }));
  const missing = wanted.filter(({ before }) => before === null);
  const results = await parts.worker.check(
    {
      ...order,
      process: attempt.process,
      commands: missing.map(({ command, id }) => ({ command, outputFile: `${id}.log` })),
      timeoutMs: parts.config.commands.timeout_minutes * 60_000,
    },
    (signal) => note(parts, host, attempt, signal),
    host.stopSignalOf(landing.id),
  );
  const fresh = new Map(missing.map(({ id }, index) => [id, results[index]]));
  const { taskId, attemptId, tree, commit } = order;
  const bound = { purpose: 'landing' as const, taskId, attemptId, tree, commit, marks: [] };
  const evidence: Evidence[] = [];
  for (const { id, before } of wanted) {
    const result = fresh.get(id);
    const one = before ?? (result && { ...result, ...bound, id });
    // One that did not pass was the last to be run.
    if (one === undefined) break;
    evidence.push(one);
    if (one.verdict !== 'passed') break;
  }
  return evidence;
}

/** The entries of evidence that is not in the store yet. */
export function newEvidence(
  { store }: Pick<LandingParts, 'store'>,
  evidence: readonly Evidence[],
): readonly Entry[] {
  return evidence
    .filter(({ id }) => store.get('evidence', id) === null)
    .map((document) => ({ to: 'evidence', document }));
}

function note(parts: LandingParts, host: LandingHost, attempt: Attempt, signal: WorkSignal): void {
  switch (signal.kind) {
    case 'check_started': {
      const { command, startedAt } = signal;
      host.checks.set(attempt.id, { command, startedAt });
      return;
    }
    case 'check_ended':
      host.checks.delete(attempt.id);
      return;
    case 'left':
    case 'strangers': {
      const notices = leftNotices(parts, host.namedProcesses, attempt.taskId, signal);
      if (notices.length > 0) record(parts, notices);
      return;
    }
    case 'foreign_change':
      record(parts, foreignEntries(parts, signal.change));
      return;
    case 'started':
    case 'question':
    case 'silent':
      return;
    default:
      assertNever(signal, 'work signal');
  }
}
