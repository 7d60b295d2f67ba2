/** A part of a title: words, or a name that was written as code. */
export interface TitlePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** The parts of a title, without the backticks; a backtick without its pair is a character like any other. */
export function titleParts(title: string): readonly TitlePart[] {
  const parts: TitlePart[] = [];
  let end = 0;
  for (const match of title.matchAll(/`([^`]+)`/g)) {
    if (match.index > end) parts.push({ text: title.slice(end, match.index), isCode: false });
    parts.push({ text: match[1] ?? '', isCode: true });
    end = match.index + match[0].length;
  }
  if (end < title.length || parts.length === 0)
    parts.push({ text: title.slice(end), isCode: false });
  return parts.length === 1 && parts[0]?.isCode === true
    ? [...parts, { text: '', isCode: false }]
    : parts;
}

/** A title as plain words, where there is no place for another look. */
export function plainTitle(title: string): string {
  return titleParts(title)
    .map(({ text }) => text)
    .join('');
}
