import type { IBufferCell, Terminal } from '@xterm/headless';

/** The attributes of a cell, or those that the next character gets. */
export interface CellAttributes {
  isFgRGB(): boolean | number;
  isFgPalette(): boolean | number;
  getFgColor(): number;
  isBgRGB(): boolean | number;
  isBgPalette(): boolean | number;
  getBgColor(): number;
  isBold(): number;
  isDim(): number;
  isItalic(): number;
  isUnderline(): number;
  isBlink(): number;
  isInverse(): number;
  isInvisible(): number;
  isStrikethrough(): number;
  isOverline(): number;
}

/** What may be part of a link (OSC 8). */
interface Linked {
  readonly fg: number;
  readonly bg: number;
  /** Of no meaning where `bg` says that there is none. */
  readonly extended: { readonly urlId: number };
}

/** How the next character will look, and the link that it will be part of. */
export type Pen = CellAttributes & Linked;

/** Bit of `fg` for an underline that is not a link's. */
export const underlineBit = 0x1000_0000;

/** Bit of `bg` for what has a link, or an underline that is not just a line. */
const extendedBit = 0x1000_0000;

/** A cell, with what it is part of. */
export type LinkedCell = IBufferCell & Linked;

/** A cell that lines are read by, as xterm makes it. Throws like {@link internalsOf}. */
export function linkedCell(cell: IBufferCell): LinkedCell {
  if (!isLinkedCell(cell)) throw new Error('This version of xterm keeps its cells otherwise.');
  return cell;
}

function isLinkedCell(cell: IBufferCell): cell is LinkedCell {
  if (!('fg' in cell && 'bg' in cell && 'extended' in cell)) return false;
  const { extended } = cell;
  return typeof extended === 'object' && extended !== null && 'urlId' in extended;
}

/** The number of the link that a cell, or the next character, is part of; 0 for none. */
export function linkNumber({ bg, extended }: Linked): number {
  return (bg & extendedBit) === 0 ? 0 : extended.urlId;
}

/** A table that translates characters; undefined is ASCII. */
export type Charset = Readonly<Record<string, string | undefined>> | undefined;

/** One of the two screens of a terminal, as xterm keeps it. */
export interface ScreenBuffer {
  readonly x: number;
  readonly y: number;
  readonly ybase: number;
  readonly savedX: number;
  /** Counts from the top of the scrollback. */
  readonly savedY: number;
  readonly savedCurAttrData: Pen;
  readonly savedCharset: Charset;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
}

/** What xterm 6.0 knows of a terminal and its interface does not expose. */
export interface TerminalInternals {
  readonly buffers: { readonly normal: ScreenBuffer; readonly alt: ScreenBuffer };
  /** How the next character will look. */
  readonly pen: Pen;
  /** Whether a sequence has begun and not ended. */
  readonly isInSequence: boolean;
  /** Whether the last thing was a printed character, that could be joined by an accent or repeated. */
  readonly canJoin: boolean;
  /** The four character sets, which of them was chosen, and the one in use. */
  readonly charsets: readonly Charset[];
  readonly charsetLevel: number;
  readonly charset: Charset;
  readonly isCursorHidden: boolean;
  readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
  readonly cursorBlink: boolean | undefined;
  /** How the mouse is reported: `SGR`, `SGR_PIXELS` or an older way. */
  readonly mouseEncoding: string;
  readonly linkOf: (number: number) => Link | undefined;
}

/** A link of a program's output (OSC 8). */
export interface Link {
  readonly id?: string;
  readonly uri: string;
}

/** The parts of xterm that are read, by the names they have in it. */
interface Core {
  readonly buffers: TerminalInternals['buffers'];
  readonly _charsetService: {
    readonly glevel: number;
    readonly charset: Charset;
    readonly _charsets: readonly Charset[];
  };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: Pick<TerminalInternals, 'cursorStyle' | 'cursorBlink'>;
  };
  readonly _oscLinkService: { getLinkData(id: number): Link | undefined };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly _inputHandler: {
    readonly _curAttrData: Pen;
    readonly _parser: { readonly currentState: number; readonly precedingJoinState: number };
  };
}

const parts = [
  'buffers',
  '_charsetService',
  'coreService',
  'coreMouseService',
  '_inputHandler',
  '_oscLinkService',
] as const;

/**
 * The inner state of a terminal, as the serialize addon of xterm reads it too. Throws when xterm has
 * changed so much that it must be looked at again: a test restores screens of every kind.
 */
export function internalsOf(terminal: Terminal): TerminalInternals {
  const core: unknown = '_core' in terminal ? terminal._core : undefined;
  if (!hasParts(core)) throw new Error('This version of xterm keeps its state elsewhere.');
  const { _charsetService: sets, _inputHandler: handler, _oscLinkService: links } = core;
  const { isCursorHidden, decPrivateModes } = core.coreService;
  return {
    buffers: core.buffers,
    pen: handler._curAttrData,
    isInSequence: handler._parser.currentState !== 0,
    canJoin: handler._parser.precedingJoinState !== 0,
    charsets: sets._charsets,
    charsetLevel: sets.glevel,
    charset: sets.charset,
    isCursorHidden,
    cursorStyle: decPrivateModes.cursorStyle,
    cursorBlink: decPrivateModes.cursorBlink,
    mouseEncoding: core.coreMouseService.activeEncoding,
    linkOf: (number) => links.getLinkData(number),
  };
}

function hasParts(core: unknown): core is Core {
  return (
    typeof core === 'object' &&
    core !== null &&
    parts.every((part) => part in core && typeof Reflect.get(core, part) === 'object')
  );
}
