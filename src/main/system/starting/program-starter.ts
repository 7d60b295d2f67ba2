/** A program whose input and output this process has. */
export interface ProgramRequest {
  /** A path, or a name that is looked for on the PATH of `environment`. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Hears what it prints, piece by piece. */
  readonly output: (bytes: Buffer) => void;
  /** Hears what it prints as errors, piece by piece. */
  readonly errors: (bytes: Buffer) => void;
}

export type StartedEnd =
  /** By itself, or by a signal; then there is no code. */
  | { readonly kind: 'ended'; readonly code: number | null }
  /** It was not started at all. */
  | { readonly kind: 'failed'; readonly reason: string; readonly folderIsMissing: boolean }
  /**
   * Whoever had started it has died, and how far it came is not known. What is left of it is in the group of that
   * process. `often`: it dies again and again.
   */
  | { readonly kind: 'lost'; readonly starter: number | undefined; readonly often: boolean };

/** A program under way. While it is, this process stays, unless the program is {@link release}d. */
export interface StartedProgram {
  write(text: string | Uint8Array): void;
  endInput(): void;
  /** Asks it to end. */
  terminate(): void;
  /** Ends it. */
  kill(): void;
  /** Hears and says nothing any more; what it has started may keep its output open. */
  forget(): void;
  /** This process may end although the program runs, until it is {@link retain}ed. */
  release(): void;
  retain(): void;
  /** Once it has ended itself; what it has started may print more. Never rejects. */
  readonly exited: Promise<StartedEnd>;
  /** Once all that it printed was heard. Never rejects. */
  readonly closed: Promise<StartedEnd>;
}

/** Starts programs that talk with this process over pipes. */
export interface ProgramStarter {
  start(request: ProgramRequest): StartedProgram;
}
