import type { PageSession } from '#shared/contract/sessions.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';

/** The browsers that a host lets in; a host without browsers has none of it. */
export interface PageSessions {
  /** All of them, the newest first; `own` is the session that asks. */
  list(own: string | null): Promise<PageSession[]>;
  /** Lets browsers in no more, and ends what is open of them at once. */
  end(ids: readonly string[]): Promise<Result<void, Failure>>;
}
