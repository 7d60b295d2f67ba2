import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import type {
  ProgramRequest,
  ProgramStarter,
  StartedEnd,
  StartedProgram,
} from './program-starter.ts';

/** Starts programs from this process itself: dear where it is large, and always possible. */
export const startHere: ProgramStarter = { start: (request) => new OwnProgram(request) };

class OwnProgram implements StartedProgram {
  readonly exited: Promise<StartedEnd>;
  readonly closed: Promise<StartedEnd>;
  readonly #child: ChildProcessWithoutNullStreams;

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
    child.once('error', (error) => {
      const folderIsMissing = !existsSync(folder);
      exited.resolve({ kind: 'failed', reason: String(error), folderIsMissing });
    });
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
    for (const stream of this.#streams()) stream.destroy();
    this.release();
  }

  release(): void {
    this.#child.unref();
    for (const stream of this.#streams()) stream.unref();
  }

  retain(): void {
    this.#child.ref();
    for (const stream of this.#streams()) stream.ref();
  }

  #streams(): readonly Socket[] {
    const { stdin, stdout, stderr } = this.#child;
    return [stdin, stdout, stderr].filter((stream) => stream instanceof Socket);
  }
}
