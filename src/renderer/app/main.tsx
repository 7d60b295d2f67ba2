import '#renderer/ui/theme.ts';
import '#renderer/ui/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { desktopBridge } from '#renderer/bridge/desktop-bridge.ts';
import { connectByMessagePort } from '#renderer/bridge/message-port-connection.ts';
import { connectByWebSocket } from '#renderer/bridge/web-socket-connection.ts';
import { followPage } from '#renderer/lib/drafts.ts';
import { App } from './app.tsx';
import { fetchTheRest, parts } from './routes.tsx';

// The page's policy forbids to make code from text, which zod would try.
z.config({ jitless: true });

const bridge = desktopBridge();
const connection =
  bridge === null ? connectByWebSocket(window.location.href) : connectByMessagePort(bridge);

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
