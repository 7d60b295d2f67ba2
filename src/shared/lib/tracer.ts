/**
 * Named moments inside store, git, process and terminal steps, announced before and after each.
 * The product counts and logs them; crash tests end the process, or fail a write, at one of them.
 */
export interface Tracer {
  /** Announces that `point` (`store.commit.before`, `git.update-ref.after`, …) has been reached. */
  reached(point: string): void;
}

export const silentTracer: Tracer = { reached: () => {} };
