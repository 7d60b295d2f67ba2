import { closeSync, openSync } from 'node:fs';
import type { Failure } from '#shared/lib/failure.ts';
import { failureOf } from './system-failure.ts';

/** Why this process cannot open a folder that is there; null when it can. */
export function openProblem(folder: string): Failure | null {
  try {
    closeSync(openSync(folder, 'r'));
    return null;
  } catch (error) {
    return failureOf(error);
  }
}
