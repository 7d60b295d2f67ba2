import type { Terminal } from '@xterm/xterm';

/** Smaller text cannot be read: where it would have to be, the ends of long lines are left out. */
const smallestFont = 8;

/**
 * Keeps the font of a terminal so small that its columns fit into `element`, and moves it up to the line
 * of the cursor where its rows do not. The result stops.
 */
export function followSize(
  terminal: Terminal,
  element: HTMLElement,
  largestFont: number,
): () => void {
  // Not even the browser may scroll it, to what has the focus.
  element.style.overflow = 'clip';
  const screen = element.querySelector<HTMLElement>('.xterm-screen');
  // As observed: to ask the page after each change would make it compute its layout each time.
  let place = { width: 0, height: 0 };
  let fitted = '';
  const fit = (): void => {
    const { fontFamily = '' } = terminal.options;
    const situation = `${place.width} ${terminal.cols} ${fontFamily}`;
    if (place.width === 0 || situation === fitted) return;
    fitted = situation;
    const perColumn = (place.width - 2) / terminal.cols;
    const widthAt = (size: number): number => widthOfCell(size, fontFamily);
    terminal.options.fontSize = fittingFont(perColumn, widthAt, largestFont);
  };
  const follow = (): void => {
    fit();
    const { style } = terminal.element ?? element;
    const rowHeight = Number.parseFloat(screen?.style.height ?? '') / terminal.rows;
    const lastRow = Math.min(terminal.rows, terminal.buffer.active.cursorY + 2);
    const transform = `translateY(-${rowsAbove(lastRow, rowHeight, place.height) * rowHeight}px)`;
    if (rowHeight > 0 && style.transform !== transform) style.transform = transform;
  };
  const observer = new ResizeObserver((entries) => {
    const last = entries.at(-1);
    if (last !== undefined) place = last.contentRect;
    follow();
  });
  observer.observe(element);
  const resized = terminal.onResize(follow);
  const rendered = terminal.onRender(follow);
  return () => {
    observer.disconnect();
    resized.dispose();
    rendered.dispose();
  };
}

/**
 * The largest font size, in half pixels, at which a cell is at most `available` wide. Asked for each size:
 * cells of small fonts are of whole pixels in some browsers, so that one size does not follow from another.
 */
export function fittingFont(
  available: number,
  widthAt: (fontSize: number) => number,
  largest: number,
): number {
  let size = largest;
  while (size > smallestFont && widthAt(size) > available) size -= 0.5;
  return size;
}

/** Rows that are left out at the top, whole ones, so that row number `last` is seen in `height`. */
export function rowsAbove(last: number, rowHeight: number, height: number): number {
  return Math.max(0, Math.ceil((last * rowHeight - height) / rowHeight));
}

let measure: OffscreenCanvasRenderingContext2D | null = null;

/** As xterm measures it. */
function widthOfCell(fontSize: number, fontFamily: string): number {
  measure ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (measure === null) return 0;
  measure.font = `${fontSize}px ${fontFamily}`;
  return measure.measureText('W').width;
}
