import { mkdtemp, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isoTime } from '#shared/lib/clock.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { checkVariables } from '#main/verify/check-variables.ts';
import { environmentDigest, environmentOf } from '#main/verify/environment.ts';
import type { CheckEnvironment } from '#main/verify/environment.ts';
import { networkOff } from '#main/verify/network-off.ts';
import { clearReport } from '#main/verify/results/report-files.ts';
import { readResults } from '#main/verify/results/read-results.ts';
import { runCheck } from '#main/verify/run-check.ts';
import type { CheckOrder, CheckResult, WorkWatch } from '#main/work/orders.ts';
import { gitSurroundings, ownValues } from '#main/work/surroundings.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';

/** Where commands are run, and what is known of it. */
export interface CheckPlace {
  readonly folder: string;
  readonly room: CheckEnvironment['room'];
  /** See {@link CheckEnvironment.dependencies}. */
  readonly dependencies: string;
  /** Puts what a command has changed of the tree right before the next one. */
  readonly restore: () => Promise<void>;
}

type Order = Pick<CheckOrder, 'commands' | 'room' | 'timeoutMs' | 'variables'>;

/**
 * Runs the commands of an order one after the other, until one does not pass. What one builds is there for the next;
 * a folder for temporary files is theirs alone and goes with them.
 */
export async function runCommands(
  parts: WorkerParts,
  order: Order,
  place: CheckPlace,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  const temporary = await mkdtemp(join(tmpdir(), 'sy-'));
  try {
    const results: CheckResult[] = [];
    for (const [index, { command, outputFile }] of order.commands.entries()) {
      if (index > 0) await place.restore();
      const after = order.commands.slice(0, index).map((one) => one.command);
      const environment = await describeEnvironment(parts, order, place, command, after);
      const variables = { ...variablesOf(parts, order, place.folder), ...temporaryIn(temporary) };
      const one = { command, outputFile, environment, variables };
      const result = await runOne(parts, order, place, one, watch, stop);
      results.push(result);
      if (result.verdict !== 'passed') break;
    }
    return results;
  } finally {
    await removeFully(temporary);
  }
}

/** The digest of the environment that each command of the order would have there. */
export async function environmentsOf(
  parts: WorkerParts,
  order: Order,
  place: Omit<CheckPlace, 'restore'>,
): Promise<readonly string[]> {
  const commands = order.commands.map(({ command }) => command);
  return Promise.all(
    commands.map(async (command, index) => {
      const after = commands.slice(0, index);
      return environmentDigest(await describeEnvironment(parts, order, place, command, after));
    }),
  );
}

async function describeEnvironment(
  parts: WorkerParts,
  order: Order,
  { folder, room, dependencies }: Omit<CheckPlace, 'restore'>,
  command: string,
  after: readonly string[],
): Promise<CheckEnvironment> {
  const environment = variablesOf(parts, order, folder);
  const network = (await isolationOf(order)) === null ? 'on' : 'off';
  const kept = room === 'clean' ? order.room.keep : [];
  return environmentOf(
    command,
    { folder, environment },
    { dependencies, after, room, network, kept },
  );
}

async function isolationOf({ room }: Order): Promise<readonly string[] | null> {
  return room.network === 'off' ? networkOff() : null;
}

/** The variables of a command that runs in the folder: with values of the folder's own for what would collide. */
export function variablesOf(
  parts: WorkerParts,
  order: Pick<CheckOrder, 'variables'>,
  folder: string,
): Record<string, string> {
  const { environment, repository, paths } = parts;
  const places = { folder, root: repository.root, own: [paths.worktrees, paths.rooms] };
  return checkVariables(environment, places, {
    ...gitSurroundings(parts, { folder }),
    ...ownValues({ name: basename(folder), folder }),
    ...order.variables,
  });
}

function temporaryIn(folder: string): Record<string, string> {
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}

interface One {
  readonly command: string;
  readonly outputFile: string;
  readonly environment: CheckEnvironment;
  readonly variables: Record<string, string>;
}

async function runOne(
  parts: WorkerParts,
  order: Order,
  { folder, room }: CheckPlace,
  { command, outputFile, environment, variables }: One,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<CheckResult> {
  const startedAt = isoTime(parts.clock.now());
  const keep = room === 'clean' ? order.room.keep : [];
  const kept = keep.filter((path) => existsSync(join(folder, path)));
  const digest = await keepEnvironment(parts, environment);
  await clearReport(folder, order.room.report);
  watch({ kind: 'check_started', command, startedAt });
  try {
    const result = await runCheck(
      {
        command,
        cwd: folder,
        environment: variables,
        isolation: await isolationOf(order),
        timeoutMs: order.timeoutMs,
        outputFile: join(parts.paths.evidence, outputFile),
        signal: stop,
        onProcessesLeft: (processes, isLost) => {
          if (processes.length > 0 || isLost) watch({ kind: 'left', processes, isLost });
        },
      },
      parts,
    );
    if (!result.ok) throw new FailureError(result.error);
    const read = await readResults({
      folder,
      outputFile: join(parts.paths.evidence, outputFile),
      report: order.room.report,
      verdict: result.value.verdict,
    });
    const about = { room, environment: digest, kept };
    return { command, cwd: folder, ...result.value, ...read, outputFile, startedAt, ...about };
  } finally {
    watch({ kind: 'check_ended' });
  }
}

const written = new Set<string>();

/** Keeps the description beside the output of checks, under its digest. */
async function keepEnvironment(
  { paths }: WorkerParts,
  environment: CheckEnvironment,
): Promise<string> {
  const digest = environmentDigest(environment);
  const file = join(paths.evidence, `${digest}.environment.json`);
  if (!written.has(file)) {
    await writeFile(file, `${JSON.stringify(environment, null, 2)}\n`, { mode: privateFileMode });
    written.add(file);
  }
  return digest;
}
