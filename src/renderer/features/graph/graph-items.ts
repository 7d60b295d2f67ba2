import type { Dependency } from './acyclic.ts';

/** Most places that arrows get for themselves between boxes; beyond it the longest ones go straight. */
const mostTracks = 4_000;

/** What takes room in a layer: a task's box, or the track of an arrow that goes on to a later layer. */
export interface LayerItem {
  /** Null for a track. */
  readonly taskId: string | null;
  readonly layer: number;
  /** Items that this one is joined with, in earlier and in later layers. */
  readonly before: LayerItem[];
  readonly after: LayerItem[];
  /** Middle of its height. */
  y: number;
}

/** Items by layer, and the tracks that each arrow runs through, from left to right. */
export interface ItemGraph {
  readonly layers: LayerItem[][];
  readonly tracksOf: ReadonlyMap<Dependency, readonly LayerItem[]>;
}

/**
 * Makes an item of each task and of each place where an arrow passes a layer. Arrows from one task share
 * their tracks, so that they are distinguished only where they part; one that closes a circle has its own.
 * Each of `arrows` leads to a later layer.
 */
export function makeItems(
  layers: readonly (readonly string[])[],
  arrows: readonly Dependency[],
  isAlone: (arrow: Dependency) => boolean,
): ItemGraph {
  const items = layers.map((ids, layer) => ids.map((taskId) => makeItem(taskId, layer)));
  const boxOf = new Map(items.flat().map((item) => [item.taskId ?? '', item]));
  const trunks = new Map<string, LayerItem[]>();
  const tracksOf = new Map<Dependency, readonly LayerItem[]>();
  let tracks = 0;
  const span = ({ from, to }: Dependency): number =>
    (boxOf.get(to)?.layer ?? 0) - (boxOf.get(from)?.layer ?? 0);
  for (const arrow of [...arrows].sort((a, b) => span(a) - span(b))) {
    const [from, to] = [boxOf.get(arrow.from), boxOf.get(arrow.to)];
    if (from === undefined || to === undefined) continue;
    const key = isAlone(arrow) ? `${arrow.from}\n${arrow.to}` : arrow.from;
    const trunk = trunks.get(key) ?? [];
    const missing = span(arrow) - 1 - trunk.length;
    if (tracks + missing > mostTracks) {
      join(from, to);
      continue;
    }
    tracks += Math.max(0, missing);
    trunks.set(key, extend(trunk, from, missing, items));
    const own = trunk.slice(0, span(arrow) - 1);
    tracksOf.set(arrow, own);
    join(own.at(-1) ?? from, to);
  }
  return { layers: items, tracksOf };
}

function makeItem(taskId: string | null, layer: number): LayerItem {
  return { taskId, layer, before: [], after: [], y: 0 };
}

function join(from: LayerItem, to: LayerItem): void {
  from.after.push(to);
  to.before.push(from);
}

/** Leads a trunk through so many more layers. */
function extend(
  trunk: LayerItem[],
  from: LayerItem,
  missing: number,
  layers: LayerItem[][],
): LayerItem[] {
  for (let step = 0; step < missing; step += 1) {
    const last = trunk.at(-1) ?? from;
    const track = makeItem(null, last.layer + 1);
    join(last, track);
    layers[track.layer]?.push(track);
    trunk.push(track);
  }
  return trunk;
}
