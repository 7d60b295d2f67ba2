import { app } from 'electron';
import type { Session } from 'electron';
import { isPermissionGranted, mayLoad, mayNavigate } from './security-policy.ts';

/**
 * Lets no content of any kind leave the page or bring another one in: a new window is refused (a link goes
 * to `openLink`), navigation only loads the page again, and nothing can be embedded.
 */
export function guardContents(openLink: (address: string) => void): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      openLink(url);
      return { action: 'deny' };
    });
    // Frames too: the page has none.
    contents.on('will-frame-navigate', (details) => {
      if (!details.isMainFrame || !mayNavigate(details.url)) details.preventDefault();
    });
    contents.on('will-redirect', (details) => details.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Lets the page load only what is shipped, and gives it no permission but those of the policy. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(isPermissionGranted(permission, requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermissionGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayLoad(url) }));
  session.on('will-download', (event, item) => {
    // Exports of the page are blobs.
    if (!item.getURL().startsWith('blob:')) event.preventDefault();
  });
  session.setSpellCheckerEnabled(false);
}
