import { linkNumber, underlineBit } from './xterm-internals.ts';
import type { CellAttributes, Link, LinkedCell, Pen } from './xterm-internals.ts';

/**
 * The sequence that makes the next characters look like `cell`, whatever was set before. A link's
 * underline comes with the link.
 */
export function sgrOf(cell: LinkedCell): string {
  const isUnderlined = linkNumber(cell) === 0 ? cell.isUnderline() !== 0 : hasLine(cell);
  return sgr(cell, isUnderlined);
}

/** The same for what the next character would have got. */
export function sgrOfPen(pen: Pen): string {
  return sgr(pen, hasLine(pen));
}

function hasLine({ fg }: { readonly fg: number }): boolean {
  return (fg & underlineBit) !== 0;
}

/** Ends a link. */
export const linkEnd = '\u001b]8;;\u001b\\';

/** What makes the next characters part of a link. */
export function linkStart({ id, uri }: Link): string {
  return `\u001b]8;${id === undefined ? '' : `id=${id}`};${uri}\u001b\\`;
}

/** The sequence for the background alone. */
export function sgrOfBackground(cell: CellAttributes): string {
  return `\u001b[${[0, ...backgroundCodes(cell)].join(';')}m`;
}

function sgr(cell: CellAttributes, isUnderlined: boolean): string {
  const flags = flagCodes(cell, isUnderlined);
  const codes = [0, ...flags, ...foregroundCodes(cell), ...backgroundCodes(cell)];
  return `\u001b[${codes.join(';')}m`;
}

function flagCodes(cell: CellAttributes, isUnderlined: boolean): readonly number[] {
  const flags: readonly (readonly [number, number])[] = [
    [cell.isBold(), 1],
    [cell.isDim(), 2],
    [cell.isItalic(), 3],
    [isUnderlined ? 1 : 0, 4],
    [cell.isBlink(), 5],
    [cell.isInverse(), 7],
    [cell.isInvisible(), 8],
    [cell.isStrikethrough(), 9],
    [cell.isOverline(), 53],
  ];
  return flags.filter(([isSet]) => isSet !== 0).map(([, code]) => code);
}

function foregroundCodes(cell: CellAttributes): readonly number[] {
  const color = cell.getFgColor();
  if (cell.isFgRGB()) return [38, 2, ...channels(color)];
  return cell.isFgPalette() ? paletteCodes(30, color) : [];
}

function backgroundCodes(cell: CellAttributes): readonly number[] {
  const color = cell.getBgColor();
  if (cell.isBgRGB()) return [48, 2, ...channels(color)];
  return cell.isBgPalette() ? paletteCodes(40, color) : [];
}

/** The first 16 have short codes, and only those are made brighter by "bold". */
function paletteCodes(base: number, color: number): readonly number[] {
  if (color >= 16) return [base + 8, 5, color];
  return [color < 8 ? base + color : base + 60 + color - 8];
}

function channels(color: number): readonly number[] {
  return [(color >>> 16) & 0xff, (color >>> 8) & 0xff, color & 0xff];
}
