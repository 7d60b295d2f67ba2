/** What a bench measured, by name; a name says the unit (`checkMs`, `peakBytes`). */
export type Figures = Readonly<Record<string, number | string | boolean>>;

/** What a file `bench/NAME.ts` exports as `bench`. */
export interface Bench {
  /** One line for the list of benches. */
  readonly help: string;
  /** Measures with the arguments after the name; progress goes to stderr. */
  run(args: readonly string[]): Figures | Promise<Figures>;
}

/** Whether what a file exports as `bench` is one. */
export function isBench(value: unknown): value is Bench {
  return (
    typeof value === 'object' &&
    value !== null &&
    'help' in value &&
    typeof value.help === 'string' &&
    'run' in value &&
    typeof value.run === 'function'
  );
}
