import { colorAsHex } from './color-text.ts';

/** Name of a colour of tokens.css. */
export type ColorToken = `--color-${string}`;

/**
 * The colour that a token has in the theme shown now, as `#rrggbb` (`#rrggbbaa` when translucent): for
 * what draws by itself, such as terminals, editors and charts. Read again when `useTheme().theme` changes.
 */
export function readThemeColor(token: ColorToken): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return colorAsHex(color);
}
