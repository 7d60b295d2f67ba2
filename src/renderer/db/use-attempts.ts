import { useMemo } from 'react';
import { attemptView } from '#shared/core/records/attempt-view.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { landingsByAttempt } from '#shared/core/records/attempt-result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import { useDocuments } from './use-documents.ts';

type Attempts = ReadonlyMap<string, Attempt>;
type Landings = ReadonlyMap<string, Landing>;
type Views = ReadonlyMap<string, AttemptView>;

/** The view of each attempt that was made last, so that one that says the same is the same object. */
const viewOf = new WeakMap<Attempt, AttemptView>();
const lastViews = new WeakMap<Attempts, { readonly landings: Landings; readonly views: Views }>();

/** All attempts with what became of their work, by id; a new map whenever one of them changed. */
export function useAttempts(): Views {
  const attempts = useDocuments('attempts');
  const landings = useDocuments('landings');
  return useMemo(() => joined(attempts, landings), [attempts, landings]);
}

/** One attempt with what became of its work; null while it is not there. */
export function useAttempt(id: string): AttemptView | null {
  return useAttempts().get(id) ?? null;
}

/** Made once for each pair of snapshots, whoever asks for it. */
function joined(attempts: Attempts, landings: Landings): Views {
  const known = lastViews.get(attempts);
  if (known?.landings === landings) return known.views;
  const byAttempt = landingsByAttempt(landings.values());
  const views = new Map<string, AttemptView>();
  for (const [id, attempt] of attempts) views.set(id, join(attempt, byAttempt.get(id) ?? null));
  lastViews.set(attempts, { landings, views });
  return views;
}

function join(attempt: Attempt, landing: Landing | null): AttemptView {
  const known = viewOf.get(attempt);
  if (known !== undefined && known.landing === landing) return known;
  const made = attemptView(attempt, landing);
  viewOf.set(attempt, made);
  return made;
}
