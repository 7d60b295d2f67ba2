import type { Program } from './programs.ts';

/** The commands of the bench to the process that hosts terminals. */
export type HostCommand =
  | { readonly kind: 'serve'; readonly pageFolder: string; readonly folder: string }
  /** Starts a program that waits for a line of input. */
  | { readonly kind: 'start'; readonly attemptId: string; readonly program: Program }
  /** Lets the programs go. */
  | { readonly kind: 'go'; readonly attemptIds: readonly string[] }
  | { readonly kind: 'end' };

/** What that process says: where it serves, and that a program has ended and its output was read. */
export type HostEvent =
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'exited'; readonly attemptId: string; readonly bytes: number };
