import { useCallback } from 'react';
import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { useHost } from './host-context.tsx';

/** Sends a command; says `success` when it was carried out, else the refusal, in a toast. */
export type Send = (
  success: string,
  work: (client: HostClient) => Promise<Result<unknown, WireFailure>>,
) => void;

/** For commands whose answer only has to be shown. */
export function useSend(): Send {
  const host = useHost();
  return useCallback(
    (success, work) => {
      void host.call(work).then((result) => {
        if (result.ok) showToast(success);
        else showFailure(result.error);
      });
    },
    [host],
  );
}
