import { Background, Controls, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import type { Edge, NodeTypes } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './graph.css';
import { useMemo } from 'react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { boxSize } from './graph-layout.ts';
import type { GraphLayout, PlacedEdge } from './graph-layout.ts';
import { TaskNode } from './task-node.tsx';
import type { TaskNodeType } from './task-node.tsx';

const nodeTypes: NodeTypes = { task: TaskNode };
const fitView = { maxZoom: 1, padding: 0.08 };

export interface GraphCanvasProps {
  readonly layout: GraphLayout;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly selected: string | null;
  readonly onOpen: (taskId: string) => void;
}

/** The drawing: boxes to open, arrows from what comes first. Moved by dragging, scrolling and keys. */
export function GraphCanvas({ layout, tasks, selected, onOpen }: GraphCanvasProps): JSX.Element {
  const critical = useMemo(() => new Set(layout.criticalPath), [layout]);
  const nodes = useMemo(
    () =>
      layout.tasks.flatMap(({ id, x, y }): TaskNodeType[] => {
        const task = tasks.get(id);
        if (task === undefined) return [];
        const isCritical = critical.has(id);
        return [
          {
            id,
            type: 'task',
            position: { x, y },
            ...boxSize,
            data: { task, isCritical, isSelected: id === selected, onOpen },
            // The button inside is what takes focus and clicks, which the drawing would keep from it.
            focusable: false,
            style: { pointerEvents: 'auto' },
            draggable: false,
            connectable: false,
          },
        ];
      }),
    [layout, tasks, critical, selected, onOpen],
  );
  const edges = useMemo(() => layout.edges.map(toEdge), [layout]);
  return (
    <ReactFlowProvider>
      <section aria-label="Dependency graph" className="graph min-h-0 flex-1">
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          fitView
          fitViewOptions={fitView}
          minZoom={0.1}
          maxZoom={1.5}
          onlyRenderVisibleElements={nodes.length > 200}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          edgesFocusable={false}
          panOnScroll
          proOptions={{ hideAttribution: true }}
        >
          <Background gap={24} size={1} />
          <Controls showInteractive={false} position="bottom-right" />
        </ReactFlow>
      </section>
    </ReactFlowProvider>
  );
}

function toEdge({ from, to, isCritical }: PlacedEdge): Edge {
  return {
    id: `${from} ${to}`,
    source: from,
    target: to,
    focusable: false,
    className: isCritical ? 'is-critical' : '',
    zIndex: isCritical ? 1 : 0,
  };
}
