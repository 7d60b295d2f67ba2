/** A ref that exists, and one that is to be made and cannot be while the other is there. */
export interface RefInTheWay {
  readonly ref: string;
  /** What it keeps from being made. */
  readonly wanted: string;
}

/**
 * Which refs keep others from being made: git has no ref below another one, so that `epic/e/old` leaves no room for
 * `epic/e`, and `epic` none for either. Each of them is named once, with the first that it is in the way of.
 */
export function refsInTheWay(
  existing: readonly string[],
  wanted: readonly string[],
): readonly RefInTheWay[] {
  const isWanted = new Set(wanted);
  const byFolder = new Map<string, string>();
  for (const ref of wanted) {
    for (const folder of foldersOf(ref)) if (!byFolder.has(folder)) byFolder.set(folder, ref);
  }
  return existing.flatMap((ref) => {
    const below = foldersOf(ref).find((folder) => isWanted.has(folder));
    const found = below ?? byFolder.get(ref);
    return found === undefined ? [] : [{ ref, wanted: found }];
  });
}

/** All that a ref lies below: `a/b/c` lies below `a/b` and `a`. */
function foldersOf(ref: string): readonly string[] {
  const parts = ref.split('/');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
}
