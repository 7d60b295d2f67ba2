import { spawn } from 'node:child_process';
import { startKept } from '#main/system/keeper.ts';
import type { Keeper } from '#main/system/keeper.ts';
import { looseFamily, signalNumber } from '#main/system/process-family.ts';
import type { ProcessFamily, ProgramEnd } from '#main/system/process-family.ts';
import { identifyProcess, ownName } from '#main/system/process-identity.ts';
import type { ProcessMarker } from '#main/system/process-tree.ts';

/** Variable that marks all that comes from one command, see `ProcessMarker`. */
const markerName = 'SWITCHYARD_COMMAND';
/** Grace for what a command left running when it ended. */
const remainsGraceMs = 2_000;

let commands = 0;

/**
 * Starts a shell command whose output goes to the descriptor `file`, as a family that can be ended.
 * @throws {Error} at once for what no program can take, such as a zero character
 */
export function startCommand(
  keeper: Keeper | null,
  request: {
    readonly command: string;
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly file: number;
    readonly isolation?: readonly string[] | null;
  },
): ProcessFamily {
  const { command, cwd, file } = request;
  commands += 1;
  const marker = { name: markerName, value: `${ownName()}/${commands}` };
  const environment = { ...request.environment, [marker.name]: marker.value };
  const shell = process.platform === 'win32' ? 'sh' : '/bin/sh';
  const [first, ...rest] = request.isolation ?? [];
  const program = first ?? shell;
  const args = first === undefined ? ['-c', command] : [...rest, shell, '-c', command];
  if (keeper === null) return startLoose(program, args, { cwd, environment, file, marker });
  return startKept(keeper, {
    program,
    arguments: args,
    cwd,
    environment,
    stdio: ['ignore', file, file],
    terminal: false,
    remainsGraceMs,
    marker,
  });
}

function startLoose(
  program: string,
  args: readonly string[],
  request: {
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly file: number;
    readonly marker: ProcessMarker;
  },
): ProcessFamily {
  const { cwd, environment, file, marker } = request;
  const child = spawn(program, [...args], {
    cwd,
    env: environment,
    // Its own process group, so that all of it can be ended together.
    detached: true,
    stdio: ['ignore', file, file],
    windowsHide: true,
  });
  const { promise: ended, resolve } = Promise.withResolvers<ProgramEnd>();
  child.once('error', (error) => resolve({ kind: 'failed', reason: error.message }));
  child.once('exit', (code, signal) =>
    resolve({ kind: 'ended', code: code ?? 0, signal: signalNumber(signal) }),
  );
  // Not yet waited for, so the number is still this process' own.
  const identity = child.pid === undefined ? null : identifyProcess(child.pid);
  return looseFamily({ identity, ended, marker, remainsGraceMs });
}
