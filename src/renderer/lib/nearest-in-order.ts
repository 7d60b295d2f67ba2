/**
 * What is nearest to an item that is gone: of the candidates the first that stood behind it, else the last that
 * stood before it, else any that came later. Null where there is none. `order` is how they stood while it was there.
 */
export function nearestInOrder<Item>(
  order: readonly Item[],
  gone: Item,
  candidates: readonly Item[],
): Item | null {
  const places = new Map(order.map((item, index) => [item, index]));
  const at = places.get(gone) ?? -1;
  const known = candidates.filter((item) => places.has(item) && item !== gone);
  const behind = known.find((item) => (places.get(item) ?? -1) > at);
  return behind ?? known.at(-1) ?? candidates.find((item) => item !== gone) ?? null;
}
