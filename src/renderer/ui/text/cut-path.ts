/** The end of a path that always stays, in characters at most. */
const longestTail = 32;

/** A path as its beginning, which may be cut, and its end, which may not: as many names as have room. */
export function cutPath(path: string): { readonly head: string; readonly tail: string } {
  let start = path.length;
  for (;;) {
    // Not at its last character: a folder may end with a slash.
    const slash = path.lastIndexOf('/', Math.max(0, start - 1));
    if (slash <= 0 || slash === start || path.length - slash > longestTail) break;
    start = slash;
  }
  if (start === path.length) start = Math.max(0, path.length - longestTail);
  return { head: path.slice(0, start), tail: path.slice(start) };
}
