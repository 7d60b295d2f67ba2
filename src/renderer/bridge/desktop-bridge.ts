import type { SwitchyardBridge } from '#shared/contract/port-protocol.ts';

declare global {
  interface Window {
    /** Not there when the page is opened in a browser. */
    readonly switchyard?: SwitchyardBridge;
  }
}

/** What the desktop app gives to its page; null in a browser. */
export function desktopBridge(): SwitchyardBridge | null {
  return window.switchyard ?? null;
}
