/** Name of a colour of tokens.css. */
export type ColorToken = `--color-${string}`;

function byteAsHex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

/**
 * The colour that a token has in the theme shown now, as `#rrggbb` (`#rrggbbaa` when translucent): for
 * what draws by itself, such as terminals, editors and charts. Read again when `useTheme().theme` changes.
 */
export function readThemeColor(token: ColorToken): string {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  if (context === null) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  const opaque = `#${[red, green, blue].map(byteAsHex).join('')}`;
  return alpha === 255 ? opaque : opaque + byteAsHex(alpha);
}
