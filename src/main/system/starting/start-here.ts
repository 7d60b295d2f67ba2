import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { failedIn, notStarted } from './not-started.ts';
import type {
  ProgramRequest,
  ProgramStarter,
  StartedEnd,
  StartedProgram,
} from './program-starter.ts';

/** Starts programs from this process itself: dear where it is large, and always possible. */
export const startHere: ProgramStarter = {
  start: (request) => {
    try {
      return new OwnProgram(request);
    } catch (error) {
      // Node throws for some of the reasons for which nothing can be started, such as a command that is too long.
      return notStarted(failedIn(request.folder, error));
    }
  },
};

class OwnProgram implements StartedProgram {
  readonly exited: Promise<StartedEnd>;
  readonly closed: Promise<StartedEnd>;
  readonly #child: ChildProcessWithoutNullStreams;
  #isForgotten = false;

  constructor(request: ProgramRequest) {
    const { program, folder, environment, output, errors } = request;
    const child = spawn(program, [...request.arguments], {
      cwd: folder,
      env: environment,
      // A terminal's Ctrl-C is for this process, which then decides what becomes of its programs.
      detached: true,
      windowsHide: true,
    });
    this.#child = child;
    child.stdout.on('data', output);
    child.stderr.on('data', errors);
    // A program that ends without reading all of its input says why.
    child.stdin.on('error', () => {});
    const exited = Promise.withResolvers<StartedEnd>();
    const closed = Promise.withResolvers<StartedEnd>();
    child.once('error', (error) => exited.resolve(failedIn(folder, error)));
    child.once('exit', (code) => exited.resolve({ kind: 'ended', code }));
    child.once('close', (code) => {
      exited.resolve({ kind: 'ended', code });
      closed.resolve(exited.promise);
    });
    this.exited = exited.promise;
    this.closed = closed.promise;
  }

  write(text: string | Uint8Array): void {
    this.#child.stdin.write(text);
  }

  endInput(): void {
    this.#child.stdin.end();
  }

  terminate(): void {
    this.#child.kill('SIGTERM');
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  forget(): void {
    this.#isForgotten = true;
    for (const stream of this.#streams()) stream.destroy();
    this.release();
  }

  release(): void {
    this.#child.unref();
    for (const stream of this.#streams()) stream.unref();
  }

  retain(): void {
    if (this.#isForgotten) return;
    this.#child.ref();
    for (const stream of this.#streams()) stream.ref();
  }

  #streams(): readonly Socket[] {
    const { stdin, stdout, stderr } = this.#child;
    return [stdin, stdout, stderr].filter((stream) => stream instanceof Socket);
  }
}
