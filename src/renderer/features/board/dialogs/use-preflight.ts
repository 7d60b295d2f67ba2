import { useEffect, useRef, useState } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** How long typing in a field is waited for before the host is asked again, in ms. */
const settleMs = 200;

type Answer = Result<Preflight, WireFailure>;

export interface PreflightState {
  /** What the host said last; null before its first answer. */
  readonly answer: Answer | null;
  /** Whether the answer is not about the present request. */
  readonly isStale: boolean;
  /** The next answer, about the request as it is by then. */
  readonly nextAnswer: () => Promise<Answer>;
  /** Asks once more, after something was mended that the request does not show. */
  readonly askAgain: () => void;
}

/**
 * Asks the host what a run would do, again after each change of the request and of trust, and after each refusal to start
 * one: the host may know more then. Starts nothing.
 */
export function usePreflight(
  scope: RunScope,
  overrides: Partial<RunSettings>,
  refusals: number,
): PreflightState {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const trust = useWorkspaceStatus()?.trust;
  const [times, setTimes] = useState(0);
  const request = JSON.stringify({ scope, overrides, trust, refusals, times });
  const [last, setLast] = useState<{
    readonly request: string;
    readonly answer: Answer | null;
  }>({ request: '', answer: null });
  const waiting = useRef<((answer: Answer) => void)[]>([]);
  useEffect(() => {
    let isGone = false;
    const ask = async (): Promise<void> => {
      const answer = await host.call(async (client) =>
        ok(await client.runs.preflight({ workspaceId, scope, overrides })),
      );
      if (isGone) return;
      setLast({ request, answer });
      for (const give of waiting.current.splice(0)) give(answer);
    };
    const timer = setTimeout(() => void ask(), last.answer === null ? 0 : settleMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
    // The request as text stands for scope and overrides, which are new objects on each render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the request as text stands for what it is made of
  }, [host, workspaceId, request]);
  return {
    answer: last.answer,
    isStale: last.request !== request,
    askAgain: () => setTimes((before) => before + 1),
    nextAnswer: async () => new Promise((give) => waiting.current.push(give)),
  };
}
