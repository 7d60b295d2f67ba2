/** Edges by source: the targets of `n` stand from `starts[n]` up to before `starts[n + 1]`. */
export interface Adjacency {
  readonly starts: Readonly<Int32Array>;
  readonly targets: Readonly<Int32Array>;
}

/** Reads a list at a position that is known to be inside it. */
export function at(list: Readonly<Int32Array>, position: number): number {
  const item = list[position];
  if (item === undefined) throw new RangeError(`No item ${position} of ${list.length}`);
  return item;
}

/** Calls `visit` with each target of a node. */
export function forEachTarget(
  { starts, targets }: Adjacency,
  node: number,
  visit: (target: number) => void,
): void {
  const end = at(starts, node + 1);
  for (let edge = at(starts, node); edge < end; edge += 1) visit(at(targets, edge));
}

/** The same edges the other way round; each node's targets come out in ascending order. */
export function reverseEdges({ starts, targets }: Adjacency): Adjacency {
  const count = starts.length - 1;
  const reversedStarts = new Int32Array(count + 1);
  for (let edge = 0; edge < targets.length; edge += 1) {
    const target = at(targets, edge);
    reversedStarts[target + 1] = at(reversedStarts, target + 1) + 1;
  }
  for (let node = 0; node < count; node += 1) {
    reversedStarts[node + 1] = at(reversedStarts, node + 1) + at(reversedStarts, node);
  }
  const free = reversedStarts.slice();
  const sources = new Int32Array(targets.length);
  for (let node = 0, edge = 0; node < count; node += 1) {
    for (const end = at(starts, node + 1); edge < end; edge += 1) {
      const target = at(targets, edge);
      const place = at(free, target);
      sources[place] = node;
      free[target] = place + 1;
    }
  }
  return { starts: reversedStarts, targets: sources };
}

/** The same edges with node `order[n]` called `n`, and `rankOf` the other way round. */
export function renumberEdges(
  { starts, targets }: Adjacency,
  order: Readonly<Int32Array>,
  rankOf: Readonly<Int32Array>,
): Adjacency {
  const newStarts = new Int32Array(starts.length);
  const newTargets = new Int32Array(targets.length);
  let filled = 0;
  for (let rank = 0; rank < order.length; rank += 1) {
    const node = at(order, rank);
    const end = at(starts, node + 1);
    for (let edge = at(starts, node); edge < end; edge += 1, filled += 1) {
      newTargets[filled] = at(rankOf, at(targets, edge));
    }
    newStarts[rank + 1] = filled;
  }
  return { starts: newStarts, targets: newTargets };
}
