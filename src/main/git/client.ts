import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';
import { systemClock } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { startHere } from '#main/system/starting/start-here.ts';
import type { ProgramStarter } from '#main/system/starting/program-starter.ts';
import { currentStop } from '#main/system/stop-context.ts';
import { within } from '#main/system/within.ts';
import { lockNamed, lookAtLock } from './dead-locks.ts';
import type { DeadLock, LockPlaces } from './dead-locks.ts';
import { gitEnvironment, ownersEnvironment } from './git-environment.ts';
import type { FallbackIdentity } from './git-environment.ts';
import { GitError } from './git-error.ts';
import type { GitErrorKind } from './git-error.ts';
import { Identities } from './identities.ts';
import type { Signatures } from './identities.ts';
import { ResidentGits } from './resident-git.ts';
import type { Question } from './resident-git.ts';
import { inGitTime } from './git-time.ts';
import { unblocked } from './unblocked.ts';
import { fixedSettings } from './git-settings.ts';
import { runGit } from './run-git.ts';
import type { GitOptions, GitOutput } from './run-git.ts';
import { runWatchedGit } from './watched-git.ts';
import { treeOptions } from './worktrees/pinned-tree.ts';
import type { PinnedTree } from './worktrees/pinned-tree.ts';
import type { WatchedGitOptions, WatchedGitOutcome } from './watched-git.ts';

/** Runs git in one folder; the only way this program reaches git. */
export interface GitClient {
  readonly folder: string;
  /** Attributes file that says which paths merge by keeping both sides' lines; null for none. */
  readonly mergeAttributesFile: string | null;
  /** What messages of commits go through: secrets masked. */
  readonly mask: Mask;
  /** A name for a file that is for git, for a moment; null where there is no place for one. */
  temporaryFile(): string | null;
  /**
   * Runs git with `args`. While another process holds a lock, or is making a worktree, waits and tries
   * again (1.5 s beside git's own waiting). A lock that nobody has any more is taken away and reported, where the
   * client knows its repository ({@link LockKeeping}); what a living process has there is never removed.
   * @throws {GitError} for every exit code that is not allowed
   */
  run(args: readonly string[], options?: GitOptions): Promise<GitOutput>;
  /**
   * Waits until nobody has this lock: it is let go of, or dead and taken away. False when somebody keeps it,
   * and for a client that does not know its repository.
   */
  whenUnlocked(lock: string): Promise<boolean>;
  /** {@link run}, and its standard output without the last line break. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /**
   * Asks a git that stays ({@link ResidentGit}), in the folder that the client was made for: only for
   * what is the same in all worktrees. Tried once, and without waiting for locks.
   * @throws {GitError} when git did not answer: {@link run} may do better, and says more
   */
  ask(args: readonly string[], question: Question): Promise<string>;
  /**
   * Runs git with the settings, hooks and programs of the person, and none of ours; within bounds, and
   * once. See {@link runWatchedGit}.
   */
  watched(args: readonly string[], options: WatchedGitOptions): Promise<WatchedGitOutcome>;
  /**
   * Author and committer of a commit that this git would make now.
   * @throws {GitError} when git knows no name
   */
  signatures(): Promise<Signatures>;
  /** The same git in another folder, where it looks for a repository: only for checkouts of the person's own. */
  at(folder: string): GitClient;
  /**
   * The same git on the files of a folder that the app owns, with repository, folder and index pinned: whatever
   * stands in the folder, also as its `.git`, is content and is not asked. Who commits is as in the repository.
   */
  inTree(tree: PinnedTree): GitClient;
  /** The same git with more in its environment. */
  with(
    additions: Readonly<Record<string, string>>,
    options?: Pick<GitClientDependencies, 'temporaryFolder' | 'gitVariables'>,
  ): GitClient;
  /**
   * Ends the gits that stay, of this client and of all made from it, and waits for those that are under way (20 s).
   * The former come again when asked.
   */
  close(): Promise<void>;
}

export interface GitClientDependencies {
  /** What starts git; left out, this process does. */
  readonly starter?: ProgramStarter | undefined;
  /** See {@link GitClient.mergeAttributesFile}. */
  readonly mergeAttributesFile?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly tracer?: Tracer;
  readonly fallbackIdentity?: FallbackIdentity;
  /** Variables of git itself that win over all others, such as what keeps a git from starting programs. */
  readonly gitVariables?: Readonly<Record<string, string>>;
  /** Where {@link GitClient.temporaryFile} is; emptied by whoever names it. */
  readonly temporaryFolder?: string;
  readonly clock?: Clock;
  /** See {@link GitClient.mask}; left out, what looks like a secret is masked. */
  readonly mask?: Mask;
  /** Whose locks may be looked at; left out, none is. */
  readonly locks?: LockKeeping;
}

/** Where locks may lie that are taken away when they are dead, and who hears of it. */
export interface LockKeeping extends LockPlaces {
  readonly removed: (lock: DeadLock) => void;
}

/** Names of temporary files are counted over all clients of this process. */
let files = 0;

/** How long gits that are under way are waited for when their client is closed. */
const closePatienceMs = 20_000;

const retryDelays = [20, 60, 150, 400, 900];
/** How long a lock is looked at before it is called taken; longer than the youngest dead one has to be. */
const lockPatienceMs = 12_000;
const lockLookMs = 250;

