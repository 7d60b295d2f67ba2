import { CircleStop, Pause, Play, Square } from 'lucide-react';
import type { JSX } from 'react';
import type { Run } from '#shared/model/run.ts';
import { runKeys, useRunSteering } from '#renderer/features/work/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';

/** Pauses and stops the run from every view; what was interrupted has its banner. */
export function RunButtons({ run }: { readonly run: Run }): JSX.Element | null {
  const steer = useRunSteering(run);
  const { state } = steer;
  if (state === 'interrupted') return null;
  const obstacle =
    state === 'away' ? 'The host is away: the run can be steered when it is back.' : undefined;
  const isActive = run.status === 'active';
  return (
    <>
      {isActive && (
        <IconButton
          icon={run.paused ? Play : Pause}
          label={run.paused ? 'Let the run go on' : 'Pause the run: start nothing new'}
          shortcut={keyLabel(runKeys.pause)}
          obstacle={obstacle}
          onClick={() => steer.pause(!run.paused)}
        />
      )}
      <Menu
        align="end"
        trigger={<IconButton icon={Square} label="Stop the run…" obstacle={obstacle} />}
        items={[
          {
            kind: 'action',
            id: 'cancel',
            label: 'Finish what runs, then end',
            icon: Square,
            hint: isActive ? 'Nothing new starts' : 'That is under way',
            shortcut: keyLabel(runKeys.cancel),
            isDisabled: !isActive,
            onSelect: () => steer.cancel(false),
          },
          {
            kind: 'action',
            id: 'stop',
            label: 'End the agents now',
            icon: CircleStop,
            hint: 'Their work is kept in the vault',
            shortcut: keyLabel(runKeys.stop),
            isDanger: true,
            isDisabled: run.status === 'stopping',
            onSelect: () => steer.cancel(true),
          },
        ]}
      />
    </>
  );
}
