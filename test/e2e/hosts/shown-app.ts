import type { Page } from '@playwright/test';
import type { ServeProcess } from '../served-app.ts';

/** A host that shows the page: `serve` and a Chromium, or the desktop app. */
export type HostName = 'browser' | 'desktop';

/**
 * The app of one story in a page. All that a story does differently from host to host is behind this, so
 * that no story knows its host.
 */
export interface ShownApp {
  readonly page: Page;
  /** Brings the page to where the app begins: the story's workspace, or Welcome. */
  enter(): Promise<void>;
  /** On Welcome: presses "Open a repository" and chooses a folder in the dialog that the host has. */
  chooseRepository(folder: string): Promise<void>;
  /** Does something that makes the app ask before it opens a link; says no. Gives what was asked. */
  declineLink(follow: () => Promise<void>): Promise<string>;
  /** The process that serves the page; null on the desktop, where the app itself is the host. */
  readonly served: ServeProcess | null;
  close(): Promise<void>;
}
