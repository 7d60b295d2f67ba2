import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { isHalted } from '#main/system/process-table.ts';
import { within } from '#main/system/within.ts';
import type {
  ProgramRequest,
  ProgramStarter,
  StartedEnd,
  StartedProgram,
} from './program-starter.ts';
import { startHere } from './start-here.ts';
import {
  MessageReader,
  numberIn,
  numbersContent,
  startContent,
  writeMessage,
} from './starter-messages.ts';
import type { StarterMessage } from './starter-messages.ts';

/** How long the starter may take to end when it is to. */
const endPatienceMs = 2_000;
/** How often it is looked whether it was stopped: then it does nothing any more, and another one has to come. */
const lookMs = 500;
/** So many deaths within this time, and programs are started from here. */
const deathsAtMost = 3;
const deathsWithinMs = 60_000;

/**
 * Has a small process start programs in place of this one (`resources/keeper/starter.c`). Starting a program copies the
 * page tables of the process that does it and blocks its thread until the program runs; in a process of 200 MB that
 * costs several times what a short git does. The small one comes with the first program, stays, and ends with its
 * socket, so also when this process is killed; after it has died another one comes.
 */
export class SmallStarter implements ProgramStarter {
  readonly #program: () => string | null;
  readonly #lost: (deaths: number) => void;
  #session: Session | null = null;
  /** It was ended, or cannot be started. */
  #isClosed = false;
  /** When it died, of late. */
  #deaths: number[] = [];

  /**
   * `program` is the path of the keeper, where there is one that works; without it, programs are started from here.
   * `lost` hears of each death, with how many there were within a minute.
   */
  constructor(program: () => string | null, lost: (deaths: number) => void = () => {}) {
    this.#program = program;
    this.#lost = lost;
  }

  start(request: ProgramRequest): StartedProgram {
    const { program, folder, environment } = request;
    const content = startContent(folder, [program, ...request.arguments], environment);
    const session = content === null ? null : this.#open();
    if (content === null || session === null) return startHere.start(request);
    return session.start(request, content);
  }

  /** Ends the small process; programs are started from here from then on. What it has started goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const session = this.#session;
    this.#session = null;
    await session?.end();
  }

  #open(): Session | null {
    if (this.#isClosed || this.#deaths.length >= deathsAtMost) return null;
    if (this.#session !== null) return this.#session;
    const program = this.#program();
    if (program === null) return null;
    const session: Session = new Session(program, () => this.#lose(session));
    if (session.pid === undefined) {
      this.#isClosed = true;
      return null;
    }
    this.#session = session;
    return session;
  }

  /** It has died; says whether it does so again and again. */
  #lose(session: Session): boolean {
    if (session !== this.#session) return false;
    this.#session = null;
    // It cannot do it at all: a keeper of an older version, or for another machine.
    if (!session.hasAnswered) this.#isClosed = true;
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => at > now - deathsWithinMs), now];
    this.#lost(this.#deaths.length);
    return this.#deaths.length >= deathsAtMost;
  }
}

/** One small process, from its start to its end. */
class Session {
  readonly pid: number | undefined;
  readonly #child: ChildProcess;
  readonly #socket: Socket | null;
  readonly #reader = new MessageReader();
  readonly #programs = new Map<number, StartedElsewhere>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #died: () => boolean;
  /** Whether it has ever said anything. */
  hasAnswered = false;
  #lastId = 0;
  #isGone = false;
  #watching: NodeJS.Timeout | null = null;
  /** How many programs keep this process from ending. */
  #retained = 0;

