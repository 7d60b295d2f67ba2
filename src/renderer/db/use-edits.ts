import { useMemo } from 'react';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { editsOf } from './edits.ts';
import type { Edits } from './edits.ts';
import { useReplica } from './replica-context.tsx';

/** Edits of the open workspace's documents. */
export function useEdits(): Edits {
  const replica = useReplica();
  const { baseBranch } = useWorkspace();
  return useMemo(() => editsOf(replica, baseBranch), [replica, baseBranch]);
}
