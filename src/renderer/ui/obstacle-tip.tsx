import type { ReactElement } from 'react';
import { Tooltip } from './tooltip.tsx';

/** Says to the eye why its button cannot be pressed now; without an obstacle only the button is there. */
export function ObstacleTip({
  obstacle,
  children,
}: {
  readonly obstacle: string | null;
  readonly children: ReactElement;
}): ReactElement {
  return obstacle === null ? children : <Tooltip content={obstacle}>{children}</Tooltip>;
}
