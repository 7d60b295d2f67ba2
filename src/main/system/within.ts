/** Waits for `work`, but not longer than `ms`; says whether it has come to its end, either way. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => true,
  );
  const first = await Promise.race([done, late]);
  clearTimeout(timer);
  return first;
}
