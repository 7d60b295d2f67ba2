import { underlineBit } from './xterm-internals.ts';
import type { CellAttributes, Pen } from './xterm-internals.ts';

/** The sequence that makes the next characters look like `cell`, whatever was set before. */
export function sgrOf(cell: CellAttributes): string {
  return sgr(cell, cell.isUnderline() !== 0);
}

/** The same for what the next character would have got; a link's underline comes with the link. */
export function sgrOfPen(pen: Pen): string {
  return sgr(pen, (pen.fg & underlineBit) !== 0);
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
