import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import type { ButtonProps } from './button.tsx';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';

/** A button that says, to the eye too, why it cannot be pressed now; null when it can. */
export function ObstacleButton({
  obstacle,
  ...button
}: Omit<ButtonProps, 'obstacle'> & { readonly obstacle: string | null }): ReactElement {
  if (obstacle === null) return <Button {...button} />;
  return (
    <Tooltip content={obstacle}>
      <Button {...button} obstacle={obstacle} />
    </Tooltip>
  );
}
