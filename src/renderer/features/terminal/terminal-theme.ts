import type { ITheme } from '@xterm/xterm';
import { readThemeColor } from '#renderer/ui/theme/theme-color.ts';

/** The colours of terminals in the theme shown now. */
export function readTerminalTheme(): ITheme {
  const background = readThemeColor('--color-terminal');
  return {
    background,
    foreground: readThemeColor('--color-terminal-text'),
    cursor: readThemeColor('--color-accent'),
    cursorAccent: background,
    selectionBackground: readThemeColor('--color-terminal-selection'),
    black: readThemeColor('--color-ansi-black'),
    red: readThemeColor('--color-ansi-red'),
    green: readThemeColor('--color-ansi-green'),
    yellow: readThemeColor('--color-ansi-yellow'),
    blue: readThemeColor('--color-ansi-blue'),
    magenta: readThemeColor('--color-ansi-magenta'),
    cyan: readThemeColor('--color-ansi-cyan'),
    white: readThemeColor('--color-ansi-white'),
    brightBlack: readThemeColor('--color-ansi-bright-black'),
    brightRed: readThemeColor('--color-ansi-bright-red'),
    brightGreen: readThemeColor('--color-ansi-bright-green'),
    brightYellow: readThemeColor('--color-ansi-bright-yellow'),
    brightBlue: readThemeColor('--color-ansi-bright-blue'),
    brightMagenta: readThemeColor('--color-ansi-bright-magenta'),
    brightCyan: readThemeColor('--color-ansi-bright-cyan'),
    brightWhite: readThemeColor('--color-ansi-bright-white'),
  };
}
