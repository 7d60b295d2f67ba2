/**
 * What both give, once both have come to their end: unlike with `Promise.all`, nothing of the other is still under way
 * when one has failed.
 * @throws what the first of them has failed with
 */
export async function both<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
