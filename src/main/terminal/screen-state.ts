import type { Terminal } from '@xterm/headless';
import { linkEnd, linkStart, sgrOf, sgrOfPen } from './sgr.ts';
import { internalsOf, linkedCell, linkNumber } from './xterm-internals.ts';
import type { Charset, LinkedCell, Pen, ScreenBuffer } from './xterm-internals.ts';

/** How each cell of a fresh terminal looks. */
const plain = '\u001b[0m';

/**
 * What leads a terminal to the cursor that `buffer` keeps for "restore cursor", and makes it keep that
 * one too; nothing where none was kept.
 */
function savedCursor(buffer: ScreenBuffer): string {
  const { savedX, savedY, ybase, savedCurAttrData, savedCharset } = buffer;
  const look = sgrOfPen(savedCurAttrData);
  if (savedX === 0 && savedY <= ybase && look === plain && savedCharset === undefined) return '';
  const designator = designatorOf(savedCharset);
  return [
    designator === 'B' ? '' : `\u001b(${designator}`,
    position(savedX, savedY - ybase),
    `${look}\u001b7${plain}`,
    designator === 'B' ? '' : '\u001b(B',
  ].join('');
}

/** What a screen keeps besides its content even while the other one is shown. */
export function keptState(terminal: Terminal, buffer: ScreenBuffer): string {
  return margins(terminal, buffer) + tabStops(terminal, buffer) + savedCursor(buffer);
}

/**
 * What the content of the active screen leaves out: margins, tab stops, modes, character sets, the look
 * of the next character, and the cursor.
 */
export function activeState(terminal: Terminal): string {
  const { buffers } = internalsOf(terminal);
  const isNormal = terminal.buffer.active.type === 'normal';
  const buffer = isNormal ? buffers.normal : buffers.alt;
  return keptState(terminal, buffer) + cursorAndModes(terminal, buffer);
}

function margins({ rows }: Terminal, { scrollTop, scrollBottom }: ScreenBuffer): string {
  if (scrollTop === 0 && scrollBottom === rows - 1) return '';
  return `\u001b[${scrollTop + 1};${scrollBottom + 1}r`;
}

