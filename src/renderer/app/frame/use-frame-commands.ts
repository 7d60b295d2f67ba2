import { useDispatch, useSelector } from 'react-redux';
import { useCommands } from '#renderer/lib/commands.ts';
import type { Command } from '#renderer/lib/commands.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import type { ViewRoute } from '#renderer/app/parts.ts';
import { viewSlice } from '#renderer/app/view-slice.ts';
import { useTheme } from '#renderer/ui/theme/theme.ts';

/** Keys of the frame's commands, for menus too. */
export const frameKeys = {
  openAnother: ['$mod+o'],
  theme: ['Shift+T'],
} as const;

/** The commands of the frame itself: views, the task panel, theme, workspaces. */
export function useFrameCommands(views: readonly ViewRoute[]): void {
  const [{ taskId }] = useAppLocation();
  const isMaximised = useSelector(viewSlice.selectors.selectIsPanelMaximised);
  const dispatch = useDispatch();
  const { theme, setPreference } = useTheme();
  const maximise = (isOn: boolean): void => {
    dispatch(viewSlice.actions.panelMaximised(isOn));
  };
  const toViews = views.map(({ name, title, keys }): Command => ({
    id: `go.${name}`,
    title: `Go to ${title}`,
    group: 'Go to',
    keys,
    run: () => goTo({ view: name }),
  }));
  const ofPanel: readonly Command[] =
    taskId === null
      ? []
      : [
          {
            id: 'panel.close',
            title: isMaximised ? 'Put the task panel beside the view' : 'Close the task panel',
            group: 'Task',
            keys: ['Escape'],
            run: () => (isMaximised ? maximise(false) : goTo({ taskId: null })),
          },
          {
            id: 'panel.maximise',
            title: isMaximised ? 'Put the task panel beside the view' : 'Maximise the task panel',
            group: 'Task',
            keys: ['z'],
            run: () => maximise(!isMaximised),
          },
        ];
  useCommands([
    ...toViews,
    ...ofPanel,
    {
      id: 'workspace.open-another',
      title: 'Open another repository',
      group: 'Workspace',
      keys: frameKeys.openAnother,
      run: () => goTo({ workspaceId: null }),
    },
    {
      id: 'theme.toggle',
      title: theme === 'dark' ? 'Use the light theme' : 'Use the dark theme',
      group: 'Appearance',
      keys: frameKeys.theme,
      run: () => setPreference(theme === 'dark' ? 'light' : 'dark'),
    },
  ]);
}
