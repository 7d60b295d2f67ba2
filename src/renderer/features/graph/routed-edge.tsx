import type { Edge, EdgeProps } from '@xyflow/react';
import type { JSX } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { useEmphasis } from './emphasis.ts';
import type { PlacedEdge } from './graph-layout.ts';

export type RoutedEdgeType = Edge<{ readonly edge: PlacedEdge }, 'routed'>;

/** An arrow along the way that the layout has found for it. */
export function RoutedEdge({ data }: EdgeProps<RoutedEdgeType>): JSX.Element | null {
  const isNear = useEmphasis((emphasis) => data !== undefined && emphasis.isNear(data.edge));
  if (data === undefined) return null;
  const { edge } = data;
  return (
    <g
      className={classNames(
        'graph-arrow',
        edge.isCritical && 'is-critical',
        edge.isInCycle && 'is-in-cycle',
        isNear && 'is-near',
      )}
    >
      <path className="graph-arrow-line" d={edge.line} />
      <path className="graph-arrow-tip" d={edge.tip} />
    </g>
  );
}
