import { resolve } from 'node:path';
import { deepLinkIn, hashOf, linkScheme, parseDeepLink } from './deep-link.ts';

/** What a start of the program asks for. */
export interface StartWish {
  /** Hash of the place that a link leads to; null without a link, or with one that leads nowhere. */
  readonly hash: string | null;
  /** Absolute path of a folder to open; null when none is named. */
  readonly folder: string | null;
}

/**
 * Reads a program's arguments. `ownArguments` are those before what the person wrote: the program, and
 * the app's folder where Electron itself is started. A relative folder counts from `workingFolder`.
 */
export function startWish(
  programArguments: readonly string[],
  ownArguments: number,
  workingFolder: string,
): StartWish {
  const given = programArguments.slice(ownArguments);
  const link = deepLinkIn(given);
  const place = link === null ? null : parseDeepLink(link);
  const folder = given.find((one) => !one.startsWith('-') && !one.startsWith(`${linkScheme}:`));
  return {
    hash: place === null ? null : hashOf(place),
    folder: folder === undefined ? null : resolve(workingFolder, folder),
  };
}
