import { Panel } from '@xyflow/react';
import type { JSX } from 'react';

/** What the lines of the graph mean. */
export function GraphLegend(): JSX.Element {
  return (
    <Panel position="bottom-left">
      <ul
        aria-label="Legend"
        className="flex gap-3 rounded-md border border-border bg-raised px-2 py-1 text-12 text-muted shadow-card"
      >
        <Line className="bg-control">is waited for</Line>
        <Line className="bg-accent">longest chain</Line>
      </ul>
    </Panel>
  );
}

function Line({
  className,
  children,
}: {
  readonly className: string;
  readonly children: string;
}): JSX.Element {
  return (
    <li className="flex items-center gap-1">
      <span aria-hidden className={`h-0.5 w-4 ${className}`} />
      {children}
    </li>
  );
}
