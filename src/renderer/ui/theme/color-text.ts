function byteAsHex(value: number): string {
  return Math.round(value).toString(16).padStart(2, '0');
}

/** A computed colour (`rgb(…)`, `rgba(…)`) as `#rrggbb`, or `#rrggbbaa` when it is translucent. */
export function colorAsHex(computed: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = [...computed.matchAll(/[\d.]+/g)].map(Number);
  const opaque = `#${[red, green, blue].map(byteAsHex).join('')}`;
  return alpha === 1 ? opaque : opaque + byteAsHex(alpha * 255);
}
