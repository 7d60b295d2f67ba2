import { DraftStore } from './draft-store.ts';

/** The drafts of this page. */
export const drafts = new DraftStore(sessionStorage, localStorage);

/** Writes the drafts when nobody looks at the page, and leaves them to other tabs whenever it goes. */
export function followPage(): void {
  drafts.comeBack();
  window.addEventListener('pagehide', () => drafts.leave());
  document.addEventListener('visibilitychange', () => drafts.flush());
  window.addEventListener('pageshow', () => drafts.comeBack());
}
