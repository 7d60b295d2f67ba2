import { createContext, useContext } from 'react';
import type { JSX, ReactNode } from 'react';
import type { WorkspaceInfo } from '#shared/contract/workspaces.ts';

const WorkspaceContext = createContext<WorkspaceInfo | null>(null);

/** Gives the open workspace to all below. */
export function WorkspaceProvider({
  workspace,
  children,
}: {
  readonly workspace: WorkspaceInfo;
  readonly children: ReactNode;
}): JSX.Element {
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

/** The open workspace. */
export function useWorkspace(): WorkspaceInfo {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('useWorkspace is used where no workspace is open.');
  return workspace;
}
