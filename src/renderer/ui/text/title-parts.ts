/** A part of a title: words, or a name that was written as code. */
export interface TitlePart {
  readonly text: string;
  readonly isCode: boolean;
  /** Where it begins in the title, in characters. */
  readonly at: number;
}

/** The parts of a title, without the backticks; a backtick without its pair is a character like any other. */
export function titleParts(title: string): readonly TitlePart[] {
  const parts: TitlePart[] = [];
  let end = 0;
  for (const match of title.matchAll(/`([^`]+)`/g)) {
    if (match.index > end)
      parts.push({ text: title.slice(end, match.index), isCode: false, at: end });
    parts.push({ text: match[1] ?? '', isCode: true, at: match.index });
    end = match.index + match[0].length;
  }
  if (end < title.length || parts.length === 0) {
    parts.push({ text: title.slice(end), isCode: false, at: end });
  }
  return parts;
}

/** A title as plain words, where there is no place for another look. */
export function plainTitle(title: string): string {
  return titleParts(title)
    .map(({ text }) => text)
    .join('');
}
