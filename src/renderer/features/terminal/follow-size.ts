import type { Terminal } from '@xterm/xterm';

const smallestFont = 5;

/**
 * Keeps the font of a terminal so small that its columns fit into `element`, and scrolls to the line of
 * the cursor where its rows do not. The result stops.
 */
export function followSize(
  terminal: Terminal,
  element: HTMLElement,
  largestFont: number,
): () => void {
  element.style.overflow = 'hidden';
  const fit = (): void => {
    const screen = element.querySelector('.xterm-screen');
    const { fontSize = largestFont } = terminal.options;
    const width = screen?.clientWidth ?? 0;
    if (width === 0 || element.clientWidth === 0) return;
    const fitting = fontForWidth(fontSize, width, element.clientWidth - 2, largestFont);
    if (fitting !== fontSize) terminal.options.fontSize = fitting;
  };
  const scroll = (): void => {
    const rowHeight = (element.querySelector('.xterm-screen')?.clientHeight ?? 0) / terminal.rows;
    const bottom = (terminal.buffer.active.cursorY + 2) * rowHeight;
    element.scrollTop = Math.max(0, bottom - element.clientHeight);
  };
  const observer = new ResizeObserver(() => {
    fit();
    scroll();
  });
  observer.observe(element);
  const resized = terminal.onResize(fit);
  const rendered = terminal.onRender(scroll);
  return () => {
    observer.disconnect();
    resized.dispose();
    rendered.dispose();
  };
}

/** The font size, in half pixels, at which a screen that is `width` wide now has at most `available`. */
export function fontForWidth(
  fontSize: number,
  width: number,
  available: number,
  largest: number,
): number {
  const fitting = Math.floor((fontSize * available * 2) / width) / 2;
  return Math.min(largest, Math.max(smallestFont, fitting));
}
