import { DraftStore } from './draft-store.ts';

/** The drafts of this page. */
export const drafts = new DraftStore(sessionStorage, localStorage);

/** Leaves the drafts to other tabs whenever the page goes. */
export function followPage(): void {
  drafts.comeBack();
  window.addEventListener('pagehide', () => drafts.leave());
  window.addEventListener('pageshow', () => drafts.comeBack());
}
