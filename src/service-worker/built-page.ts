/** One build of the page; the build writes it into the worker (`tools/page-worker.ts`). */
export interface BuiltPage {
  /** Differs from that of every other build. */
  readonly build: string;
  /** Address of each file, from the root on, and the hash that it must have, as in `integrity`. */
  readonly files: Readonly<Record<string, string>>;
}
