import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

/** A word in a text that leads somewhere within the app. */
export function ActionLink({ className, ...rest }: ComponentProps<'button'>): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline rounded-xs text-left text-accent-text underline-offset-2 hover:underline',
        className,
      )}
    />
  );
}
