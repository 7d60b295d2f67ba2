import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Socket } from 'node:net';
import { getSystemErrorMap } from 'node:util';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import { descendantsOf, namesOf } from './left-processes.ts';
import type { LeftProcess } from './left-processes.ts';
import type { ProcessFamily, ProgramEnd } from './process-family.ts';
import { identifyProcess } from './process-identity.ts';
import { isHalted, listProcesses } from './process-table.ts';
import { endProcessTree, endRemains } from './process-tree.ts';
import type { ProcessMarker } from './process-tree.ts';

/** The program that all descendants of another one stay below: `resources/keeper/keeper.c`. */
export interface Keeper {
  /** Absolute path. */
  readonly program: string;
}

/** How long the keeper may take to end what does not obey, before the rest is named and left. */
const patienceMs = 2_000;
/** How long a program may take to answer whether it can work here. */
const probeMs = 2_000;
/** How often it is looked whether a keeper was stopped: SIGSTOP is the one signal that it cannot block. */
const lookMs = 500;
/** How many looks may find it stopped, before it is ended with all its descendants. */
const haltsBorne = 5;

const probed = new Map<string, boolean>();

/**
 * The keeper, where there is one that works here: it was built, this is a Linux of the kind it was
 * built for, and the kernel lets it. Tried once in the life of this process.
 */
export function findKeeper(resourcesFolder: string): Keeper | null {
  const name = `keeper-${process.platform}-${process.arch}`;
  const program = join(resourcesFolder, 'keeper', name);
  let works = probed.get(program);
  if (works === undefined) {
    works =
      existsSync(program) &&
      spawnSync(program, ['-p'], { stdio: 'ignore', timeout: probeMs }).status === 0;
    probed.set(program, works);
  }
  return works ? { program } : null;
}

export interface KeptRequest {
  /** Absolute path of the program. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Descriptors for its standard input, output and errors. */
  readonly stdio: readonly [number | 'ignore', number, number];
  /** Standard input is a terminal, which it gets as its own. */
  readonly terminal: boolean;
  /** Milliseconds between SIGTERM and SIGKILL for what the program left when it ended. */
  readonly remainsGraceMs: number;
  /** Variable of `environment`, by which the family is found if the keeper is killed. */
  readonly marker: ProcessMarker;
}

/**
 * Starts a program under a keeper, in a session of its own. Nothing that it starts can leave the family,
 * except what another service of the machine is asked to start.
 * @throws {Error} at once for what no program can be given
 */
export function startKept(keeper: Keeper, request: KeptRequest): ProcessFamily {
  const options = [...(request.terminal ? ['-t'] : []), '-r', String(request.remainsGraceMs)];
  const stdio: StdioOptions = [...request.stdio, 'pipe'];
  const child = spawn(
    keeper.program,
    [...options, '--', request.program, ...request.arguments],
    // Its own session: Ctrl-C at our terminal is for us.
    { cwd: request.cwd, env: request.environment, detached: true, stdio },
  );
  return new KeptFamily(child, request);
}

class KeptFamily implements ProcessFamily {
  readonly identity: ProcessIdentity | null;
  readonly ended: Promise<ProgramEnd>;
  readonly gone: Promise<readonly LeftProcess[]>;
  readonly #child: ChildProcess;
  readonly #control: Socket | null;
  readonly #request: KeptRequest;
  readonly #end = Promise.withResolvers<ProgramEnd>();
  readonly #gone = Promise.withResolvers<readonly LeftProcess[]>();
  /** The program's own process, once the keeper has reported it. */
  #program: ProcessIdentity | null = null;
  #isAsked = false;
  #halts = 0;
  #haltedEnd: Promise<void> | null = null;
  #text = '';

