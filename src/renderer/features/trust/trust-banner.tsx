import { ShieldQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { TrustButton } from './trust-button.tsx';
import { askingSentence } from './trust-words.ts';

/** Holds for every view until the person has agreed to what the repository can run. */
export function TrustBanner({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const state = status?.trust.state ?? 'trusted';
  const sentence = askingSentence(state);
  // Where the repository is gone there is nothing to look at.
  if (sentence === null || (status?.missing ?? null) !== null) return null;
  return (
    <Banner
      tone={state === 'changed' ? 'waiting' : 'neutral'}
      icon={ShieldQuestion}
      actions={<TrustButton size="sm" variant="primary" />}
    >
      {sentence}
    </Banner>
  );
}
