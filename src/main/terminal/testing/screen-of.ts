import headless from '@xterm/headless';
import type { IBuffer, IBufferCell } from '@xterm/headless';
import { scrollbackLines } from '#main/terminal/screen-mirror.ts';
import type { ScreenSize } from '#main/terminal/screen-size.ts';
import { internalsOf, linkedCell, linkNumber } from '#main/terminal/xterm-internals.ts';
import type { TerminalInternals } from '#main/terminal/xterm-internals.ts';

/** All that can be seen of a terminal, and what decides on what comes next. */
export interface Screen {
  readonly normal: readonly string[];
  readonly alternate: readonly string[];
  readonly active: string;
  readonly cursor: string;
  /** Whether the cursor is behind the last column although nothing stands in that. */
  readonly isBehindNothing: boolean;
  readonly modes: unknown;
  readonly isCursorHidden: boolean;
}

/**
 * The screen of a fresh terminal that was fed with these pieces, and resized where a size stands; with the
 * links of its text, or without.
 */
export async function screenOf(
  { columns, rows }: ScreenSize,
  pieces: readonly (Uint8Array | ScreenSize)[],
  hasLinks = true,
): Promise<Screen> {
  const options = { cols: columns, rows, scrollback: scrollbackLines, allowProposedApi: true };
  const terminal = new headless.Terminal({ ...options, logLevel: 'off' });
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      await new Promise<void>((resolve) => {
        terminal.write(piece, resolve);
      });
    } else terminal.resize(piece.columns, piece.rows);
  }
  const { active, normal, alternate } = terminal.buffer;
  const before = active.getLine(active.baseY + active.cursorY)?.getCell(active.cursorX - 1);
  const known = internalsOf(terminal);
  const internals: TerminalInternals = hasLinks ? known : { ...known, linkOf: () => undefined };
  const screen: Screen = {
    normal: describeLines(normal, internals),
    alternate: describeLines(alternate, internals),
    active: active.type,
    cursor: `${active.cursorX},${active.cursorY} of ${active.baseY}`,
    isBehindNothing: active.cursorX === terminal.cols && before?.getChars() === '',
    modes: { ...terminal.modes, mouse: known.mouseEncoding },
    isCursorHidden: known.isCursorHidden,
  };
  terminal.dispose();
  return screen;
}

function describeLines(buffer: IBuffer, internals: TerminalInternals): readonly string[] {
  const rows = Array.from({ length: buffer.length }, (_, row) => row);
  const lines = rows.map((row) => describeLine(buffer, row, internals));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function describeLine(buffer: IBuffer, row: number, { linkOf }: TerminalInternals): string {
  const line = buffer.getLine(row);
  if (line === undefined) return '';
  // What a line continues may be gone: then it cannot be seen that it did.
  const above = buffer.getLine(row - 1)?.translateToString(true) ?? '';
  let text = line.isWrapped && above !== '' ? '>' : '';
  let look = '';
  for (let column = 0; column < line.length; column += 1) {
    const cell = line.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const link = cell.getChars() === '' ? undefined : linkOf(linkNumber(linkedCell(cell)));
    const next =
      describeLook(cell) + (link === undefined ? '' : ` to ${link.id ?? ''} ${link.uri}`);
    if (next !== look) text += `{${next}}`;
    look = next;
    text += cell.getChars() === '' ? ' ' : cell.getChars();
  }
  return text.trimEnd();
}

/** Colours and flags; of a cell without a character only the background can be seen. */
function describeLook(cell: IBufferCell): string {
  const kind = cell.isBgRGB() ? '#' : '';
  const background = cell.isBgDefault() ? '' : `on ${kind}${cell.getBgColor()}`;
  if (cell.getChars() === '') return cell.isInverse() === 0 ? background : '';
  const flags = [
    cell.isBold() && 'b',
    cell.isDim() && 'd',
    cell.isItalic() && 'i',
    cell.isUnderline() && 'u',
    cell.isInverse() && 'r',
    cell.isInvisible() && 'h',
    cell.isStrikethrough() && 's',
  ];
  const front = `${cell.isFgRGB() ? '#' : ''}${cell.getFgColor()}`;
  const look = [background, cell.isFgDefault() ? '' : front, ...flags].filter(Boolean);
  return look.join(' ');
}
