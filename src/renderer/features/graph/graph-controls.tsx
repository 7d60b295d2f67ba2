import { Panel } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import type { JSX } from 'react';
import { keyLabel, useCommands } from '#renderer/lib/commands.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Toolbar } from '#renderer/ui/buttons/toolbar.tsx';
import type { GraphMoves } from './use-graph-moves.ts';

const keys = { zoomIn: ['+'], zoomOut: ['-'], showAll: ['0'] } as const;

/** Buttons that move the graph, and their commands. */
export function GraphControls({ moves }: { readonly moves: GraphMoves }): JSX.Element {
  const { zoomIn, zoomOut, showAll } = moves;
  const group = 'Graph';
  useCommands([
    { id: 'graph.zoom-in', title: 'Zoom in', group, keys: keys.zoomIn, run: zoomIn },
    { id: 'graph.zoom-out', title: 'Zoom out', group, keys: keys.zoomOut, run: zoomOut },
    {
      id: 'graph.show-all',
      title: 'Show the whole graph',
      group,
      keys: keys.showAll,
      run: showAll,
    },
  ]);
  return (
    <Panel position="bottom-right">
      <Toolbar
        label="Zoom"
        className="rounded-md border border-border-strong bg-raised p-0.5 shadow-card"
      >
        <IconButton
          icon={ZoomOut}
          label="Zoom out"
          shortcut={keyLabel(keys.zoomOut)}
          tooltipSide="top"
          onClick={zoomOut}
        />
        <IconButton
          icon={ZoomIn}
          label="Zoom in"
          shortcut={keyLabel(keys.zoomIn)}
          tooltipSide="top"
          onClick={zoomIn}
        />
        <IconButton
          icon={Maximize}
          label="Show the whole graph"
          shortcut={keyLabel(keys.showAll)}
          tooltipSide="top"
          onClick={showAll}
        />
      </Toolbar>
    </Panel>
  );
}
