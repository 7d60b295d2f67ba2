import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { cutId } from './cut-id.ts';

/**
 * An id where there may be no room for all of it. Its end, which distinguishes it from its neighbours,
 * stays; what does not fit is left out before that. All of it is in the tooltip, and for assistive
 * technology.
 */
export function ShortId({
  id,
  className,
}: {
  readonly id: string;
  readonly className?: string;
}): ReactNode {
  const { head, tail } = cutId(id);
  if (tail === '') {
    return (
      <span className={classNames('truncate', className)} title={id}>
        {id}
      </span>
    );
  }
  return (
    <span className={classNames('relative flex min-w-0', className)} title={id}>
      <span className="sr-only">{id}</span>
      {/* Not as text: the id would be there twice, and be found in two pieces. */}
      <span aria-hidden data-part={head} className="truncate before:content-[attr(data-part)]" />
      <span aria-hidden data-part={tail} className="shrink-0 before:content-[attr(data-part)]" />
    </span>
  );
}
