import { statSync } from 'node:fs';
import type { StartedEnd, StartedProgram } from './program-starter.ts';

/** How a program ends that the system, or Node before it, did not start in this folder. */
export function failedIn(folder: string, error: unknown): StartedEnd {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return { kind: 'failed', reason: String(error), folderIsMissing: !isFolder };
}

/** A program that never was: nothing can be done with it. */
export function notStarted(end: StartedEnd): StartedProgram {
  const nothing = (): void => {};
  return {
    write: nothing,
    endInput: nothing,
    terminate: nothing,
    kill: nothing,
    forget: nothing,
    release: nothing,
    retain: nothing,
    exited: Promise.resolve(end),
    closed: Promise.resolve(end),
  };
}