  constructor(child: ChildProcess, request: KeptRequest) {
    this.#child = child;
    this.#request = request;
    this.identity =
      child.pid === undefined
        ? null
        : // Too short a life to be seen still gets a name that no later process answers to.
          (identifyProcess(child.pid) ?? { pid: child.pid, startTime: 'ended before it was seen' });
    const control = child.stdio[3];
    this.#control = control instanceof Socket ? control : null;
    this.#control?.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    // The keeper is gone; its exit event reports that.
    this.#control?.on('error', () => {});
    child.once('error', (error) => this.#leave({ kind: 'failed', reason: error.message }));
    child.once('close', () => void this.#close());
    this.ended = this.#end.promise;
    this.gone = this.#gone.promise;
    this.#watchForHalts();
    void this.ended.then(() => {
      if (!this.#isAsked) this.#giveUpAfter(request.remainsGraceMs + patienceMs);
    });
  }

  async end(graceMs: number): Promise<void> {
    this.#isAsked = true;
    this.#ask('t');
    const kill = setTimeout(() => {
      this.#ask('k');
      this.#giveUpAfter(patienceMs);
    }, graceMs);
    await this.gone;
    clearTimeout(kill);
  }

  /** A keeper that its own family stopped reports nothing, not even that the program has ended. */
  #watchForHalts(): void {
    const timer = setInterval(() => {
      if (!this.#isHalted()) return;
      this.#halts += 1;
      if (this.#halts < haltsBorne) this.#ask('s');
      else if (this.#halts === haltsBorne) void this.#endHalted();
    }, lookMs);
    timer.unref();
    void this.gone.then(() => clearInterval(timer));
  }

  #isHalted(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid !== undefined && exitCode === null && signalCode === null && isHalted(pid);
  }

  /** One that is stopped again and again is of no use: all goes, and then it is as if it was killed. */
  #endHalted(): Promise<void> {
    const { marker, remainsGraceMs: graceMs } = this.#request;
    const { identity } = this;
    if (identity === null) return Promise.resolve();
    this.#haltedEnd ??= endProcessTree(identity, { graceMs, marker });
    return this.#haltedEnd;
  }

  #ask(what: 't' | 'k' | 's'): void {
    // Asked first: one that ends as soon as it goes on would break the write, and its last words with it.
    if (this.#control?.writable === true) this.#control.write(what);
    // One that was stopped by its own family hears nothing until it goes on.
    this.#child.kill('SIGCONT');
  }

  #read(text: string): void {
    const lines = (this.#text + text).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const [word, first = 0, second = 0] = line
        .split(' ')
        .map((part, index) => (index === 0 ? part : Number(part)));
      if (word === 'started') this.#program = identifyProcess(Number(first));
      if (word === 'failed') {
        const reason = getSystemErrorMap().get(-Number(first))?.[1] ?? `error ${first}`;
        this.#end.resolve({ kind: 'failed', reason });
      }
      if (word === 'ended') {
        this.#end.resolve({ kind: 'ended', code: Number(first), signal: Number(second) });
      }
    }
  }

  /** The keeper has ended: by itself when nothing is left, else somebody killed it. */
  async #close(): Promise<void> {
    this.#end.resolve({ kind: 'lost' });
    await this.#haltedEnd;
    this.#gone.resolve(this.#child.exitCode === null ? await this.#endStrays() : []);
  }

  /** Finds the descendants of a keeper that was killed, by the means that are left. */
  async #endStrays(): Promise<readonly LeftProcess[]> {
    const { marker, remainsGraceMs: graceMs } = this.#request;
    const leader = this.#program ?? this.identity;
    return leader === null ? [] : endRemains(leader, { graceMs, marker });
  }

  #giveUpAfter(ms: number): void {
    const timer = setTimeout(() => void this.#giveUp(), ms);
    void this.gone.then(() => clearTimeout(timer));
  }

  /** Something cannot be ended. The keeper stays with it, and so does its name. */
  async #giveUp(): Promise<void> {
    if (this.#isHalted()) await this.#endHalted();
    this.#ask('k');
    const pid = this.identity?.pid ?? 0;
    const left = namesOf(descendantsOf(pid, await listProcesses()));
    this.#leave({ kind: 'lost' }, left);
  }

  #leave(end: ProgramEnd, left: readonly LeftProcess[] = []): void {
    this.#end.resolve(end);
    this.#gone.resolve(left);
    this.#child.unref();
    this.#control?.unref();
  }
}
