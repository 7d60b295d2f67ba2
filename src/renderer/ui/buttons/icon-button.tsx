import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { Button } from './button.tsx';
import type { ButtonProps, ButtonSize } from './button.tsx';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import type { TooltipProps } from '#renderer/ui/surfaces/tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does: its name for assistive technology and its tooltip. */
  readonly label: string;
  /** Marks a toggle that is on; leave it out for a plain action. */
  readonly isPressed?: boolean;
  readonly tooltipSide?: TooltipProps['side'];
  /** A number beside the icon, which the label says too; none for 0. */
  readonly count?: number;
}

const squares: Readonly<Record<ButtonSize, string>> = {
  sm: 'w-6 px-0!',
  md: 'w-7 px-0!',
  lg: 'w-8 px-0!',
};

/** A button that is only an icon. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  isPressed,
  tooltipSide,
  size = 'md',
  variant = 'quiet',
  className,
  count = 0,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <Tooltip
      content={label}
      {...(shortcut !== undefined && { shortcut })}
      {...(tooltipSide !== undefined && { side: tooltipSide })}
    >
      <Button
        {...rest}
        variant={variant}
        size={size}
        aria-label={label}
        aria-pressed={isPressed}
        className={classNames(
          count === 0 ? squares[size] : 'gap-1! px-1! text-accent-text!',
          isPressed === true && 'bg-selected text-accent-text!',
          className,
        )}
      >
        <Icon aria-hidden className={size === 'sm' ? 'icon-sm' : 'icon-md'} />
        {count > 0 && (
          <span aria-hidden className="text-12 font-semibold tabular">
            {count > 99 ? '99+' : count}
          </span>
        )}
      </Button>
    </Tooltip>
  );
}
