import type { Terminal } from '@xterm/xterm';

/**
 * Moves a terminal up to the line of the cursor where its rows do not fit into `element`; what is too wide for it is
 * left out, because smaller text could not be read. The result stops.
 */
export function followSize(terminal: Terminal, element: HTMLElement): () => void {
  // Not even the browser may scroll it, to what has the focus.
  element.style.overflow = 'clip';
  const screen = element.querySelector<HTMLElement>('.xterm-screen');
  // As observed: to ask the page after each change would make it compute its layout each time.
  let height = 0;
  const follow = (): void => {
    const { style } = terminal.element ?? element;
    const rowHeight = Number.parseFloat(screen?.style.height ?? '') / terminal.rows;
    const lastRow = Math.min(terminal.rows, terminal.buffer.active.cursorY + 2);
    const transform = `translateY(-${rowsAbove(lastRow, rowHeight, height) * rowHeight}px)`;
    if (rowHeight > 0 && style.transform !== transform) style.transform = transform;
  };
  const observer = new ResizeObserver((entries) => {
    const last = entries.at(-1);
    if (last !== undefined) height = last.contentRect.height;
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

/** Rows that are left out at the top, whole ones, so that row number `last` is seen in `height`. */
export function rowsAbove(last: number, rowHeight: number, height: number): number {
  return Math.max(0, Math.ceil((last * rowHeight - height) / rowHeight));
}
