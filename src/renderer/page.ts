declare global {
  interface Window {
    /** Given by the preload; not there when the page is opened in a browser. */
    readonly switchyard?: { readonly version: string };
  }
}

const version = document.querySelector('#version');
if (version !== null) version.textContent = window.switchyard?.version ?? '';

export {};
