/**
 * Cuts characters off both ends for as long as `isCut` says so. An expression such as `[…]+$` tries each
 * run of them from each of its places, which takes the square of its length.
 */
export function trimBy(text: string, isCut: (character: string) => boolean): string {
  let start = 0;
  while (start < text.length && isCut(text.charAt(start))) start += 1;
  let end = text.length;
  while (end > start && isCut(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** {@link trimBy} at the end only. */
export function trimEndBy(text: string, isCut: (character: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isCut(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
