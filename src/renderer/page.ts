/** What the preload gives to the page. */
export interface SwitchyardBridge {
  readonly version: string;
}

declare global {
  interface Window {
    /** Not there when the page is opened in a browser. */
    readonly switchyard?: SwitchyardBridge;
  }
}

const version = document.querySelector('#version');
if (version !== null) version.textContent = window.switchyard?.version ?? '';
