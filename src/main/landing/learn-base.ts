import { mayNameTests } from '#shared/core/checks/names-tests.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { record } from '#main/store/record.ts';
import { withOwnTests } from './base-tests.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { checkOrder, makeEvidence, newEvidence, noteCheck } from './checks.ts';
import type { LandingMemory } from './landing-memory.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

/** Checks that passed, and what their tests are to be compared with. */
interface ToLearn {
  readonly change: ChangeToLand;
  /** Commit of the epic that the change would land on. */
  readonly tip: string;
  readonly commands: readonly string[];
  /** The last try of each command. */
  readonly last: readonly Evidence[];
}

/** A base does not take much longer than the check that is compared with it: what hangs there is not waited for. */
const patienceMs = 30_000;
const patienceTimes = 3;

/**
 * Runs checks that have passed on the commit that their work began from as well, where they may say which tests ran and
 * it is not known which ran there: so with the commands of a task's own, which no baseline covers (SPEC section 6.1).
 * Whether they pass there is of no matter. The evidence is kept for all other work on the same tree.
 */
export async function learnBase(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  learned: ToLearn,
): Promise<void> {
  const { baseline, protect } = parts.config.verify;
  if (!baseline || protect === 'off') return;
  if (learned.last.some(({ verdict }) => verdict !== 'passed' && verdict !== 'flaky')) return;
  const { landing: memory } = host;
  if ((await commandsWithoutBase(parts, memory, learned)).size === 0) return;
  const stop = host.stopSignalOf(landing.id);
  const learn = async (): Promise<void> => {
    // Another task's work may have begun from the same commit.
    const missing = await commandsWithoutBase(parts, memory, learned);
    const end = learned.commands.findLastIndex((command) => missing.has(command));
    let rest = learned.commands.slice(0, end + 1);
    while (rest.length > 0) {
      const ran = await runAtBase(parts, host, landing, { ...learned, commands: rest });
      if (ran.length === 0 || ran.some(({ verdict }) => verdict === 'interrupted')) return;
      record(parts, newEvidence(parts, ran));
      for (const one of ran) memory.learnedBases.add(baseKey(parts, one.tree, one.command));
      // What comes after one that does not pass there may have tests all the same.
      rest = rest.slice(ran.length);
    }
  };
  await parts.mutex.runUnless(stop, `base ${learned.change.base}`, learn, async () => {});
}

function baseKey(
  { secrets }: Pick<LandingParts, 'secrets'>,
  tree: string,
  command: string,
): string {
  return `${tree} ${secrets.mask(command)}`;
}

/** The commands of which it is not known which tests they ran before the change. */
async function commandsWithoutBase(
  parts: LandingParts,
  memory: LandingMemory,
  { change, tip, commands, last }: ToLearn,
): Promise<ReadonlySet<string>> {
  const { store, git, secrets } = parts;
  const open = commands.filter((command) => {
    const masked = secrets.mask(command);
    const now = last.find((one) => one.command === command || one.command === masked);
    if (now === undefined) return false;
    return now.tests !== null || (mayNameTests(command) && !isQuiet(parts, masked));
  });
  if (open.length === 0) return new Set();
  const trees = new Set([await memory.treeOf(git, tip), await memory.treeOf(git, change.base)]);
  const found = [...trees].flatMap((tree) => store.find('evidence', 'tree', tree));
  // Names that others have changed since are asked for again.
  const known = await withOwnTests(parts.paths, found);
  return new Set(
    open.filter((command) => {
      const masked = secrets.mask(command);
      // What named no test, because something was missing maybe, is tried again in another run.
      const isKnown = ({ command: one, verdict, tests }: Evidence): boolean =>
        one === masked && (tests !== null || verdict === 'passed');
      const isLearned = [...trees].some((tree) =>
        memory.learnedBases.has(baseKey(parts, tree, command)),
      );
      return !isLearned && !known.some(isKnown);
    }),
  );
}

/** Whether a command has passed on a base and named no test there, and none anywhere since. */
function isQuiet({ store }: Pick<LandingParts, 'store'>, command: string): boolean {
  const all = store.all('evidence').filter((one) => one.command === command);
  return (
    all.every(({ tests }) => tests === null) &&
    all.some(({ purpose, verdict }) => purpose === 'baseline' && verdict === 'passed')
  );
}

async function runAtBase(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { change: { attempt, base }, commands, last }: ToLearn,
): Promise<readonly Evidence[]> {
  const id = parts.ids.next('baseline');
  const tree = await host.landing.treeOf(parts.git, base);
  const where = { id, runId: attempt.runId, tree, commit: base, onto: base };
  const wanted = { ...where, variables: {}, of: null, worktree: null };
  const { order, ids } = checkOrder(parts, wanted, commands);
  const longestMs = Math.max(0, ...last.map(({ durationMs }) => durationMs));
  const timeoutMs = Math.min(order.timeoutMs, patienceMs + patienceTimes * longestMs);
  const { config } = parts;
  // It only has to say which tests there are: once is enough.
  const verify = { ...config.verify, flaky_retries: 0 };
  const about = { taskId: null, attemptId: null, purpose: 'baseline', commit: base } as const;
  return makeEvidence(
    { ...parts, config: { ...config, verify } },
    { order: { ...order, timeoutMs }, ids },
    about,
    noteCheck(parts, host, landing),
    host.stopSignalOf(landing.id),
  );
}
