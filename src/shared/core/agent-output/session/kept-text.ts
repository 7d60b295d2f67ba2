import type { KeptText } from '#shared/model/session-entry.ts';

/** Characters that are kept of the beginning and of the end of a long text. */
export interface KeptLengths {
  readonly start: number;
  readonly end: number;
}

export const noText: KeptText = { text: '', omitted: 0, end: '' };

/** Keeps the beginning and the end of `more` after what is kept already; the middle is only counted. */
export function keepText(kept: KeptText, more: string, { start, end }: KeptLengths): KeptText {
  if (kept.omitted === 0 && kept.end === '') {
    const all = kept.text + more;
    if (all.length <= start + end) return { text: all, omitted: 0, end: '' };
    const head = cutBefore(all, start);
    return joined(head, 0, all.slice(head.length), end);
  }
  return joined(kept.text, kept.omitted, kept.end + more, end);
}

function joined(text: string, omitted: number, rest: string, end: number): KeptText {
  const tail = cutAfter(rest, end);
  return { text, omitted: omitted + rest.length - tail.length, end: tail };
}

/** The first characters, no half of a surrogate pair. */
function cutBefore(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

function cutAfter(text: string, length: number): string {
  if (text.length <= length) return text;
  // Not slice(-length), which for none at all is everything.
  const cut = text.slice(text.length - length);
  return /^[\uDC00-\uDFFF]/.test(cut) ? cut.slice(1) : cut;
}

/** All of it in one text, with a line for what was left out. */
export function wholeText({ text, omitted, end }: KeptText): string {
  return omitted === 0
    ? text + end
    : `${text}\n… ${omitted} ${omitted === 1 ? 'character' : 'characters'} left out …\n${end}`;
}
