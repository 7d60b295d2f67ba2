import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';

/**
 * A button that says, to the eye too, why it cannot be pressed now; null when it can. It is the same element with
 * and without an obstacle: one that comes or goes while the button is pressed takes neither the press nor the focus.
 */
export function ObstacleButton({
  obstacle,
  ...button
}: Omit<ButtonProps, 'obstacle'> & { readonly obstacle: string | null }): ReactElement {
  return (
    <Tooltip content={obstacle} isOff={obstacle === null}>
      <Button {...button} obstacle={obstacle ?? undefined} />
    </Tooltip>
  );
}
