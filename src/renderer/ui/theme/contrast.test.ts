import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Theme = 'light' | 'dark';
type Color = readonly [red: number, green: number, blue: number, alpha: number];

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** `#rgb`, `#rrggbb` or `#rrggbbaa` as parts from 0 to 1. */
function parseHex(hex: string): Color {
  const [red = 0, green = 0, blue = 0, alpha = 255] = (hex.slice(1).match(/../g) ?? []).map(
    (byte) => Number.parseInt(byte, 16),
  );
  return [red / 255, green / 255, blue / 255, alpha / 255];
}

const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#[\da-f]{6,8}), (#[\da-f]{6,8})\);/g)].map(
    ([, name = '', light = '', dark = '']) =>
      [name, { light: parseHex(light), dark: parseHex(dark) }] as const,
  ),
);

function colorOf(name: string, theme: Theme): Color {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`tokens.css has no --color-${name}`);
  return token[theme];
}

/** What is seen when `top` lies over the opaque `bottom`. */
function over(top: Color, bottom: Color): Color {
  const mix = (index: 0 | 1 | 2): number => top[index] * top[3] + bottom[index] * (1 - top[3]);
  return [mix(0), mix(1), mix(2), 1];
}

/** WCAG 2.2, relative luminance. */
function luminance([red, green, blue]: Color): number {
  const linear = (part: number): number =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Color, other: Color): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['sunken', 'canvas', 'surface', 'raised'] as const;
const overlays = ['hover', 'pressed', 'selected'] as const;
const states = ['running', 'waiting', 'verified', 'blocked', 'idle'] as const;
const ansi = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const syntax = ['comment', 'keyword', 'string', 'number', 'type', 'function'] as const;

interface Pair {
  readonly text: string;
  readonly background: string;
  /** Translucent colour between the two. */
  readonly overlay?: string;
  readonly least: number;
}

const plain = ['text', 'muted', 'faint', 'accent-text', ...states];

const pairs: readonly Pair[] = [
  ...plain.flatMap((text) => surfaces.map((background) => ({ text, background, least: 4.5 }))),
  ...['text', 'muted', 'accent-text', ...states].flatMap((text) =>
    overlays.flatMap((overlay) =>
      surfaces.map((background) => ({ text, background, overlay, least: 4.5 })),
    ),
  ),
  ...surfaces.map((background) => ({ text: 'faint', background, overlay: 'hover', least: 4.5 })),
  ...states.flatMap((state) =>
    [state, 'text', 'muted'].map((text) => ({ text, background: `${state}-subtle`, least: 4.5 })),
  ),
  { text: 'accent-text', background: 'accent-subtle', least: 4.5 },
  { text: 'on-accent', background: 'accent', least: 4.5 },
  { text: 'on-accent', background: 'accent-hover', least: 4.5 },
  { text: 'on-danger', background: 'danger', least: 4.5 },
  { text: 'on-danger', background: 'danger-hover', least: 4.5 },
  { text: 'inverse', background: 'inverse-surface', least: 4.5 },
  { text: 'terminal-text', background: 'terminal', least: 4.5 },
  { text: 'terminal-text', background: 'terminal-selection', least: 4.5 },
  // The black of a dark terminal is a background, not a colour of text.
  ...ansi.slice(1).map((name) => ({ text: `ansi-${name}`, background: 'terminal', least: 4.5 })),
  ...ansi.map((name) => ({ text: `ansi-bright-${name}`, background: 'terminal', least: 4.5 })),
  ...syntax.flatMap((name) =>
    ['surface', 'canvas', 'added', 'removed'].map((background) => ({
      text: `syntax-${name}`,
      background,
      least: 4.5,
    })),
  ),
  ...['added', 'added-strong', 'removed', 'removed-strong'].map((background) => ({
    text: 'text',
    background,
    least: 4.5,
  })),
  // Not text: what must be seen to be used.
  ...['control', 'focus', ...states.map((state) => `${state}-solid`)].flatMap((text) =>
    surfaces.map((background) => ({ text, background, least: 3 })),
  ),
];

function measured(pair: Pair, theme: Theme): number {
  const bottom = colorOf(pair.background, theme);
  const background =
    pair.overlay === undefined ? bottom : over(colorOf(pair.overlay, theme), bottom);
  return contrast(over(colorOf(pair.text, theme), background), background);
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it('can be read everywhere: every pair of colours that is used reaches WCAG AA', () => {
    const weak = pairs
      .map((pair) => ({ ...pair, ratio: measured(pair, theme) }))
      .filter(({ ratio, least }) => ratio < least)
      .map(
        ({ text, background, overlay, ratio, least }) =>
          `${text} on ${overlay === undefined ? '' : `${overlay} over `}${background}: ` +
          `${ratio.toFixed(2)} < ${least}`,
      );
    expect(weak).toEqual([]);
  });

  it('has opaque surfaces, so that nothing shines through', () => {
    expect(surfaces.filter((name) => colorOf(name, theme)[3] !== 1)).toEqual([]);
  });
});

describe('contrast', () => {
  it('measures as WCAG does', () => {
    expect(contrast(parseHex('#000000'), parseHex('#ffffff'))).toBeCloseTo(21, 5);
    expect(contrast(parseHex('#777777'), parseHex('#ffffff'))).toBeCloseTo(4.48, 2);
  });
});
