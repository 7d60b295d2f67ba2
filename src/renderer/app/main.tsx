import '#renderer/ui/theme.ts';
import '#renderer/ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import type { SwitchyardBridge } from '#shared/contract/port-protocol.ts';
import { connectByMessagePort } from '#renderer/bridge/message-port-connection.ts';
import { connectByWebSocket } from '#renderer/bridge/web-socket-connection.ts';
import { followPage } from '#renderer/lib/drafts.ts';
import { App } from './app.tsx';
import { fetchTheRest, parts } from './routes.tsx';

declare global {
  interface Window {
    /** Not there when the page is opened in a browser. */
    readonly switchyard?: SwitchyardBridge;
  }
}

// The page's policy forbids to make code from text, which zod would try.
z.config({ jitless: true });

const connection =
  window.switchyard === undefined
    ? connectByWebSocket(window.location.href)
    : connectByMessagePort(window.switchyard);

followPage();

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <App connection={connection} parts={parts} />
  </StrictMode>,
);

/** The first view is on the screen by then, in ms. */
const firstViewMs = 500;
window.setTimeout(() => void fetchTheRest(), firstViewMs);
