import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planRoom } from '#shared/core/checks/room-plan.ts';
import type { Inputs } from '#shared/core/checks/room-plan.ts';
import { both } from '#shared/lib/both.ts';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { writing } from '#main/git/file-errors.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import { runCheck } from '#main/verify/run-check.ts';
import type { StageOrder } from '#main/work/orders.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import type { DependencyCopy } from './dependency-copy.ts';
import { provisionKey } from './room-dependencies.ts';
import type { Provision } from './room-dependencies.ts';
import { draftRoomGit, openRoom, putRoomGit, showNext, showTree } from './room.ts';
import type { OwnRoom } from './room-pool.ts';
import { variablesOf } from './run-commands.ts';
import { entriesOf } from './tree-entries.ts';

/** Time that a setup may take. */
const setupTimeoutMs = 30 * 60_000;

/** What a tree needs of dependencies. */
export interface Needs {
  readonly provision: Provision;
  /** See {@link CheckEnvironment.dependencies}. */
  readonly dependencies: string;
}

/** Why the dependencies of a room could not be set up. */
export interface SetupProblem {
  readonly text: string;
  readonly outputFile: string;
}

/** A room that was made ready for a check that is still to come. */
export interface StagedRoom {
  readonly room: OwnRoom;
  readonly tree: string;
  readonly needs: Needs;
  readonly problem: SetupProblem | null;
}

/** What the tree of an order needs, found out without a room. */
export async function needsOf(
  parts: Pick<WorkerParts, 'git'>,
  copy: DependencyCopy,
  order: Pick<StageOrder, 'tree' | 'onto' | 'room'>,
): Promise<Needs> {
  const { setup, keep } = order.room;
  const inputs = Object.keys(copy.inputs);
  const carried = [...copy.folders, ...copy.files];
  const tree = await entriesOf(parts.git, order.tree, [...inputs, ...carried, '.gitmodules']);
  const listed = Object.fromEntries(inputs.map((path) => [path, tree[path] ?? null]));
  // A setup may fill submodules, which are then as the tree names them.
  const hasSubmodules = setup !== '' && (tree['.gitmodules'] ?? null) !== null;
  const withSubmodules = async (commit: string, known: Inputs): Promise<Inputs> =>
    hasSubmodules ? { ...known, submodules: await submodulesIn(parts.git, commit) } : known;
  const ofTree = await withSubmodules(order.tree, listed);
  // Where nothing is set up it does not matter in which tree.
  const isCopied = setup === '' && isSame(ofTree, copy.inputs);
  const onto = isCopied
    ? ofTree
    : await withSubmodules(order.onto, await entriesOf(parts.git, order.onto, inputs));
  const plan = planRoom({ setup, copied: copy.inputs, tree: ofTree, onto });
  const isFree = (path: string): boolean => (tree[path] ?? null) === null;
  const { commands } = plan;
  const setupTree = plan.at === 'tree' ? order.tree : order.onto;
  const carriedHere = { folders: copy.folders.filter(isFree), files: copy.files.filter(isFree) };
  // What was set up in the tree of a change is of use to that change only; else it is as its inputs are.
  const madeIn = commands.length > 0 && plan.at === 'tree' ? order.tree : null;
  const key = provisionKey([copy.digest, carriedHere, commands, ofTree, madeIn]);
  return {
    provision: { copy, ...carriedHere, commands, setupTree, head: order.onto, key, kept: keep },
    dependencies: key,
  };
}

/** The commits that a tree names for its submodules, as one text. */
async function submodulesIn(git: GitClient, tree: string): Promise<string> {
  const listed = (await git.run(['ls-tree', '-r', '-z', '--full-tree', tree])).stdout.split('\0');
  return listed.filter((entry) => entry.startsWith('160000 ')).join('\n');
}

function isSame(left: DependencyCopy['inputs'], right: DependencyCopy['inputs']): boolean {
  return Object.entries(left).every(([path, object]) => (right[path] ?? null) === object);
}

/**
 * Makes a room show exactly the tree of the order, with the dependencies that it needs and nothing else.
 * @returns why the dependencies could not be set up; null when the room is ready
 */
export async function prepareRoom(
  parts: WorkerParts,
  room: OwnRoom,
  order: StageOrder,
  { provision }: Needs,
  stop: AbortSignal,
): Promise<SetupProblem | null> {
  const outputFile = `${order.id}-setup.log`;
  const setUp = async (command: string): Promise<string | null> =>
    runSetup(parts, room, order, { command, outputFile, stop });
  if (await openRoom(room)) await room.dependencies.forget();
  for (let tries = 0; ; tries += 1) {
    const problem = await room.dependencies.provide(provision, setUp);
    if (problem !== null) {
      await noteProblem(join(parts.paths.evidence, outputFile), problem);
      return { text: problem, outputFile };
    }
    const kept = [...room.dependencies.provided, ...order.room.keep];
    // Its commit may not be made yet; HEAD is written right before the check.
    const showing = showTree(room, order.tree, kept);
    const [shown] = await both(showing, draftRoomGit(room, order.onto));
    if (shown === 'shown' || room.dependencies.provided.length === 0) break;
    await room.dependencies.forget();
    if (tries > 0) throw notShown(room, order.tree);
  }
  await putRoomGit(room);
  return null;
}

/**
 * Brings a room that was made ready for `from`, and in which nothing has run since, to the tree of the order.
 * @returns false when it has to be made ready as a whole
 */
export async function turnRoom(room: OwnRoom, order: StageOrder, from: string): Promise<boolean> {
  const kept = [...room.dependencies.provided, ...order.room.keep];
  const drafting = order.tree === from ? Promise.resolve() : draftRoomGit(room, order.onto);
  const [isShown] = await both(showNext(room, { from, to: order.tree }, kept), drafting);
  if (isShown && order.tree !== from) await putRoomGit(room);
  return isShown;
}

/** Keeps why nothing could be set up, where no command has said it. */
async function noteProblem(file: string, problem: string): Promise<void> {
  if (existsSync(file)) return;
  await writing(file, () => writeFile(file, `${problem}\n`, { mode: privateFileMode }));
}

function notShown({ folder }: OwnRoom, tree: string): FailureError {
  const message = `The tree ${tree.slice(0, 12)} cannot be shown together with its dependencies in ${folder}.`;
  const action = 'Look for a path that git tracks and that worktree.clone or worktree.setup makes.';
  return new FailureError(failure('room-not-shown', message, action));
}

interface SetupRun {
  readonly command: string;
  readonly outputFile: string;
  readonly stop: AbortSignal;
}

async function runSetup(
  parts: WorkerParts,
  { folder }: OwnRoom,
  order: StageOrder,
  { command, outputFile, stop }: SetupRun,
): Promise<string | null> {
  const variables = { ...order.variables, SWITCHYARD_WORKTREE: folder };
  const result = await runCheck(
    {
      command,
      cwd: folder,
      environment: variablesOf(parts, { variables }, folder),
      timeoutMs: setupTimeoutMs,
      outputFile: join(parts.paths.evidence, outputFile),
      signal: stop,
    },
    parts,
  );
  if (!result.ok) throw new FailureError(result.error);
  const { verdict, exitCode, outputTail } = result.value;
  if (verdict === 'passed') return null;
  const how = exitCode === null ? verdict : `exit code ${exitCode}`;
  return `[the dependencies could not be set up: \`${command}\` ended with ${how}]\n${outputTail}`;
}
