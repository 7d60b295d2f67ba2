import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { TaskPanel } from '#renderer/features/task-panel/index.ts';
import { goTo } from '#renderer/lib/location.ts';
import { viewSlice } from './view-slice.ts';

/** The task panel as the frame holds it: beside the view, or over all of it. */
export function OpenTask({ taskId }: { readonly taskId: string }): JSX.Element {
  const dispatch = useDispatch();
  const isMaximised = useSelector(viewSlice.selectors.selectIsPanelMaximised);
  const maximise = (isWanted: boolean): void => {
    dispatch(viewSlice.actions.panelMaximised(isWanted));
  };
  const close = (): void => goTo({ taskId: null });
  return (
    <TaskPanel taskId={taskId} isMaximised={isMaximised} onMaximise={maximise} onClose={close} />
  );
}
