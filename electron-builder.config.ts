import type { Configuration } from 'electron-builder';
import { linkScheme } from './src/main/shell/deep-link.ts';
import { flipFuses } from './tools/flip-fuses.ts';

/**
 * How the desktop app is packaged. The package holds what `npm run build` made, the packages that the
 * main process runs on, and `resources` beside the archive, because git and agents read files of it.
 */
const config: Configuration = {
  appId: 'dev.switchyard.desktop',
  productName: 'Switchyard',
  copyright: 'Apache-2.0',
  directories: { output: 'release', buildResources: 'resources/icons' },
  files: [
    'out/main',
    'out/preload',
    'out/renderer',
    'package.json',
    '!**/*.map',
    '!out/main/compiled',
    // What node-pty is built from.
    '!node_modules/node-addon-api',
    '!node_modules/node-pty/{src,deps,scripts,third_party,node-addon-api}',
  ],
  extraResources: [{ from: 'resources', to: 'resources' }],
  asar: true,
  // A native module, and a helper program that it starts.
  asarUnpack: ['node_modules/node-pty/**'],
  // node-pty speaks N-API: the binary that was installed fits Electron as it fits Node.
  npmRebuild: false,
  electronLanguages: ['en-US'],
  afterPack: flipFuses,
  protocols: [{ name: 'Switchyard', schemes: [linkScheme] }],
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb'],
    icon: 'resources/icons/png',
    category: 'Development',
    maintainer: 'Switchyard contributors',
    synopsis: 'Runs coding agents on many tasks at once, and merges what is verified',
    desktop: { entry: { StartupWMClass: 'Switchyard', Keywords: 'git;agents;kanban;' } },
  },
  deb: { recommends: ['git', 'libappindicator3-1'] },
  mac: {
    target: ['dmg'],
    icon: 'resources/icons/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
  },
  win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  publish: null,
};

export default config;
