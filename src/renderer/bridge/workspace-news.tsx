import { createContext, useContext, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import { useHostStream } from './use-host-stream.ts';

const NewsContext = createContext<readonly WorkspaceNews[] | null>(null);

/** Follows what waits in all workspaces that the host has open, once for all below. */
export function WorkspaceNewsProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const [news, setNews] = useState<readonly WorkspaceNews[] | null>(null);
  useHostStream('news', (client, signal) => client.host.news(undefined, { signal }), setNews);
  return <NewsContext value={news}>{children}</NewsContext>;
}

/** The last news of all open workspaces; null before the first. */
export function useWorkspaceNews(): readonly WorkspaceNews[] | null {
  return useContext(NewsContext);
}
