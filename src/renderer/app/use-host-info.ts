import { useEffect, useRef, useState } from 'react';
import { version } from '#package.json';
import type { HostInfo } from '#shared/contract/workspaces.ts';
import { useHostClient, useHostState } from '#renderer/bridge/host-context.tsx';
import { reloadPage } from '#renderer/bridge/keep-page.ts';
import { knownHost } from '#renderer/bridge/known-host.ts';
import { goTo, parseLocation } from '#renderer/lib/location.ts';
import { showToast } from '#renderer/lib/toasts.ts';

/**
 * The host that the page talks to; null before its first answer, unless it is away and this browser knows
 * it. Shows a toast when the host is of another version than this page.
 */
export function useHostInfo(): HostInfo | null {
  const client = useHostClient();
  const isAway = useHostState() === 'offline';
  const hasBegun = useRef(false);
  const [info, setInfo] = useState<HostInfo | null>(null);
  useEffect(() => {
    if (client === null) return undefined;
    let isOver = false;
    client.host.describe().then(
      (answer) => {
        if (isOver) return;
        knownHost.answered(answer);
        if (!hasBegun.current) beginAt(answer.startWorkspaceId);
        hasBegun.current = true;
        if (answer.version !== version) showOtherVersion(answer.version);
        setInfo((known) => known ?? answer);
      },
      // The connection is gone again: the next one asks.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [client]);
  useEffect(() => {
    if (!isAway || hasBegun.current || knownHost.info === null) return;
    beginAt(knownHost.startWorkspaceId);
    hasBegun.current = true;
  }, [isAway]);
  if (isAway && info === null) {
    const last = knownHost.info;
    if (last !== null) setInfo(last);
  }
  return info;
}

/** A page that was opened without a place begins in the workspace that the host was started in. */
function beginAt(workspaceId: string | null): void {
  const place = parseLocation(globalThis.location.hash);
  if (place.workspaceId === null && workspaceId !== null) goTo({ workspaceId }, { replace: true });
}

function showOtherVersion(version: string): void {
  showToast(`Switchyard ${version} is running now.`, {
    key: 'other-version',
    detail: 'This page is of another version. Edits that were not sent are kept.',
    action: { label: 'Reload', run: () => void reloadPage() },
    forMs: Number.POSITIVE_INFINITY,
  });
}
