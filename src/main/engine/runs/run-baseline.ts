import { isoTime } from '#shared/lib/clock.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Run, RunSettings } from '#shared/model/run.ts';
import { baselineCommands, expectedMs, takeBaselines } from '#main/landing/baseline.ts';
import { baselineProblem } from '#main/landing/baseline-problem.ts';
import { notification } from '#main/notify/notification.ts';
import { commit } from '#main/store/ledger.ts';
import { within } from '#main/system/within.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { RunBeginning } from './beginnings.ts';

/** A run does not wait longer for its baseline: agents begin meanwhile. */
const patienceMs = 60_000;

/** What the checks say before a run. */
export type RunBaseline =
  /** They pass, or the person has said that the run is to start all the same. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'red'; readonly problem: Failure }
  /** They take long; what they say is known later. */
  | { readonly kind: 'slow'; readonly problem: Promise<Failure | null> };

/**
 * Runs the checks on the commits that the tasks' epics stand on, before an agent is paid for what fails there already.
 * Where that is known to take long, or turns out to, the run need not wait for it.
 */
export async function baselineOf(
  workspace: Workspace,
  taskIds: readonly string[],
  { baseline: policy }: Pick<RunSettings, 'baseline'>,
  { report, stop }: RunBeginning,
): Promise<RunBaseline> {
  const { store, landing } = workspace;
  const tasks = taskIds.flatMap((id) => store.get('tasks', id) ?? []);
  const commands = baselineCommands(workspace, tasks);
  if (commands.length === 0) return { kind: 'clear' };
  const epicIds = [...new Set(tasks.map(({ epicId }) => epicId))];
  const epics = epicIds.flatMap((id) => store.get('epics', id) ?? []);
  let isWaitedFor = true;
  const begins = (branch: string): void => {
    if (!isWaitedFor) return;
    report(`Checking ${branch} as it is, before any agent works: ${commands.join(', ')}…`);
  };
  const problem = takeBaselines(landing, epics, commands, stop, begins).then(async (taken) =>
    policy === 'stop' ? baselineProblem(landing, taken) : null,
  );
  const patience = (expectedMs(landing, commands) ?? 0) > patienceMs ? 0 : patienceMs;
  if (!(await within(patience, problem))) {
    isWaitedFor = false;
    const end = policy === 'stop' ? ' If they fail there, the run ends.' : '';
    report(
      `Agents begin before it is known what the checks say without their work, because that takes longer than a minute.${end}`,
    );
    return { kind: 'slow', problem };
  }
  const early = await problem;
  return early === null ? { kind: 'clear' } : { kind: 'red', problem: early };
}

/** Ends a run, with its reason, whose slow baseline turns out red: what is under way comes to its end. */
export function endWhenRed(
  { store, clock, ids, logger }: Workspace,
  { id }: Run,
  problem: Promise<Failure | null>,
): void {
  const end = async (): Promise<void> => {
    const found = await problem;
    if (found === null || store.get('runs', id)?.status === 'ended') return;
    const at = isoTime(clock.now());
    commit(store, [
      { to: 'runs', id, command: { kind: 'cancel', now: false, at } },
      notification({ clock, ids }, 'run_failed', `${found.message} ${found.action}`, {
        kind: 'run',
        id,
      }),
    ]);
  };
  end().catch((error: unknown) => logger.warn(`No baseline of run ${id}: ${String(error)}`));
}
