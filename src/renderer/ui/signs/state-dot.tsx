import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { stateIcons, stateWords, toneText } from './state.ts';
import type { StateName } from './state.ts';

export interface StateDotProps {
  readonly state: StateName;
  /** The word beside the icon; by default the state's own. */
  readonly label?: string;
  /** Turns, slowly: only while something is really at work. */
  readonly isMoving?: boolean;
  /** Leaves the word to assistive technology and to the tooltip of the browser. */
  readonly isWordHidden?: boolean;
  /** What the word leaves out, as the tooltip of the browser. */
  readonly detail?: string | null;
}

/** A state as icon, colour and word, so that none is shown by colour alone. */
export function StateDot({
  state,
  label = stateWords[state],
  isMoving = false,
  isWordHidden = false,
  detail = null,
}: StateDotProps): ReactNode {
  const Icon = stateIcons[state];
  return (
    <span
      className={classNames(
        'inline-flex min-w-0 items-center gap-1 align-top font-medium whitespace-nowrap',
        toneText[state],
      )}
      title={detail ?? (isWordHidden ? label : undefined)}
    >
      <Icon
        aria-hidden
        className={classNames('icon-sm', isMoving && 'animate-turn animate-slowly')}
      />
      <span className={isWordHidden ? 'sr-only' : 'truncate'}>{label}</span>
    </span>
  );
}
