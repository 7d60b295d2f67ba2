import { resolve } from 'node:path';
import { deepLinkIn, hashOf, linkScheme, parseDeepLink } from './deep-link.ts';

/** What a start of the program asks for. */
export interface StartRequest {
  /** Hash of the place that a link leads to; null without a link, or with one that leads nowhere. */
  readonly hash: string | null;
  /** Absolute path of a folder to open; null when none is named. */
  readonly folder: string | null;
}

/**
 * Reads a program's arguments. Options are Electron's own, wherever they stand; of the others, the
 * program and, where Electron itself is started, the app's folder come first: `own` of them. A relative
 * folder counts from `workingFolder`.
 */
export function startRequest(
  programArguments: readonly string[],
  own: number,
  workingFolder: string,
): StartRequest {
  const received = programArguments.filter((one) => !one.startsWith('-')).slice(own);
  const link = deepLinkIn(received);
  const place = link === null ? null : parseDeepLink(link);
  const folder = received.find((one) => !one.startsWith(`${linkScheme}:`));
  return {
    hash: place === null ? null : hashOf(place),
    folder: folder === undefined ? null : resolve(workingFolder, folder),
  };
}
