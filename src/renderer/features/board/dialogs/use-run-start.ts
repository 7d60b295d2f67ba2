import { useEffect, useRef, useState } from 'react';
import { useDispatch } from 'react-redux';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { err } from '#shared/lib/result.ts';
import type { RunScope, RunSettings } from '#shared/model/run.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import { sendMove, startRun } from '#renderer/features/board/drag/host-moves.ts';
import { canStart, isSameRun } from '#renderer/features/board/model/run-terms.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import { useLatest } from '#renderer/features/board/view/use-latest.ts';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';
import type { PreflightState } from './use-preflight.ts';

export interface RunStart {
  readonly isUnderWay: boolean;
  readonly problem: WireFailure | null;
  /** How often it was refused. */
  readonly refusals: number;
  /** Opens the tasks of `reopen` again first. */
  run(scope: RunScope, reopen: readonly string[]): Promise<void>;
}

/** Starts a run; why it was refused is kept until the next time. */
export function useRunStart(overrides: Partial<RunSettings>, onStarted: () => void): RunStart {
  const host = useHost();
  const dispatch = useDispatch();
  const { id: workspaceId } = useWorkspace();
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<WireFailure | null>(null);
  const [refusals, setRefusals] = useState(0);
  const isShown = useIsShown();
  return {
    isUnderWay,
    problem,
    refusals,
    async run(scope, reopen) {
      setUnderWay(true);
      setProblem(null);
      const [refused] = await sendMove(host, workspaceId, 'reopen', reopen, '');
      const started =
        refused === undefined
          ? await startRun(host, workspaceId, scope, overrides)
          : err(refused.failure);
      setUnderWay(false);
      if (!started.ok) {
        // The dialog may be closed while the checks run: then nobody would read it there.
        if (!isShown.current) showFailure(started.error);
        setProblem(started.error);
        setRefusals(refusals + 1);
        return;
      }
      showToast('The run has started.', { kind: 'success' });
      dispatch(boardActions.selectionSet(noSelection));
      dispatch(boardActions.announced('The run has started.'));
      if (isShown.current) onStarted();
    },
  };
}

/** Whether the component is still there, for what comes back later. */
function useIsShown(): { readonly current: boolean } {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return isShown;
}

export interface RunPress {
  /** The button was pressed, and the host is being asked whether it is still the same run. */
  readonly isWaiting: boolean;
  /** It was not, and so nothing was started. */
  readonly hasChanged: boolean;
  readonly press: () => Promise<void>;
}

/**
 * The press of the button that starts a run. While the host is asked again, what is shown may be out of date: the
 * press then counts as soon as the host has answered, if that is the run that was shown. A button that is switched
 * off meanwhile would swallow it.
 */
export function useRunPress(
  { answer, isStale, nextAnswer }: PreflightState,
  start: () => void,
): RunPress {
  const latest = useLatest(start);
  const [isWaiting, setWaiting] = useState(false);
  const [hasChanged, setChanged] = useState(false);
  return {
    isWaiting,
    hasChanged,
    press: async () => {
      setChanged(false);
      if (isStale && answer?.ok === true) {
        setWaiting(true);
        const next = await nextAnswer();
        setWaiting(false);
        if (!next.ok) return;
        const isSame = canStart(next.value) && isSameRun(answer.value, next.value);
        setChanged(!isSame);
        if (!isSame) return;
      }
      latest.current();
    },
  };
}
