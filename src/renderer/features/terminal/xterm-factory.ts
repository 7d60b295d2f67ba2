import { FitAddon } from '@xterm/addon-fit';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { readTerminalTheme } from './terminal-theme.ts';

const fontFamily = '"JetBrains Mono Variable", ui-monospace, monospace';
/** Browsers allow 16 at a time in a page; editors and charts may want some. */
const mostWebGl = 8;
/** Sequences (OSC) that a program may not use on the page: titles (0, 1, 2) and the clipboard (52). */
const refusedSequences = [0, 1, 2, 52] as const;

let webGlInUse = 0;

export interface XtermOptions {
  readonly scrollback: number;
  readonly fontSize: number;
  readonly isScreenReaderMode: boolean;
  /** Asked when a link of the output (OSC 8) is clicked; nothing opens by itself. */
  readonly onLink: (address: string) => void;
}

/** An xterm, with what measures how large it could be. */
export interface Xterm {
  readonly terminal: Terminal;
  readonly fit: FitAddon;
}

/** Makes an xterm that no output can make do anything but show text. */
export function createXterm(options: XtermOptions): Xterm {
  const terminal = new Terminal({
    allowProposedApi: false,
    fontFamily: 'monospace',
    fontSize: options.fontSize,
    lineHeight: 1.2,
    scrollback: options.scrollback,
    screenReaderMode: options.isScreenReaderMode,
    theme: readTerminalTheme(),
    minimumContrastRatio: 4.5,
    macOptionIsMeta: true,
    linkHandler: { activate: (_event, address) => options.onLink(address) },
    // No reports of titles, positions and sizes of the window, and no changes of them.
    windowOptions: {},
  });
  for (const sequence of refusedSequences) {
    terminal.parser.registerOscHandler(sequence, () => true);
  }
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  void useFont(terminal, options.fontSize);
  return { terminal, fit };
}

/** Cells are measured once the font is there; before, they would be those of another. */
async function useFont(terminal: Terminal, fontSize: number): Promise<void> {
  await document.fonts.load(`${fontSize}px ${fontFamily}`).catch(() => []);
  terminal.options.fontFamily = fontFamily;
}

/**
 * Lets the graphics processor draw an xterm that is shown, where there is a real one and it has room;
 * else the page's own elements do. The result takes it back.
 */
export function drawWithWebGl(terminal: Terminal): () => void {
  if (webGlInUse >= mostWebGl || !hasGraphicsProcessor()) return () => {};
  let addon: WebglAddon | null = new WebglAddon();
  const stop = (): void => {
    if (addon === null) return;
    addon.dispose();
    addon = null;
    webGlInUse -= 1;
  };
  webGlInUse += 1;
  try {
    addon.onContextLoss(stop);
    terminal.loadAddon(addon);
  } catch {
    stop();
  }
  return stop;
}

let isAccelerated: boolean | null = null;

/** WebGL that the main processor computes is slower than elements; not every browser calls it a caveat. */
function hasGraphicsProcessor(): boolean {
  isAccelerated ??= isHardware(
    document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true }),
  );
  return isAccelerated;
}

function isHardware(context: WebGL2RenderingContext | null): boolean {
  if (context === null) return false;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(String(name));
}
