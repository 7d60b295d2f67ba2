import type { LayerItem } from './graph-items.ts';

/** Sizes in CSS pixels of the unzoomed graph. */
export interface ItemSizes {
  readonly boxHeight: number;
  readonly trackHeight: number;
  /** Room between two boxes, and between anything and a track. */
  readonly boxGap: number;
  readonly trackGap: number;
}

/** Sweeps over the layers; more of them hardly move anything. */
const sweeps = 8;
/** How much more a track is kept straight than a box is kept beside its neighbours. */
const trackWeight = 4;
const restWeight = 0.1;

/**
 * Sorts each layer by the middle of its neighbours so that few arrows cross (Sugiyama's barycentre
 * heuristic), and then sets `y` so that arrows run as straight as the order and the sizes allow.
 */
export function placeItems(layers: readonly LayerItem[][], sizes: ItemSizes): void {
  for (const layer of layers) noteRows(layer);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForward = sweep % 2 === 0;
    for (const layer of inDirection(layers, isForward)) {
      const middles = new Map(layer.map((item) => [item, middleOf(item, isForward) ?? item.y]));
      layer.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
      noteRows(layer);
    }
  }
  for (const layer of layers) stack(layer, sizes);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isForward = sweep % 2 === 0;
    for (const layer of inDirection(layers, isForward)) {
      spread(layer, sizes, (item) => middleOf(item, isForward));
    }
  }
}

function inDirection(layers: readonly LayerItem[][], isForward: boolean): readonly LayerItem[][] {
  return isForward ? layers : layers.toReversed();
}

function noteRows(layer: readonly LayerItem[]): void {
  for (const [row, item] of layer.entries()) item.y = row - layer.length / 2;
}

/** The mean place of an item's neighbours on one side; null when it has none there. */
function middleOf(item: LayerItem, isForward: boolean): number | null {
  const neighbours = isForward ? item.before : item.after;
  if (neighbours.length === 0) return null;
  let sum = 0;
  for (const { y } of neighbours) sum += y;
  return sum / neighbours.length;
}

/** Puts a layer's items as close as they may stand, around the middle. */
function stack(layer: readonly LayerItem[], sizes: ItemSizes): void {
  const offsets = offsetsOf(layer, sizes);
  const middle = (offsets.at(-1) ?? 0) / 2;
  for (const [index, item] of layer.entries()) item.y = (offsets[index] ?? 0) - middle;
}

/** Items that have come together while a layer is spread: they move as one. */
interface Block {
  weight: number;
  place: number;
  count: number;
}

/**
 * Moves the items of a layer as near to their desired places as their order and sizes allow: the least
 * squares under these limits, by pooling adjacent violators, in time linear in the items.
 */
function spread(
  layer: readonly LayerItem[],
  sizes: ItemSizes,
  desiredPlaceOf: (item: LayerItem) => number | null,
): void {
  const offsets = offsetsOf(layer, sizes);
  const blocks: Block[] = [];
  for (const [index, item] of layer.entries()) {
    const offset = offsets[index] ?? 0;
    const desired = desiredPlaceOf(item);
    const weight = desired === null ? restWeight : item.taskId === null ? trackWeight : 1;
    blocks.push({ weight, place: (desired ?? item.y) - offset, count: 1 });
    pool(blocks);
  }
  let index = 0;
  for (const { place, count } of blocks) {
    for (const end = index + count; index < end; index += 1) {
      const item = layer[index];
      if (item !== undefined) item.y = place + (offsets[index] ?? 0);
    }
  }
}

/** Joins the last blocks until none stands before an earlier one. */
function pool(blocks: Block[]): void {
  for (;;) {
    const [before, last] = blocks.slice(-2);
    if (before === undefined || last === undefined || before.place <= last.place) return;
    blocks.pop();
    const weight = before.weight + last.weight;
    before.place = (before.place * before.weight + last.place * last.weight) / weight;
    before.weight = weight;
    before.count += last.count;
  }
}

/** How far each item is from the first when all stand as close as they may. */
function offsetsOf(layer: readonly LayerItem[], sizes: ItemSizes): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  let former: LayerItem | null = null;
  for (const item of layer) {
    if (former !== null) {
      const isByTrack = former.taskId === null || item.taskId === null;
      const heights = heightOf(former, sizes) + heightOf(item, sizes);
      offset += heights / 2 + (isByTrack ? sizes.trackGap : sizes.boxGap);
    }
    offsets.push(offset);
    former = item;
  }
  return offsets;
}

function heightOf(item: LayerItem, sizes: ItemSizes): number {
  return item.taskId === null ? sizes.trackHeight : sizes.boxHeight;
}
