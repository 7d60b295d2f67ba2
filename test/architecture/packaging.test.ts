import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FuseV1Options } from '@electron/fuses';
import config from '../../electron-builder.config.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { linkScheme } from '../../src/main/shell/deep-link.ts';
import { fuses } from '../../tools/flip-fuses.ts';
import { appleIcon, windowsIcon } from '../../tools/icon-containers.ts';
import { root } from './source-files.ts';

const icons = join(root, 'resources', 'icons');

/** Width and height that a PNG says it has. */
function sizeOf(png: Buffer): number {
  expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(width).toBe(height);
  return width;
}

function iconPng(name: string): Buffer {
  return readFileSync(join(icons, name));
}

describe('the packaging (electron-builder.config.ts)', () => {
  it('is a config that electron-builder accepts', async () => {
    const require = createRequire(import.meta.url);
    const { validateConfiguration } = require('app-builder-lib/out/util/config/config.js');
    const { DebugLogger } = require('builder-util');
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
    const wrong = { ...config, linux: { ...config.linux, categories: 'Development' } };
    await expect(validateConfiguration(wrong, new DebugLogger(false))).rejects.toThrow(
      'Invalid configuration object',
    );
    // It loads all of electron-builder.
  }, 30_000);

  it('names files that exist, and the folders that the build makes', () => {
    const named = [config.linux?.icon, config.mac?.icon, config.win?.icon, 'resources'];
    for (const file of named) expect(existsSync(join(root, String(file)))).toBe(true);
    expect(config.files).toEqual(
      expect.arrayContaining(['out/main', 'out/preload', 'out/renderer']),
    );
    expect(packageFile.main).toBe('./out/main/index.js');
    expect(existsSync(join(root, 'node_modules', 'node-pty', 'package.json'))).toBe(true);
    expect(config.asarUnpack).toEqual(['node_modules/node-pty/**']);
  });

  it('makes an AppImage, a deb, a dmg and a Windows installer that know the links of the app', () => {
    const targets = [config.linux, config.mac, config.win].map((one) => one?.target);
    expect(targets).toEqual([['AppImage', 'deb'], ['dmg'], ['nsis']]);
    expect(config.protocols).toEqual([{ name: 'Switchyard', schemes: [linkScheme] }]);
  });

  it('decides about every fuse', () => {
    const names = Object.values(FuseV1Options).filter((one) => typeof one === 'number');
    for (const fuse of names) expect(fuses).toHaveProperty(String(fuse));
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
    });
  });
});

describe('the icons (resources/icons)', () => {
  it('are PNGs of the size that their name says', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      expect(sizeOf(iconPng(`png/${size}x${size}.png`))).toBe(size);
    }
  });

  it('are there for the tray at each density, as templates for macOS too', () => {
    const pictures = ['tray-idle', 'tray-running', 'tray-attention'];
    for (const name of [...pictures, 'trayTemplate', 'trayAttentionTemplate']) {
      expect(sizeOf(iconPng(`tray/${name}.png`))).toBe(16);
      expect(sizeOf(iconPng(`tray/${name}@2x.png`))).toBe(32);
      expect(sizeOf(iconPng(`tray/${name}@3x.png`))).toBe(48);
    }
  });

  it('are in the Windows icon as PNGs, from 16 to 256 pixels', () => {
    const file = iconPng('icon.ico');
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 7]);
    const sizes = Array.from({ length: 7 }, (_, index) => {
      const at = 6 + 16 * index;
      const png = file.subarray(file.readUInt32LE(at + 12)).subarray(0, file.readUInt32LE(at + 8));
      expect(sizeOf(png) % 256).toBe(file.readUInt8(at));
      return sizeOf(png);
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('are in the macOS icon as PNGs, up to 1024 pixels', () => {
    const file = iconPng('icon.icns');
    expect(file.toString('ascii', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const sizes: Record<string, number> = {};
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      const type = file.toString('ascii', at, at + 4);
      sizes[type] = sizeOf(file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
    }
    expect(sizes).toMatchObject({
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic09: 512,
      ic10: 1024,
    });
  });

  it('are put into containers byte for byte', () => {
    const images = [32, 64].map((size) => ({ size, png: iconPng(`png/${size}x${size}.png`) }));
    for (const container of [windowsIcon(images), appleIcon(images)]) {
      for (const { png } of images) expect(container.includes(png)).toBe(true);
    }
  });
});
