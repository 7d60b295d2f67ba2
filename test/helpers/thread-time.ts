/**
 * How long this thread has computed, in ms. What the machine does for others meanwhile does not count: a limit in
 * this time says something about the product on a busy machine too.
 */
export function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
