import type { ReactNode } from 'react';
import { formatExactTime, formatRelativeTime } from '#renderer/lib/format.ts';
import { useNow } from '#renderer/lib/use-now.ts';

/** How long ago something was, as text that goes on by itself; the exact time on hover. */
export function RelativeTime({ iso }: { readonly iso: string }): ReactNode {
  const now = useNow(30_000);
  return (
    <time dateTime={iso} title={formatExactTime(iso)} className="whitespace-nowrap tabular">
      {formatRelativeTime(iso, now)}
    </time>
  );
}
