/** Characters that are sent at once; the protocol takes a million. */
export const pieceLength = 64 * 1024;

/** Cuts typed or pasted text into pieces that can be sent, none in the middle of a character. */
export function inputPieces(text: string, length = pieceLength): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + length);
    const isCut = end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
    if (isCut && end - start > 1) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}
