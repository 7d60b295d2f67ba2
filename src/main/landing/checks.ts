import { withFormerTries, withTries } from '#shared/core/evidence/tries.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { foreignEntries } from './foreign-entries.ts';
import type { Mark } from '#shared/model/mark.ts';
import { leftNotices } from '#main/notify/left-behind.ts';
import { notification } from '#main/notify/notification.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import type {
  CheckOrder,
  CheckResult,
  RoomSettings,
  WorkSignal,
  WorkWatch,
} from '#main/work/orders.ts';
import { withOwnTests } from './base-tests.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

/** For whom something is checked, as its evidence says. */
export type CheckedFor = Pick<Evidence, 'taskId' | 'attemptId' | 'purpose' | 'commit'>;

/** What is to be checked; its commands are named here. */
export type WantedChecks = Omit<CheckOrder, 'commands' | 'timeoutMs' | 'room'>;

/** How rooms for checks are provided, by the settings. */
export function roomSettings({ config }: Pick<LandingParts, 'config'>): RoomSettings {
  const { worktree, verify } = config;
  const { copy, clone, setup, setup_inputs: setupInputs } = worktree;
  const { keep, network, report } = verify;
  return { copy, clone, setup, setupInputs, keep, network, report };
}

/** The order to check with these commands, each with a name for its evidence. */
export function checkOrder(
  parts: Pick<LandingParts, 'config' | 'ids'>,
  wanted: WantedChecks,
  commands: readonly string[],
): { readonly order: CheckOrder; readonly ids: readonly string[] } {
  const ids = commands.map(() => parts.ids.next('evidence'));
  const order = {
    ...wanted,
    room: roomSettings(parts),
    commands: commands.map((command, index) => ({ command, outputFile: `${ids[index]}.log` })),
    timeoutMs: parts.config.commands.timeout_minutes * 60_000,
  };
  return { order, ids };
}

/** Verdicts that say something of the tree. */
const conclusive: ReadonlySet<Evidence['verdict']> = new Set(['passed', 'failed', 'flaky']);

/**
 * Evidence of all commands on the tree of the order, where there is some already that all have passed in the same
 * environment, for whichever task; null when they are to be run. One that is missing makes all of them run: a command
 * may need what the one before it builds.
 */
export async function knownEvidence(
  parts: Pick<LandingParts, 'store' | 'worker' | 'secrets' | 'paths'>,
  order: CheckOrder,
): Promise<readonly Evidence[] | null> {
  // What an agent left in its worktree is never the same twice.
  if (order.worktree !== null) return null;
  const onTree = parts.store
    .find('evidence', 'tree', order.tree)
    .filter(({ verdict, room }) => conclusive.has(verdict) && room === 'clean');
  // A check whose names of tests were changed since is run again.
  const tries = await withOwnTests(parts.paths, onTree);
  if (!tries.some(({ verdict }) => verdict === 'passed')) return null;
  const environments = await parts.worker.environments(order);
  const found = order.commands.map(({ command }, index) => {
    const same = tries.filter(
      (one) =>
        one.command === parts.secrets.mask(command) && one.environment === environments[index],
    );
    // One that has passed and failed says nothing for another task.
    return same.every(({ verdict }) => verdict === 'passed') ? same.at(-1) : undefined;
  });
  const all = found.filter((one) => one !== undefined);
  return all.length === order.commands.length && all.length > 0 ? all : null;
}

type MakeParts = Pick<LandingParts, 'worker' | 'store' | 'config' | 'ids'>;
type Checks = ReturnType<typeof checkOrder>;

/**
 * Runs the commands of an order; evidence of each, up to the first that did not pass. A check that failed is tried again
 * as often as the settings say: one that passes then is flaky, and all its tries are in what comes back. One that
 * fails each time has failed once.
 */
export async function makeEvidence(
  parts: MakeParts,
  checks: Checks,
  about: CheckedFor,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly Evidence[]> {
  const tries = [...(await tryOnce(parts, checks, [], about, watch, stop))];
  for (let left = parts.config.verify.flaky_retries; left > 0; left -= 1) {
    const last = tries.at(-1);
    if (last?.verdict !== 'failed' || stop.aborted) break;
    const again = await tryOnce(parts, withNewNames(parts, checks), tries, about, watch, stop);
    const isSame = again.at(-1)?.verdict === 'failed' && again.at(-1)?.command === last.command;
    if (!isSame) tries.push(...again);
  }
  return tries;
}

function withNewNames({ ids }: Pick<LandingParts, 'ids'>, { order }: Checks): Checks {
  const named = order.commands.map(({ command }) => ({ command, id: ids.next('evidence') }));
  const commands = named.map(({ command, id }) => ({ command, outputFile: `${id}.log` }));
  return { order: { ...order, commands }, ids: named.map(({ id }) => id) };
}

async function tryOnce(
  { worker, store }: MakeParts,
  { order, ids }: Checks,
  before: readonly Evidence[],
  about: CheckedFor,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly Evidence[]> {
  const results = await worker.check(order, watch, stop);
  const onTree = store.find('evidence', 'tree', order.tree);
  const isOfRun = ({ attemptId }: Evidence): boolean =>
    attemptId !== null && store.get('attempts', attemptId)?.runId === order.runId;
  const earlier = [...onTree.filter(isOfRun), ...before];
  const former = onTree.filter((one) => !isOfRun(one));
  return results.map((result, index) => {
    const one = {
      ...result,
      ...about,
      marks: marksOfPlace(result),
      id: ids[index] ?? '',
      tree: order.tree,
    };
    return withFormerTries(withTries(one, earlier), former);
  });
}

/** What a person has to know of where a check ran. */
function marksOfPlace({ room, kept }: CheckResult): Mark[] {
  const marks: Mark[] = [];
  if (room === 'worktree') {
    const text = 'Checked where the agent worked, with all that it left there and git ignores.';
    marks.push({ kind: 'worktree_room', text, paths: [] });
  }
  if (kept.length > 0) {
    const text = `Checked with what earlier checks left in ${kept.join(', ')}.`;
    marks.push({ kind: 'kept_cache', text, paths: [...kept] });
  }
  return marks;
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

/** Takes what a worker says while it checks the work of a landing. */
export function noteCheck(parts: LandingParts, host: LandingHost, landing: Landing): WorkWatch {
  const work = landing.works.at(-1);
  const about = { id: work?.attemptId ?? landing.id, taskId: work?.taskId ?? landing.id };
  return (signal) => note(parts, host, about, signal);
}

function note(
  parts: LandingParts,
  host: LandingHost,
  { id, taskId }: { readonly id: string; readonly taskId: string },
  signal: WorkSignal,
): void {
  switch (signal.kind) {
    case 'check_started': {
      const { command, startedAt } = signal;
      host.checks.set(id, { command, startedAt });
      return;
    }
    case 'check_ended':
      host.checks.delete(id);
      return;
    case 'left':
    case 'strangers': {
      const notices = leftNotices(parts, host.namedProcesses, taskId, signal);
      if (notices.length > 0) record(parts, notices);
      return;
    }
    case 'foreign_change':
      record(parts, foreignEntries(parts, signal.change));
      return;
    case 'dependencies_changed': {
      const folders = signal.folders.join(', ');
      const text = `${folders} in your checkout changed since the run began. The run goes on with what it was then; a new run takes what is there now.`;
      record(parts, [notification(parts, 'repository_notice', text, { kind: 'task', id: taskId })]);
      return;
    }
    case 'started':
    case 'question':
    case 'silent':
    case 'nothing_new':
      return;
    default:
      assertNever(signal, 'work signal');
  }
}
