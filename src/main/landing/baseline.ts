import { lastTries } from '#shared/core/evidence/tries.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Task } from '#shared/model/task.ts';
import { treeOf } from '#main/git/commits.ts';
import { listRefs, refNames } from '#main/git/refs.ts';
import { record } from '#main/store/record.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { checkOrder, knownEvidence, makeEvidence, newEvidence } from './checks.ts';
import type { LandingParts } from './landing-parts.ts';

/** What the checks say of the commit that an epic stands on, before any agent has worked. */
export interface Baseline {
  readonly epicId: string;
  readonly commit: string;
  readonly evidence: readonly Evidence[];
}

/** A commit that is to be checked before agents work on it. */
interface BaselineWanted {
  /** Branch that is at it. */
  readonly branch: string;
  readonly commit: string;
  readonly tree: string;
}

/** What a baseline is taken of; {@link baseItself} stands for no epic. */
export type BaselineOf = Pick<Epic, 'id' | 'baseBranch'>;

/** A branch as it is, before there is any epic: no epic's id is empty. */
export function baseItself(baseBranch: string): BaselineOf {
  return { id: '', baseBranch };
}

const never = new AbortController().signal;

/** The workspace's own checks, where one of the tasks counts on them; a task's own are for what it is to make. */
export function baselineCommands(
  { config }: Pick<LandingParts, 'config'>,
  tasks: readonly Task[],
): readonly string[] {
  const isCounted = tasks.some((task) => task.verify.every((command) => command.trim() === ''));
  return config.verify.baseline && isCounted
    ? verificationCommands({ verify: [] }, config.commands)
    : [];
}

/** What is known of the baselines of these epics already; null for one that was not checked so far. */
export async function knownBaselines(
  parts: LandingParts,
  epics: readonly BaselineOf[],
  commands: readonly string[],
): Promise<readonly (Baseline | (Omit<Baseline, 'evidence'> & { readonly evidence: null }))[]> {
  if (commands.length === 0) return [];
  const known = async (wanted: BaselineWanted): Promise<readonly Evidence[] | null> => {
    const { order } = orderFor(parts, wanted, commands);
    try {
      return (await knownEvidence(parts, order)) ?? lastBaseline(parts, order);
    } finally {
      await parts.worker.endChecks(order.runId);
    }
  };
  return ofEach(parts, epics, known);
}

/** What is found for the commit of each epic; once for those that stand on the same one. */
async function ofEach<Found>(
  { git, config }: Pick<LandingParts, 'git' | 'config'>,
  epics: readonly BaselineOf[],
  find: (wanted: BaselineWanted) => Promise<Found>,
): Promise<readonly (Omit<Baseline, 'evidence'> & { readonly evidence: Found })[]> {
  const branches = new Map(
    (await listRefs(git, 'refs/heads/')).map(({ ref, target }) => [ref, target]),
  );
  const found: (Omit<Baseline, 'evidence'> & { readonly evidence: Found })[] = [];
  for (const { id: epicId, baseBranch } of epics) {
    const places = [baseBranch, config.base_branch].map((branch) => `refs/heads/${branch}`);
    const ref = [refNames.epicBranch(epicId), ...places].find((one) => branches.has(one));
    const commit = ref === undefined ? undefined : branches.get(ref);
    if (ref === undefined || commit === undefined) continue;
    const branch = ref.slice('refs/heads/'.length);
    const same = found.find((one) => one.commit === commit);
    const evidence =
      same === undefined
        ? await find({ branch, commit, tree: await treeOf(git, commit) })
        : same.evidence;
    found.push({ epicId, commit, evidence });
  }
  return found;
}

/**
 * Checks the commit of each epic in a clean room, unless it is known that all pass there; keeps the evidence.
 * @param begins hears of each branch whose checks are to be run now
 */
export async function takeBaselines(
  parts: LandingParts,
  epics: readonly BaselineOf[],
  commands: readonly string[],
  stop: AbortSignal = never,
  begins: (branch: string) => void = () => {},
): Promise<readonly Baseline[]> {
  if (commands.length === 0) return [];
  return ofEach(parts, epics, async (wanted) =>
    takeBaseline(parts, wanted, commands, stop, begins),
  );
}

async function takeBaseline(
  parts: LandingParts,
  wanted: BaselineWanted,
  commands: readonly string[],
  stop: AbortSignal,
  begins: (branch: string) => void,
): Promise<readonly Evidence[]> {
  const { branch, commit } = wanted;
  const checks = orderFor(parts, wanted, commands);
  try {
    const known = await knownEvidence(parts, checks.order);
    if (known !== null) return known;
    begins(branch);
    const about = { taskId: null, attemptId: null, purpose: 'baseline', commit } as const;
    const evidence = await makeEvidence(parts, checks, about, () => {}, stop);
    const kept = evidence.filter(({ verdict }) => verdict !== 'interrupted');
    if (kept.length > 0) record(parts, newEvidence(parts, kept));
    return evidence;
  } finally {
    await parts.worker.endChecks(checks.order.runId);
  }
}

/** The newest evidence of a baseline on the same tree, up to the first that did not pass. */
function lastBaseline(
  { store, secrets }: Pick<LandingParts, 'store' | 'secrets'>,
  { tree, commands }: { readonly tree: string; readonly commands: readonly { command: string }[] },
): readonly Evidence[] | null {
  const all = store.find('evidence', 'tree', tree).filter(({ purpose }) => purpose === 'baseline');
  const found: Evidence[] = [];
  for (const { command } of commands) {
    const last = all.findLast((one) => one.command === secrets.mask(command));
    if (last === undefined) return null;
    found.push(last);
    if (last.verdict !== 'passed' && last.verdict !== 'flaky') break;
  }
  return found;
}

function orderFor(
  parts: LandingParts,
  { commit, tree }: BaselineWanted,
  commands: readonly string[],
): ReturnType<typeof checkOrder> {
  const id = parts.ids.next('baseline');
  const wanted = { id, runId: id, tree, commit, onto: commit, variables: {}, of: null };
  return checkOrder(parts, { ...wanted, worktree: null }, commands);
}

/** The checks of a baseline that did not pass. */
export function redChecks(baselines: readonly Pick<Baseline, 'evidence'>[]): readonly Evidence[] {
  return baselines.flatMap(({ evidence }) =>
    // What is flaky there holds nobody, and where no test is yet, there is nothing to mend.
    lastTries(evidence).filter(
      ({ verdict }) => !['passed', 'interrupted', 'flaky', 'nothing_collected'].includes(verdict),
    ),
  );
}

/** The checks of a baseline that found no test to run, as in a repository that has none yet. */
export function untestedChecks(evidence: readonly Evidence[]): readonly Evidence[] {
  return lastTries(evidence).filter(({ verdict }) => verdict === 'nothing_collected');
}

/** How long the same commands took when they ran last, in ms; null when they never did. */
export function expectedMs(
  { store, secrets }: Pick<LandingParts, 'store' | 'secrets'>,
  commands: readonly string[],
): number | null {
  const all = store.all('evidence');
  let sum = 0;
  for (const command of commands) {
    const last = all.findLast((one) => one.command === secrets.mask(command));
    if (last === undefined) return null;
    sum += last.durationMs;
  }
  return sum;
}
