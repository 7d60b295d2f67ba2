const bell = 0x07;
const escape = 0x1b;
/** ECMA-48 strings: what may follow ESC, and the control character of eight bits that means the same. */
const command = ']'.charCodeAt(0);
const strings = new Set(['P', 'X', '^', '_', ']'].map((one) => one.charCodeAt(0)));
const controlStart = '['.charCodeAt(0);

/**
 * Leaves out the escape sequences of a terminal (ECMA-48): control sequences, operating system commands
 * and other strings up to their terminator, and short ones; all of them also with their introducers of
 * eight bits. Of one that is not finished only the introducer goes, so that no text is lost with it.
 * One pass: no character is looked at more than a few times, whatever the text is.
 */
export function withoutEscapes(text: string): string {
  let kept = '';
  let copied = 0;
  for (let start = nextIntroducer(text, 0); start < text.length;) {
    kept += text.slice(copied, start);
    copied = sequenceEnd(text, start);
    start = nextIntroducer(text, copied);
  }
  return copied === 0 ? text : kept + text.slice(copied);
}

function isIntroducer(code: number): boolean {
  return code === escape || (code >= 0x80 && code <= 0x9f);
}

function nextIntroducer(text: string, from: number): number {
  let index = from;
  while (index < text.length && !isIntroducer(text.charCodeAt(index))) index += 1;
  return index;
}

/** Where the sequence that is introduced at `start` ends. */
function sequenceEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first !== escape) {
    // U+0090 is ESC P, and so on: 0x40 more.
    return endOfKind(text, first - 0x40, start + 1) ?? start + 1;
  }
  const kind = text.charCodeAt(start + 1);
  return endOfKind(text, kind, start + 2) ?? shortEnd(text, start + 1) ?? start + 1;
}

/** The end of a control sequence or a string whose content begins at `from`; null when it is neither, or not whole. */
function endOfKind(text: string, kind: number, from: number): number | null {
  if (kind === controlStart) return controlEnd(text, from);
  return strings.has(kind) ? stringEnd(text, kind, from) : null;
}

/** Parameters, intermediate characters, and one that ends it. */
function controlEnd(text: string, from: number): number | null {
  const end = skip(text, skip(text, from, 0x30, 0x3f), 0x20, 0x2f);
  const last = text.charCodeAt(end);
  return last >= 0x40 && last <= 0x7e ? end + 1 : null;
}

/**
 * A string ends at its terminator, a command at a bell too. It is not whole when another sequence begins
 * in it: so each is searched through only once.
 */
function stringEnd(text: string, kind: number, from: number): number | null {
  let index = from;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === bell && kind === command) return index + 1;
    if (code === 0x9c) return index + 1;
    if (code === escape && text.charAt(index + 1) === '\\') return index + 2;
    if (isIntroducer(code)) return null;
    index += 1;
  }
  return null;
}

/** Intermediate characters and one that ends it. */
function shortEnd(text: string, from: number): number | null {
  const end = skip(text, from, 0x20, 0x2f);
  const last = text.charCodeAt(end);
  return last >= 0x30 && last <= 0x7e ? end + 1 : null;
}

function skip(text: string, from: number, low: number, high: number): number {
  let index = from;
  while (text.charCodeAt(index) >= low && text.charCodeAt(index) <= high) index += 1;
  return index;
}