function tabStops({ cols }: Terminal, { tabs }: ScreenBuffer): string {
  const columns = Array.from({ length: cols }, (_, column) => column);
  if (columns.every((column) => (tabs[column] === true) === (column % 8 === 0))) return '';
  const stops = columns.filter((column) => tabs[column] === true);
  return `\u001b[3g${stops.map((column) => `\u001b[${column + 1}G\u001bH`).join('')}`;
}

/**
 * The cursor comes before what does not move it, and behind it where the last character could still be
 * joined by an accent or repeated: then that character is printed once more, at the very end.
 */
function cursorAndModes(terminal: Terminal, buffer: ScreenBuffer): string {
  const { pen, canJoin } = internalsOf(terminal);
  const { originMode, insertMode } = terminal.modes;
  const row = buffer.y - (originMode ? buffer.scrollTop : 0);
  const stray = strayCharset(terminal, buffer);
  const before = stray + (originMode ? '\u001b[?6h' : '');
  const look = sgrOfPen(pen) + openLink(terminal, pen);
  const after = modes(terminal) + cursorLook(terminal) + (stray === '' ? charsets(terminal) : '');
  const last = cellBefore(terminal, buffer);
  if (last !== null && !insertMode && canJoin) {
    return `${before}${after}${look}${position(last.x, row)}${last.cell.getChars()}`;
  }
  if (last !== null && buffer.x >= terminal.cols) {
    // Behind the last column: reached only by printing there.
    const print = printed(terminal, last.cell);
    return `${before}${position(last.x, row)}${print}${look}${after}`;
  }
  return `${before}${position(buffer.x, row)}${look}${after}`;
}

/**
 * "Restore cursor" brings back the character set that was in use, but not which one of the four it
 * was: what leads to that state again.
 */
function strayCharset(terminal: Terminal, buffer: ScreenBuffer): string {
  const { charset, charsets: all, charsetLevel } = internalsOf(terminal);
  if (charset === all[charsetLevel] || charset !== buffer.savedCharset) return '';
  return `${charsets(terminal)}\u001b8`;
}

/** The link that the next character is part of. */
function openLink(terminal: Terminal, pen: Pen): string {
  const link = internalsOf(terminal).linkOf(linkNumber(pen));
  return link === undefined ? '' : linkStart(link);
}

/** Prints a cell as it is. */
function printed(terminal: Terminal, cell: LinkedCell): string {
  const text = sgrOf(cell) + cell.getChars();
  const link = internalsOf(terminal).linkOf(linkNumber(cell));
  return link === undefined ? text : linkStart(link) + text + linkEnd;
}

/** The character that ends where the cursor stands. */
function cellBefore(
  terminal: Terminal,
  { x, y, ybase }: ScreenBuffer,
): { readonly cell: LinkedCell; readonly x: number } | null {
  const line = terminal.buffer.active.getLine(ybase + y);
  const half = line?.getCell(x - 1);
  const place = half?.getWidth() === 0 ? x - 2 : x - 1;
  const cell = line?.getCell(place);
  if (cell === undefined || cell.getChars() === '') return null;
  // A narrower window leaves the cursor on the second half of a wide character.
  return place + cell.getWidth() === x ? { cell: linkedCell(cell), x: place } : null;
}

function modes(terminal: Terminal): string {
  const { modes } = terminal;
  const mouse = { none: '', x10: '9', vt200: '1000', drag: '1002', any: '1003' };
  const { mouseEncoding } = internalsOf(terminal);
  const set = [
    modes.applicationCursorKeysMode ? '?1h' : '',
    modes.applicationKeypadMode ? '?66h' : '',
    modes.bracketedPasteMode ? '?2004h' : '',
    modes.insertMode ? '4h' : '',
    modes.reverseWraparoundMode ? '?45h' : '',
    modes.sendFocusMode ? '?1004h' : '',
    modes.synchronizedOutputMode ? '?2026h' : '',
    modes.wraparoundMode ? '' : '?7l',
    modes.mouseTrackingMode === 'none' ? '' : `?${mouse[modes.mouseTrackingMode]}h`,
    mouseEncoding === 'SGR' ? '?1006h' : '',
    mouseEncoding === 'SGR_PIXELS' ? '?1016h' : '',
  ];
  return set.map((code) => (code === '' ? '' : `\u001b[${code}`)).join('');
}

function cursorLook(terminal: Terminal): string {
  const { isCursorHidden, cursorStyle, cursorBlink } = internalsOf(terminal);
  const styles = { block: 1, underline: 3, bar: 5 };
  const style =
    cursorStyle === undefined ? '' : `\u001b[${styles[cursorStyle] + (cursorBlink ? 0 : 1)} q`;
  return style + (isCursorHidden ? '\u001b[?25l' : '');
}

function charsets(terminal: Terminal): string {
  const { charsets: all, charsetLevel } = internalsOf(terminal);
  const designated = ['(', ')', '*', '+'].map((slot, index) => {
    const designator = designatorOf(all[index]);
    return designator === 'B' ? '' : `\u001b${slot}${designator}`;
  });
  const shift = ['', '\u000e', '\u001bn', '\u001bo'][charsetLevel] ?? '';
  return designated.join('') + shift;
}

/** The name of a character set: line drawing, British or, for all others, ASCII. */
function designatorOf(charset: Charset): '0' | 'A' | 'B' {
  if (charset === undefined) return 'B';
  if (charset['q'] === '─') return '0';
  return charset['#'] === '£' && charset['@'] === undefined ? 'A' : 'B';
}

function position(column: number, row: number): string {
  return `\u001b[${Math.max(0, row) + 1};${column + 1}H`;
}
