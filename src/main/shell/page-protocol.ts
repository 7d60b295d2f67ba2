import { protocol } from 'electron';
import { answerFrom } from './page-files.ts';
import { pageScheme } from './security-policy.ts';

/** Makes the page's scheme one with an origin and storage. Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the page from `folder`. */
export function servePage(folder: string): void {
  protocol.handle(pageScheme, async (request) => answerFrom(folder, request));
}
