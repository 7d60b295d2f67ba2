import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses as flip } from '@electron/fuses';
import type { FuseV1Config } from '@electron/fuses';

/**
 * What the packaged program can no longer be made to do: run as a bare Node, take options or a debugger
 * from outside, load code that is not in its archive. A fuse of a newer Electron that is not named here
 * stops the packaging, so that someone decides about it.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // There is no snapshot of our own for the main process.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The page comes over a scheme of its own.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const satisfies FuseV1Config;

/** As much of electron-builder's context as is needed here. */
export interface PackedApp {
  readonly electronPlatformName: string;
  /** Folder that the program was put into. */
  readonly appOutDir: string;
  readonly packager: { readonly appInfo: { readonly productFilename: string } };
}

/** Sets {@link fuses} in the packaged program, before it is signed; a hook of electron-builder. */
export async function flipFuses(context: PackedApp): Promise<void> {
  const { electronPlatformName, appOutDir, packager } = context;
  const { productFilename } = packager.appInfo;
  const program: Readonly<Record<string, string>> = {
    darwin: `${productFilename}.app`,
    mas: `${productFilename}.app`,
    win32: `${productFilename}.exe`,
  };
  const file = program[electronPlatformName] ?? linuxName(packager);
  // On Apple silicon a changed program that nobody signs afterwards would not start.
  const resetAdHocDarwinSignature = electronPlatformName === 'darwin';
  await flip(join(appOutDir, file), { ...fuses, resetAdHocDarwinSignature });
}

function linuxName(packager: object): string {
  if ('executableName' in packager && typeof packager.executableName === 'string') {
    return packager.executableName;
  }
  throw new Error('electron-builder does not report the name of the Linux program.');
}
