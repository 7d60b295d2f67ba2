/**
 * Makes the icon files from the drawings in `resources/icons`: PNGs, the Windows and the macOS icon,
 * and the tray's pictures. Needs `rsvg-convert` (librsvg). Run it after a drawing has changed:
 * `npx node tools/icons.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appleIcon, windowsIcon } from './icon-containers.ts';
import type { IconImage } from './icon-containers.ts';

const folder = join(dirname(import.meta.dirname), 'resources', 'icons');

/** Up to this size in pixels the drawing with thicker lines on the pixel grid is used. */
const smallest = 32;

function draw(svg: string, size: number): Buffer {
  return execFileSync('rsvg-convert', ['--width', `${size}`, '--height', `${size}`], {
    input: svg,
    maxBuffer: 64 * 1024 * 1024,
  });
}

function drawing(name: string): string {
  return readFileSync(join(folder, `${name}.svg`), 'utf8');
}

function iconOf(size: number): IconImage {
  return { size, png: draw(drawing(size <= smallest ? 'icon-small' : 'icon'), size) };
}

/** macOS wants an empty border around the tile: 100 of 1024 on each side, where the drawing has 32. */
function appleIconOf(size: number): IconImage {
  const svg = drawing('icon').replace('viewBox="0 0 1024 1024"', 'viewBox="-83 -83 1190 1190"');
  return { size, png: draw(svg, size) };
}

mkdirSync(join(folder, 'png'), { recursive: true });
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
  writeFileSync(join(folder, 'png', `${size}x${size}.png`), iconOf(size).png);
}
writeFileSync(join(folder, 'icon.ico'), windowsIcon([16, 24, 32, 48, 64, 128, 256].map(iconOf)));
writeFileSync(join(folder, 'icon.icns'), appleIcon([32, 64, 128, 256, 512, 1024].map(appleIconOf)));

/** Drawing and file name; macOS knows a template, which it colours itself, by the end of its name. */
const trayPictures: readonly (readonly [drawing: string, file: string])[] = [
  ['tray-idle', 'tray-idle'],
  ['tray-running', 'tray-running'],
  ['tray-attention', 'tray-attention'],
  ['tray-template', 'trayTemplate'],
  ['tray-attention-template', 'trayAttentionTemplate'],
];
mkdirSync(join(folder, 'tray'), { recursive: true });
for (const [name, file] of trayPictures) {
  for (const [scale, suffix] of [
    [1, ''],
    [2, '@2x'],
    [3, '@3x'],
  ] as const) {
    writeFileSync(join(folder, 'tray', `${file}${suffix}.png`), draw(drawing(name), 16 * scale));
  }
}
