import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import { expect, onTestFinished } from 'vitest';
import { createHost } from '#main/engine/host/host.ts';
import { createConnector } from '#main/ipc/connect.ts';
import { startWebServer } from '#main/serve/web-server.ts';
import type { ReplicaPage } from '../fixtures/replica-page/replica-page.ts';
import { sessionParts } from './serving.ts';
import { surroundings } from './workspaces.ts';
import type { TestWorkspace } from './workspaces.ts';

/** Builds the page of these tests; the folder is the caller's to remove. */
export async function buildReplicaPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-page-'));
  await build({
    root: join(import.meta.dirname, '../fixtures/replica-page'),
    configFile: false,
    logLevel: 'error',
    // As electron.vite.config.ts has it.
    resolve: { dedupe: ['dexie'] },
    build: { outDir: folder, emptyOutDir: true, target: 'esnext', minify: false },
  });
  return folder;
}

type Answers = { [Name in keyof ReplicaPage]: Awaited<ReturnType<ReplicaPage[Name]>> };

/** One tab with the page. */
export interface Tab {
  readonly page: Page;
  /** Calls what the page offers. */
  call<Name extends keyof ReplicaPage>(
    name: Name,
    ...args: Parameters<ReplicaPage[Name]>
  ): Promise<Answers[Name]>;
  /** Titles of its tasks by id. */
  titles(): Promise<Readonly<Record<string, string>>>;
  /** Waits until the host's documents are there. */
  loaded(): Promise<void>;
}

/** A host that serves the page for one workspace, and a browser that looks at it. */
export interface ReplicaPages {
  readonly context: BrowserContext;
  readonly tab: () => Promise<Tab>;
  readonly stopHost: () => Promise<void>;
  /** Starts a host anew on the same port, and lets the browser in. */
  readonly startHost: () => Promise<void>;
}

/** Serves `workspace` with the built page, in a browser profile of its own. */
export async function replicaPages(
  workspace: TestWorkspace,
  pageFolder: string,
  browser: Browser,
): Promise<ReplicaPages> {
  const context = await browser.newContext();
  let port = 0;
  let url = '';
  let isLetIn = false;
  let stop: (() => Promise<void>) | null = null;
  const stopHost = async (): Promise<void> => {
    await stop?.();
    stop = null;
  };
  onTestFinished(async () => {
    await context.close();
    await stopHost();
  });
  const startHost = async (): Promise<void> => {
    const around = surroundings(workspace.environment);
    const details = { kind: 'serve', version: '0.0.0-test', pickFolder: null } as const;
    const host = await createHost(around, { ...details, startFolder: workspace.root });
    const started = await startWebServer({
      connector: createConnector(host),
      terminals: { open: () => ({ receive: () => {}, close: () => {} }) },
      pageFolder,
      ...(await sessionParts(host)),
      port,
      logger: around.logger,
    });
    if (!started.ok) throw new Error(started.error.message);
    ({ port } = started.value);
    ({ url } = started.value);
    stop = async () => {
      await started.value.close();
      await host.dispose();
    };
  };
  await startHost();
  const tab = async (): Promise<Tab> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error('In the page:', error));
    // The first one is let in by the key, and all others by what the browser has kept since.
    await page.goto(isLetIn ? new URL('/', url).href : url);
    isLetIn = true;
    return tabOf(page);
  };
  return { context, tab, stopHost, startHost };
}

function tabOf(page: Page): Tab {
  const call: Tab['call'] = async <Name extends keyof ReplicaPage>(
    name: Name,
    ...args: Parameters<ReplicaPage[Name]>
  ) =>
    page.evaluate<Answers[Name]>(
      `replicaPage[${JSON.stringify(name)}](...${JSON.stringify(args)})`,
    );
  return {
    page,
    call,
    async titles() {
      const tasks = await call('tasks');
      return Object.fromEntries(tasks.map(({ id, title }) => [id, title]));
    },
    async loaded() {
      await expect
        .poll(async () => (await call('state'))?.isLoaded ?? false, { timeout: 15_000 })
        .toBe(true);
    },
  };
}
