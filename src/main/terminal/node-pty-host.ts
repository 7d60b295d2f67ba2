import { closeSync, constants, existsSync, fstatSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { systemClock } from '#shared/lib/clock.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { startKept } from '#main/system/keeper.ts';
import type { Keeper } from '#main/system/keeper.ts';
import { looseFamily } from '#main/system/process-family.ts';
import type { ProgramEnd } from '#main/system/process-family.ts';
import { identifyProcess, ownName } from '#main/system/process-identity.ts';
import type { ProcessMarker } from '#main/system/process-tree.ts';
import type { PtyFailureCode, PtyHost, PtyRequest, PtySession } from './pty-host.ts';
import { TerminalSession, terminalSize } from './pty-session.ts';
import type { PtyDevice } from './pty-session.ts';
import { checkRequest, failedStart } from './spawn-check.ts';
import { openTranscript } from './transcript-recorder.ts';

/**
 * The native half of node-pty 1.1, which it exports as `native`. Its JavaScript half is not used:
 * it closes the terminal 200 ms after the exit, whatever is still to be read; it says nothing of
 * the exit before; and it goes on writing typed text to a descriptor number that may by then be
 * another file's.
 */
interface PtyBinding {
  fork(
    file: string,
    args: readonly string[],
    environment: readonly string[],
    cwd: string,
    columns: number,
    rows: number,
    userId: number,
    groupId: number,
    utf8: boolean,
    helperPath: string,
    onExit: (code: number, signal: number) => void,
  ): { readonly fd: number; readonly pid: number; readonly pty: string };
  /** Both descriptors do not block. */
  open(
    columns: number,
    rows: number,
  ): { readonly master: number; readonly slave: number; readonly pty: string };
  resize(descriptor: number, columns: number, rows: number): void;
}

interface LoadedBinding {
  readonly binding: PtyBinding;
  /** Program that macOS starts in place of a fork; empty elsewhere. */
  readonly helperPath: string;
}

export interface NodePtyHostOptions {
  readonly clock?: Clock;
  readonly tracer?: Tracer;
  /** Starts programs under a keeper, where the system has one. */
  readonly keeper?: () => Keeper | null;
  /** Milliseconds that `dispose()` gives processes to end by themselves. */
  readonly disposeGraceMs?: number;
}

/** Variable that marks all that comes from one session, see `ProcessMarker`. */
const markerName = 'SWITCHYARD_TERMINAL';
/** Grace for what a program left running when it ended. */
const remainsGraceMs = 150;
/** `setuid` and `setgid` are left out. */
const sameUser = -1;

/** Makes a host that starts programs in pseudo-terminals of this machine (Linux, macOS). */
export function createNodePtyHost(options: NodePtyHostOptions = {}): PtyHost {
  return new NodePtyHost(options);
}

class NodePtyHost implements PtyHost {
  readonly #clock: Clock;
  readonly #tracer: Tracer;
  readonly #disposeGraceMs: number;
  readonly #keeper: () => Keeper | null;
  readonly #sessions = new Set<PtySession>();
  #started = 0;
  #closed = false;

  constructor(options: NodePtyHostOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#tracer = options.tracer ?? silentTracer;
    this.#disposeGraceMs = options.disposeGraceMs ?? 2000;
    this.#keeper = options.keeper ?? (() => null);
  }

  spawn(request: PtyRequest): Result<PtySession, Failure<PtyFailureCode>> {
    if (this.#closed) {
      return err(failure('host-closed', 'The app is closing.', 'Start the task again later.'));
    }
    const program = checkRequest(request);
    if (!program.ok) return program;
    const transcript = openTranscript(request.transcriptFile);
    if (!transcript.ok) return transcript;

    this.#started += 1;
    const marker = { name: markerName, value: `${ownName()}/${this.#started}` };
    this.#tracer.reached('pty.spawn.before');
    const environment = {
      ...request.environment,
      PWD: request.cwd,
      [marker.name]: marker.value,
    };
    const marked = { ...request, environment };
    const device = openDevice(program.value, marked, marker, this.#keeper());
    if (!device.ok) {
      closeSync(transcript.value);
      return device;
    }
    const session = new TerminalSession(device.value, {
      program: program.value,
      transcriptFile: request.transcriptFile,
      transcriptDescriptor: transcript.value,
      transcriptStart: fstatSync(transcript.value).size,
      size: { columns: terminalSize(request.columns), rows: terminalSize(request.rows) },
      clock: this.#clock,
      tracer: this.#tracer,
    });
    this.#sessions.add(session);
    void session.exited.then(() => this.#sessions.delete(session));
    this.#tracer.reached('pty.spawn.after');
    return ok(session);
  }

  async dispose(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions].map((session) => session.end(this.#disposeGraceMs)));
  }
}

/** Starts the process; on failure nothing of it is left. */
function openDevice(
  program: string,
  request: PtyRequest,
  marker: ProcessMarker,
  keeper: Keeper | null,
): Result<PtyDevice, Failure<PtyFailureCode>> {
  try {
    const loadedBinding = loadBinding();
    return keeper === null
      ? ok(forkDevice(loadedBinding, program, request, marker))
      : keepDevice(loadedBinding, keeper, program, request, marker);
  } catch (error) {
    return err(
      failure(
        'terminal-unavailable',
        `No terminal could be opened: ${error instanceof Error ? error.message : String(error)}.`,
        'Close other programs that hold terminals or files open, or reinstall the app.',
      ),
    );
  }
}

/** Starts the process in a terminal by itself. */
function forkDevice(
  { binding, helperPath }: LoadedBinding,
  program: string,
  request: PtyRequest,
  marker: ProcessMarker,
): PtyDevice {
  const ended = Promise.withResolvers<ProgramEnd>();
  const { fd, pid, pty } = binding.fork(
    program,
    request.arguments,
    Object.entries(request.environment).map(([name, value]) => `${name}=${value}`),
    request.cwd,
    terminalSize(request.columns),
    terminalSize(request.rows),
    sameUser,
    sameUser,
    true,
    helperPath,
    (code, signal) => ended.resolve({ kind: 'ended', code, signal }),
  );
  // Too short a life to be seen still gets a name that no later process answers to.
  const identity = identifyProcess(pid) ?? { pid, startTime: 'ended before it was seen' };
  return {
    identity,
    family: looseFamily({ identity, ended: ended.promise, marker, remainsGraceMs }),
    master: fd,
    slave: openSlave(pty, fd, () => process.kill(-pid, 'SIGKILL')),
    resize: (columns, rows) => binding.resize(fd, columns, rows),
  };
}

/** Starts the process in a terminal, under a keeper. */
function keepDevice(
  { binding }: LoadedBinding,
  keeper: Keeper,
  program: string,
  request: PtyRequest,
  marker: ProcessMarker,
): Result<PtyDevice, Failure<PtyFailureCode>> {
  const opened = binding.open(terminalSize(request.columns), terminalSize(request.rows));
  const { master } = opened;
  // One that blocks, as programs expect of a terminal.
  const slave = openSlave(opened.pty, master, () => closeSync(opened.slave));
  closeSync(opened.slave);
  try {
    const family = startKept(keeper, {
      ...request,
      program,
      stdio: [slave, slave, slave],
      terminal: true,
      remainsGraceMs,
      marker,
    });
    if (family.identity === null) throw new Error('no process could be made');
    return ok({
      identity: family.identity,
      family,
      master,
      slave,
      resize: (columns, rows) => binding.resize(master, columns, rows),
    });
  } catch (error) {
    closeSync(slave);
    closeSync(master);
    return err(failedStart(program, error instanceof Error ? error.message : String(error)));
  }
}

function openSlave(path: string, master: number, giveUp: () => void): number {
  try {
    // Not as the controlling terminal: the host must not get its Ctrl-C.
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  } catch (error) {
    giveUp();
    closeSync(master);
    throw error;
  }
}

let loaded: LoadedBinding | undefined;

/** Loaded at the first use, so that all else works, and can say so, where it was not built. */
function loadBinding(): LoadedBinding {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  const library: unknown = require('node-pty');
  if (!hasBinding(library)) {
    throw new Error('this version of node-pty has no native part that fits');
  }
  const helperPath =
    process.platform === 'darwin'
      ? findHelper(dirname(require.resolve('node-pty/package.json')))
      : '';
  loaded = { binding: library.native, helperPath };
  return loaded;
}

function hasBinding(library: unknown): library is { native: PtyBinding } {
  if (typeof library !== 'object' || library === null || !('native' in library)) return false;
  const { native } = library;
  return (
    typeof native === 'object' &&
    native !== null &&
    'fork' in native &&
    typeof native.fork === 'function' &&
    'open' in native &&
    typeof native.open === 'function' &&
    'resize' in native &&
    typeof native.resize === 'function'
  );
}

/** A packed app keeps programs outside of its archive, as they could not be started in it. */
function findHelper(packageFolder: string): string {
  const folder = packageFolder.replace(/app\.asar(?!\.unpacked)/, 'app.asar.unpacked');
  const places = ['build/Release', `prebuilds/${process.platform}-${process.arch}`];
  const helpers = places.map((place) => join(folder, place, 'spawn-helper'));
  const helper = helpers.find((path) => existsSync(path));
  if (helper === undefined) throw new Error(`spawn-helper is missing in ${folder}`);
  return helper;
}
