import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useCommands } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { useDecideChange } from './use-decide-change.ts';

/** Registers what can be done about changes of the repository: about the one that is shown, else the newest. */
export function useGuardCommands(): void {
  const waiting = useWorkspaceStatus()?.foreignChanges ?? [];
  const [{ view, subject }] = useAppLocation();
  const decide = useDecideChange();
  const isShown = view === 'inbox' && subject !== null && waiting.includes(subject);
  const changeId = (isShown ? subject : waiting.at(-1)) ?? null;
  const isEnabled = changeId !== null;
  useCommands([
    {
      id: 'guard.put-back',
      title: 'Put back what changed in your repository',
      group: 'Inbox',
      keys: ['Shift+B'],
      isEnabled,
      run: () => {
        if (changeId !== null) void decide(changeId, 'put_back');
      },
    },
    {
      id: 'guard.leave',
      title: 'Leave what changed in your repository as it is',
      group: 'Inbox',
      isEnabled,
      run: () => {
        if (changeId !== null) void decide(changeId, 'leave');
      },
    },
  ]);
}