/** What another process at work causes, and its end cures. */
const passing: ReadonlySet<GitErrorKind> = new Set(['lock-held', 'worktree-half-made']);

/**
 * A client whose environment is fixed: no prompts, C locale, no hooks of the user (they are for the
 * user's own commits), and nothing inherited that would point git at another repository.
 */
export function createGitClient(folder: string, dependencies: GitClientDependencies): GitClient {
  const environment = gitEnvironment(dependencies);
  const tracer = dependencies.tracer ?? silentTracer;
  const starter = dependencies.starter ?? startHere;
  const residents = new ResidentGits(
    { folder, environment, settings: fixedSettings, starter },
    tracer,
  );
  const identities = new Identities(dependencies.clock ?? systemClock);
  const underWay = new UnderWay();

  function clientAt(workingFolder: string, pinned: PinnedTree | null = null): GitClient {
    async function runOnce(args: readonly string[], options: GitOptions): Promise<GitOutput> {
      const verb = args[0] ?? 'git';
      tracer.reached(`git.${verb}.before`);
      const output = await inGitTime(verb, async (limit) => {
        const asked = pinned === null ? options : treeOptions(pinned, options);
        const command = { folder: workingFolder, environment, args, options: asked };
        const pending = underWay.with(runGit(starter, command, limit));
        tracer.reached(`git.${verb}.spawned`);
        return unblocked(pending, workingFolder, args);
      });
      tracer.reached(`git.${verb}.after`);
      return output;
    }

    const run: GitClient['run'] = async (args, options = {}) =>
      waitingForLocks(
        async () => waitingForOthers(async () => runOnce(args, options)),
        workingFolder,
        dependencies.locks,
      );

    const text = async (args: readonly string[], options?: GitOptions): Promise<string> =>
      withoutBreak(await run(args, options));

    return {
      folder: workingFolder,
      mergeAttributesFile: dependencies.mergeAttributesFile ?? null,
      mask: dependencies.mask ?? maskSecrets,
      temporaryFile: () => temporaryFileIn(dependencies.temporaryFolder),
      run,
      text,
      whenUnlocked: async (lock) => isOver(lock, dependencies.locks),
      signatures: async () =>
        pinned === null
          ? identities.signatures({ folder: workingFolder, text })
          : clientAt(folder).signatures(),
      watched: async (...asked) => watchedGit(dependencies, workingFolder, ...asked),
      ask: async (args, question) => residents.ask(args, question),
      at: (other) => clientAt(other),
      inTree: (tree) => clientAt(tree.workTree, tree),
      with(additions, options = {}) {
        const more = { ...dependencies.environment, ...additions };
        const all = { ...dependencies, ...options, environment: more };
        const client = createGitClient(workingFolder, all);
        residents.closeAlso(client);
        return client;
      },
      close: async () => void (await Promise.all([residents.close(), underWay.end()])),
    };
  }

  return clientAt(folder);
}

/** The gits of one client that have not ended yet. */
class UnderWay {
  readonly #all = new Set<Promise<unknown>>();

  with<Value>(pending: Promise<Value>): Promise<Value> {
    const over = pending.finally(() => this.#all.delete(over));
    this.#all.add(over);
    return over;
  }

  async end(): Promise<void> {
    await within(closePatienceMs, Promise.allSettled(this.#all));
  }
}

async function watchedGit(
  dependencies: GitClientDependencies,
  folder: string,
  args: readonly string[],
  options: WatchedGitOptions,
): Promise<WatchedGitOutcome> {
  const environment = { ...ownersEnvironment(dependencies), ...options.environment };
  return runWatchedGit(folder, environment, args, options);
}

/** What a git printed, without the last line break. */
function withoutBreak({ stdout }: GitOutput): string {
  return stdout.replace(/\n$/, '');
}

function temporaryFileIn(folder: string | undefined): string | null {
  files += 1;
  return folder === undefined ? null : join(folder, `git-${process.pid}-${files}`);
}

async function waitingForOthers(run: () => Promise<GitOutput>): Promise<GitOutput> {
  for (const delay of retryDelays) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof GitError) || !passing.has(error.kind)) throw error;
      await sleep(delay);
    }
  }
  return run();
}

/** Tries again when a lock that was in the way is gone, or was dead and taken away. */
async function waitingForLocks(
  run: () => Promise<GitOutput>,
  folder: string,
  locks: LockKeeping | undefined,
): Promise<GitOutput> {
  const deadline = performance.now() + lockPatienceMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (locks === undefined || !(error instanceof GitError) || error.kind !== 'lock-held')
        throw error;
      const file = lockNamed(error, folder);
      if (file === null || !(await isOver(file, locks, deadline))) throw error;
    }
  }
}

/** Waits until a lock is gone, at its own time or taken away; false when somebody has it all that time. */
async function isOver(
  file: string,
  locks: LockKeeping | undefined,
  deadline = performance.now() + lockPatienceMs,
): Promise<boolean> {
  if (locks === undefined) return false;
  while (performance.now() < deadline && currentStop()?.aborted !== true) {
    const look = await lookAtLock(file, locks);
    if (look.kind === 'removed') locks.removed(look.lock);
    if (look.kind !== 'taken') return true;
    await sleep(lockLookMs);
  }
  return false;
}
