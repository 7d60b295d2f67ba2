import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { RefCallback } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useTheme } from '#renderer/ui/theme/theme.ts';
import type { ShownTerminal, Sizing } from './shown-terminal.ts';
import { terminals } from './terminal-registry.ts';
import type { TerminalState } from './terminal-state.ts';

const opening: TerminalState = { kind: 'opening' };

/** What a view needs of a terminal; null until it has its place on the page. */
export interface UsedTerminal {
  readonly terminal: ShownTerminal | null;
  readonly state: TerminalState;
  /** The `ref` of the element that the terminal is put into. */
  readonly place: RefCallback<HTMLElement>;
}

/** Shows the terminal of an attempt while its place is mounted. */
export function useTerminal(attemptId: string, sizing: Sizing): UsedTerminal {
  const connection = useHost();
  const { id: workspaceId } = useWorkspace();
  const { theme } = useTheme();
  const [terminal, setTerminal] = useState<ShownTerminal | null>(null);

  const place = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      const lease = terminals.acquire(connection, { workspaceId, attemptId }, sizing);
      const unmount = lease.terminal.mount(element);
      setTerminal(lease.terminal);
      return () => {
        setTerminal(null);
        unmount();
        lease.release();
      };
    },
    [connection, workspaceId, attemptId, sizing],
  );

  useEffect(() => terminal?.showTheme(theme), [terminal, theme]);

  const subscribe = useCallback(
    (listener: () => void) => terminal?.subscribe(listener) ?? (() => {}),
    [terminal],
  );
  const state = useSyncExternalStore(subscribe, () => terminal?.state ?? opening);
  return { terminal, state, place };
}
