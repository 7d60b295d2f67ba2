/** Ids of so many characters fit wherever ids stand. */
const short = 12;
/** The end that stays, in characters, where the id has no number of its own there. */
const usualTail = 5;
const longestTail = 8;

/** An id as its beginning, which may be cut, and its end, which may not; the end is empty for a short id. */
export function cutId(id: string): { readonly head: string; readonly tail: string } {
  if (id.length <= short) return { head: id, tail: '' };
  const number = /[.-][^.-]+$/.exec(id)?.[0] ?? '';
  const length = number !== '' && number.length <= longestTail ? number.length : usualTail;
  return { head: id.slice(0, -length), tail: id.slice(-length) };
}
