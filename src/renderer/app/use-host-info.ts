import { useEffect, useRef, useState } from 'react';
import type { HostInfo } from '#shared/contract/workspaces.ts';
import { useHostClient } from '#renderer/bridge/host-context.tsx';
import { goTo, parseLocation } from '#renderer/lib/location.ts';
import { tell } from '#renderer/lib/toasts.ts';

/** The host that the page talks to; null before its first answer. Tells when another version answers. */
export function useHostInfo(): HostInfo | null {
  const client = useHostClient();
  const known = useRef<HostInfo | null>(null);
  const [info, setInfo] = useState<HostInfo | null>(null);
  useEffect(() => {
    if (client === null) return undefined;
    let isOver = false;
    client.host.describe().then(
      (answer) => {
        if (isOver) return;
        if (known.current === null) beginAt(answer.startWorkspaceId);
        known.current ??= answer;
        if (known.current.version !== answer.version) tellOtherVersion(answer.version);
        setInfo(known.current);
      },
      // The connection is gone again: the next one asks.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [client]);
  return info;
}

/** A page that was opened without a place begins in the workspace that the host was started in. */
function beginAt(workspaceId: string | null): void {
  const place = parseLocation(globalThis.location.hash);
  if (place.workspaceId === null && workspaceId !== null) goTo({ workspaceId }, { replace: true });
}

function tellOtherVersion(version: string): void {
  tell(`Switchyard ${version} is running now.`, {
    key: 'other-version',
    detail: 'This page is of another version. Edits that were not sent are kept.',
    action: { label: 'Reload', run: () => globalThis.location.reload() },
    forMs: Number.POSITIVE_INFINITY,
  });
}
