import '#renderer/ui/theme/theme.ts';
import '#renderer/ui/theme/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { reachHost } from '#renderer/bridge/reach-host.ts';
import { followPage } from '#renderer/lib/drafts.ts';
import { App } from './app.tsx';
import { fetchTheRest, parts } from './routes.tsx';

// The page's policy forbids to make code from text, which zod would try.
z.config({ jitless: true });

const connection = reachHost();

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