  constructor(program: string, died: () => boolean) {
    this.#died = died;
    this.#child = spawn(program, ['-s'], {
      // A terminal's Ctrl-C is for this process, which then decides what becomes of its programs.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.pid = this.#child.pid;
    const control = this.#child.stdio[3];
    this.#socket = control instanceof Socket ? control : null;
    this.#socket?.on('data', (piece: Buffer) => {
      this.hasAnswered = true;
      for (const message of this.#reader.read(piece)) this.#take(message);
    });
    // Its end says so too.
    this.#socket?.on('error', () => {});
    this.#child.once('error', () => this.#leave());
    this.#child.once('close', () => this.#leave());
    this.#child.unref();
    this.#socket?.unref();
  }

  start(request: ProgramRequest, content: Buffer): StartedProgram {
    this.#lastId += 1;
    const id = this.#lastId;
    const send = (kind: string, bytes?: Uint8Array): void => this.#send(kind, id, bytes);
    const program = new StartedElsewhere(request, send, (by) => this.#retain(by));
    if (this.#isGone) {
      program.leave({ kind: 'lost', starter: this.pid, often: false });
      return program;
    }
    this.#programs.set(id, program);
    this.#watch();
    send('s', content);
    return program;
  }

  async end(): Promise<void> {
    this.#socket?.destroy();
    if (!(await within(endPatienceMs, this.#ended.promise))) this.#child.kill('SIGKILL');
  }

  #send(kind: string, id: number, content?: Uint8Array): void {
    if (kind === 'f') this.#programs.delete(id);
    if (this.#socket?.writable === true) this.#socket.write(writeMessage(kind, id, content));
  }

  #take({ kind, id, content }: StarterMessage): void {
    const program = this.#programs.get(id);
    if (program === undefined) return;
    if (program.take(kind, content)) this.#programs.delete(id);
  }

  /** Ends it where it was stopped, while it has something to do. */
  #watch(): void {
    if (this.#watching !== null) return;
    this.#watching = setInterval(() => {
      if (this.pid !== undefined && isHalted(this.pid)) this.#child.kill('SIGKILL');
      if (this.#programs.size > 0 && !this.#isGone) return;
      clearInterval(this.#watching ?? undefined);
      this.#watching = null;
    }, lookMs).unref();
  }

  /** This process stays while a program is wanted. */
  #retain(by: 1 | -1): void {
    this.#retained += by;
    if (this.#retained === 0) {
      this.#child.unref();
      this.#socket?.unref();
    } else {
      this.#child.ref();
      this.#socket?.ref();
    }
  }

  #leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const often = this.#died();
    const lost = [...this.#programs.values()];
    this.#programs.clear();
    for (const program of lost) program.leave({ kind: 'lost', starter: this.pid, often });
    this.#ended.resolve();
  }
}

class StartedElsewhere implements StartedProgram {
  readonly exited: Promise<StartedEnd>;
  readonly closed: Promise<StartedEnd>;
  readonly #request: ProgramRequest;
  readonly #send: (kind: string, content?: Uint8Array) => void;
  readonly #retain: (by: 1 | -1) => void;
  readonly #exit = Promise.withResolvers<StartedEnd>();
  readonly #close = Promise.withResolvers<StartedEnd>();
  #isRetained = false;
  #isOver = false;

  constructor(
    request: ProgramRequest,
    send: (kind: string, content?: Uint8Array) => void,
    retain: (by: 1 | -1) => void,
  ) {
    this.#request = request;
    this.#send = send;
    this.#retain = retain;
    this.exited = this.#exit.promise;
    this.closed = this.#close.promise;
    this.retain();
  }

  write(text: string | Uint8Array): void {
    this.#send('i', typeof text === 'string' ? Buffer.from(text) : text);
  }

  endInput(): void {
    this.#send('c');
  }

  terminate(): void {
    this.#send('k', numbersContent(constants.signals.SIGTERM));
  }

  kill(): void {
    this.#send('k', numbersContent(constants.signals.SIGKILL));
  }

  forget(): void {
    this.#send('f');
    this.release();
    this.#isOver = true;
  }

  release(): void {
    if (!this.#isRetained) return;
    this.#isRetained = false;
    this.#retain(-1);
  }

  retain(): void {
    if (this.#isRetained || this.#isOver) return;
    this.#isRetained = true;
    this.#retain(1);
  }

  /** Hears what the starter says of it; true once nothing more will come. */
  take(kind: string, content: Buffer): boolean {
    switch (kind) {
      case 'o':
        this.#request.output(content);
        return false;
      case 'e':
        this.#request.errors(content);
        return false;
      case 'q': {
        const isSignal = numberIn(content, 1) !== 0;
        this.#exit.resolve({ kind: 'ended', code: isSignal ? null : numberIn(content, 0) });
        return false;
      }
      case 'x': {
        const [name = 'error', words = ''] = getSystemErrorMap().get(-numberIn(content, 0)) ?? [];
        const reason = `spawn ${this.#request.program} ${name}: ${words}`;
        this.leave({ kind: 'failed', reason, folderIsMissing: numberIn(content, 1) === 1 });
        return true;
      }
      default:
        this.#isOver = true;
        this.#close.resolve(this.exited);
        this.release();
        return true;
    }
  }

  /** Nothing more will be heard of it. */
  leave(end: StartedEnd): void {
    this.#isOver = true;
    this.#exit.resolve(end);
    this.#close.resolve(this.exited);
    this.release();
  }
}
