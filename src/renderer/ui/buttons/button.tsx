import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { Kbd } from '#renderer/ui/menus/kbd.tsx';
import { Spinner } from '#renderer/ui/signs/spinner.tsx';
import { useDelayed } from '#renderer/ui/signs/use-delayed.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

export interface ButtonProps extends ComponentProps<'button'> {
  /** One `primary` per view; `quiet` in toolbars; `danger` for what takes something away. */
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: LucideIcon;
  /** The key that does the same, as text: `R`, `⌘K`. */
  readonly shortcut?: string;
  /** Why it cannot be pressed now: it refuses clicks and keeps the focus, so that the reason can be read. */
  readonly obstacle?: string | undefined;
  /** Refuses clicks, keeps focus and width; the spinner comes after 300 ms. */
  readonly isLoading?: boolean;
}

/** Looks of a button, shared with what is a button in another role. */
export const buttonVariants: Readonly<Record<ButtonVariant, string>> = {
  primary:
    'bg-accent text-on-accent shadow-card enabled:hover:bg-accent-hover enabled:active:bg-accent-hover',
  secondary:
    'bg-raised text-text shadow-card inset-ring inset-ring-border-strong enabled:hover:bg-canvas enabled:active:bg-sunken data-popup-open:bg-sunken',
  quiet:
    'text-muted enabled:hover:bg-hover enabled:hover:text-text enabled:active:bg-pressed data-popup-open:bg-pressed data-popup-open:text-text',
  danger:
    'bg-danger text-on-danger shadow-card enabled:hover:bg-danger-hover enabled:active:bg-danger-hover',
};

const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-6 gap-1 px-2 text-12 rounded-sm',
  md: 'h-7 gap-1 px-2 text-13 rounded-md',
  lg: 'h-8 gap-2 px-3 text-13 rounded-md',
};

/** A verb that can be pressed: "Run 3 tasks", never "OK". */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  shortcut,
  obstacle,
  isLoading = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  const showsSpinner = useDelayed(isLoading);
  const isRefused = obstacle !== undefined;
  const obstacleId = useId();
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isLoading || isRefused) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="button"
      aria-busy={isLoading || undefined}
      data-danger={variant === 'danger' || undefined}
      aria-disabled={isLoading || isRefused || undefined}
      aria-describedby={isRefused ? obstacleId : undefined}
      data-refused={isRefused || undefined}
      {...rest}
      onClick={press}
      className={classNames(
        'group relative inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none',
        'disabled:bg-transparent disabled:text-disabled disabled:shadow-none',
        'data-refused:bg-transparent! data-refused:text-disabled! data-refused:shadow-none',
        variant !== 'quiet' &&
          'disabled:inset-ring disabled:inset-ring-border data-refused:inset-ring data-refused:inset-ring-border',
        buttonVariants[variant],
        sizes[size],
        className,
      )}
    >
      <span
        className={classNames(
          'inline-flex min-w-0 items-center gap-[inherit]',
          showsSpinner && 'opacity-0',
        )}
      >
        {Icon !== undefined && <Icon aria-hidden className="icon-sm" />}
        {children}
        {shortcut !== undefined && (
          <ButtonShortcut keys={shortcut} isOnFill={isFilled(variant) && !isRefused} />
        )}
      </span>
      {isRefused && (
        <span hidden id={obstacleId}>
          {obstacle}
        </span>
      )}
      {showsSpinner && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
    </button>
  );
}

function isFilled(variant: ButtonVariant): boolean {
  return variant === 'primary' || variant === 'danger';
}

/** On a coloured fill a key cap takes the colour of the text. */
function ButtonShortcut({
  keys,
  isOnFill,
}: {
  readonly keys: string;
  readonly isOnFill: boolean;
}): ReactNode {
  return (
    <span
      aria-hidden
      className={classNames(
        'ml-1 hidden lg:inline-flex',
        isOnFill ? 'kbd-on-fill' : 'group-disabled:kbd-on-fill',
      )}
    >
      <Kbd keys={keys} />
    </span>
  );
}
