import { Background, MiniMap, ReactFlow, ReactFlowProvider, useStore } from '@xyflow/react';
import type { EdgeTypes, NodeTypes } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import './graph.css';
import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { JSX, ReactNode, RefObject } from 'react';
import { BoxKeysContext } from './box-keys.ts';
import type { BoxKeys } from './box-keys.ts';
import type { Point } from './edge-path.ts';
import { EmphasisContext, GraphEmphasis, useEmphasis } from './emphasis.ts';
import { GraphLegend } from './graph-legend.tsx';
import { GraphControls } from './graph-controls.tsx';
import { edgesOf, nodesOf, openingTask } from './graph-elements.ts';
import type { GraphContent } from './graph-elements.ts';
import { boxSize } from './graph-layout.ts';
import { RoutedEdge } from './routed-edge.tsx';
import { TaskNode } from './task-node.tsx';
import type { TaskNodeType } from './task-node.tsx';
import { useGraphMoves } from './use-graph-moves.ts';
import { openingViewport } from './viewport.ts';
import { stepFrom } from './walk.ts';

const nodeTypes: NodeTypes = { task: TaskNode };
const edgeTypes: EdgeTypes = { routed: RoutedEdge };
/** How far the graph can be moved out of view, in its own pixels. */
const surroundings = 240;
/** Least size of the window, in CSS pixels, that an overview is shown in. */
const overviewRoom = { width: 800, height: 600 } as const;
/** From so many boxes on only those in view are in the page. */
const manyBoxes = 200;

/** The drawing: boxes to open, arrows from what comes first. Moved by dragging, scrolling and keys. */
export function GraphCanvas(content: GraphContent): JSX.Element {
  const section = useRef<HTMLElement>(null);
  const [canvas, setCanvas] = useState<{ width: number; height: number } | null>(null);
  useLayoutEffect(() => {
    const { current } = section;
    if (current !== null) setCanvas({ width: current.clientWidth, height: current.clientHeight });
  }, []);
  const { layout, selected } = content;
  const emphasis = useMemo(() => new GraphEmphasis(layout.edges), [layout]);
  useEffect(() => emphasis.look('opened', selected), [emphasis, selected]);
  return (
    <EmphasisContext value={emphasis}>
      <ReactFlowProvider>
        <Stage section={section}>
          {canvas !== null && <Drawing {...content} canvas={canvas} section={section} />}
        </Stage>
      </ReactFlowProvider>
    </EmphasisContext>
  );
}

/** Shows the style sheet whether a task is looked at. */
function Stage({
  section,
  children,
}: {
  readonly section: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}): JSX.Element {
  const hasEmphasis = useEmphasis((emphasis) => emphasis.hasAny());
  return (
    <section
      ref={section}
      aria-label="Dependency graph"
      data-has-emphasis={hasEmphasis}
      className="graph min-h-0 flex-1"
    >
      {children}
    </section>
  );
}

function Drawing({
  canvas,
  section,
  ...content
}: GraphContent & {
  readonly canvas: { readonly width: number; readonly height: number };
  readonly section: RefObject<HTMLElement | null>;
}): JSX.Element {
  const { layout, tasks, lookOf, selected, onOpen } = content;
  const { width, height } = layout;
  const nodes = useMemo(
    () => nodesOf({ layout, tasks, lookOf, selected, onOpen }),
    [layout, tasks, lookOf, selected, onOpen],
  );
  const edges = useMemo(() => edgesOf(layout), [layout]);
  const [first] = useState(() => openingPoint(content));
  const [opening] = useState(() => openingViewport(layout, canvas, first));
  const moves = useGraphMoves({ layout, selected, section, opening, openingPoint: first });
  const emphasis = useContext(EmphasisContext);
  const keys = useMemo(
    (): BoxKeys => ({
      onFocus: (id, isByKey) => {
        emphasis.look('focused', id);
        if (isByKey) moves.reveal(id);
      },
      onBlur: () => emphasis.look('focused', null),
      onArrow: (id, key) => {
        const next = stepFrom(layout, id, key);
        if (next !== null) moves.focus(next);
      },
    }),
    [emphasis, moves, layout],
  );
  const isLarge = width * opening.zoom > canvas.width || height * opening.zoom > canvas.height;
  return (
    <BoxKeysContext value={keys}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultViewport={opening}
        minZoom={leastZoom(layout, canvas)}
        maxZoom={1.5}
        translateExtent={[
          [-surroundings, -surroundings],
          [width + surroundings, height + surroundings],
        ]}
        onlyRenderVisibleElements={nodes.length > manyBoxes}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        panOnScroll
        onNodeMouseEnter={(_, { id }) => emphasis.look('hovered', id)}
        onNodeMouseLeave={() => emphasis.look('hovered', null)}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={24} size={1} />
        {isLarge && <Overview />}
        <GraphLegend />
        <GraphControls moves={moves} />
      </ReactFlow>
    </BoxKeysContext>
  );
}

/** As far as one can zoom out: all of the graph is in view, however large it is. */
function leastZoom(
  { width, height }: GraphContent['layout'],
  canvas: { readonly width: number; readonly height: number },
): number {
  const fitting = Math.min(canvas.width / width, canvas.height / height);
  return Math.min(0.1, fitting * 0.9);
}

/** The middle of the box to look at first. */
function openingPoint(content: GraphContent): Point | null {
  const first = openingTask(content);
  const place = content.layout.tasks.find(({ id }) => id === first);
  if (place === undefined) return null;
  return { x: place.x + boxSize.width / 2, y: place.y + boxSize.height / 2 };
}

/** Where the window is in a graph that is larger; left out where it would cover much of it. */
function Overview(): JSX.Element | null {
  const hasRoom = useStore(
    ({ width, height }) => width >= overviewRoom.width && height >= overviewRoom.height,
  );
  if (!hasRoom) return null;
  return (
    <MiniMap
      pannable
      zoomable
      position="bottom-left"
      ariaLabel="Overview of the graph"
      nodeColor={overviewColor}
      nodeBorderRadius={8}
      style={{ width: 176, height: 112 }}
      className="overflow-hidden rounded-md border border-border-strong shadow-card"
    />
  );
}

/** A box of the overview in the colour of its state. */
function overviewColor({ data }: TaskNodeType): string {
  return `var(--color-${data.look.state}-solid)`;
}
