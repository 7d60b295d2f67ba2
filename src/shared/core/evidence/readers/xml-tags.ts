/** A tag of a document, in its order; `text` of an element is of no use here and left out. */
export interface XmlTag {
  readonly kind: 'open' | 'close';
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether it is closed at once: `<skipped/>`. */
  readonly isEmpty: boolean;
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * The tags of an XML document, read from its start to its end once; comments, sections of characters, processing
 * instructions and declarations are passed over. A document that is cut off ends with its last whole tag.
 */
export function* xmlTags(text: string): Generator<XmlTag> {
  let at = text.indexOf('<');
  while (at !== -1) {
    const end = endOfMarkup(text, at);
    if (end === -1) return;
    const second = text[at + 1] ?? '';
    if (second !== '!' && second !== '?') yield tagOf(text.slice(at + 1, end - 1));
    at = text.indexOf('<', end);
  }
}

/** Where what begins at `at` ends, behind its last character; -1 when it does not. */
function endOfMarkup(text: string, at: number): number {
  const closedBy = (closing: string): number => {
    const found = text.indexOf(closing, at);
    return found === -1 ? -1 : found + closing.length;
  };
  if (text.startsWith('<!--', at)) return closedBy('-->');
  if (text.startsWith('<![CDATA[', at)) return closedBy(']]>');
  if (text.startsWith('<?', at)) return closedBy('?>');
  let index = at + 1;
  while (index < text.length) {
    const character = text[index] ?? '';
    if (character === '>') return index + 1;
    if (character === '"' || character === "'") {
      const quote = text.indexOf(character, index + 1);
      if (quote === -1) return -1;
      index = quote;
    }
    index += 1;
  }
  return -1;
}

function tagOf(inside: string): XmlTag {
  const isClose = inside.startsWith('/');
  const isEmpty = inside.endsWith('/');
  const name = /^[^\s/]+/.exec(isClose ? inside.slice(1) : inside)?.[0] ?? '';
  const attributes = new Map<string, string>();
  const pairs = inside.matchAll(/([\w:.-]{1,100})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g);
  for (const [, key = '', double, single] of pairs) {
    attributes.set(key, plain(double ?? single ?? ''));
  }
  return { kind: isClose ? 'close' : 'open', name, attributes, isEmpty };
}

function plain(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,5}));/gi,
    (whole, ...groups) => {
      const [decimal, hexadecimal, word]: readonly unknown[] = groups;
      if (typeof word === 'string') return entities[word] ?? whole;
      const code =
        typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16);
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    },
  );
}
