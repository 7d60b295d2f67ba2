import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { createHost } from '#main/engine/host/host.ts';
import type { Host } from '#main/engine/host/host.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { requestCancel } from '#main/engine/runs/run-control.ts';
import { createHostTerminals } from '#main/engine/host/host-terminals.ts';
import { createConnector } from '#main/ipc/connect.ts';
import { startWebServer } from './web-server.ts';
import type { WebServer, WebServerParts } from './web-server.ts';
import { hostIdentity } from './host-identity.ts';
import { SessionBook } from './session-book.ts';

/** The default port of pages. */
const usualPort = 4817;

export interface ServeOptions {
  readonly surroundings: Surroundings;
  readonly version: string;
  /** Folder to begin in; null begins at Welcome. */
  readonly folder: string | null;
  /** Whether a folder that cannot be opened is a failure; else the page shows Welcome. */
  readonly mustOpen: boolean;
  readonly pageFolder: string;
  /** 0 takes a free one; null the usual one, or a free one where that is taken. */
  readonly port: number | null;
  readonly opensBrowser: boolean;
  /** Calls the listener whenever the person at the terminal wants another address; null: nobody can. */
  readonly onRenew: ((listener: () => void) => Subscription) | null;
  /** Called with what happens, for the person at the terminal. */
  readonly notify: (event: ServeEvent) => void;
}

export type ServeEvent =
  | { readonly kind: 'ready'; readonly url: string; readonly workspace: string | null }
  /** Another address, because somebody asked for one. */
  | { readonly kind: 'renewed'; readonly url: string }
  | { readonly kind: 'no-workspace'; readonly problem: Failure }
  /** The usual port is taken; another one is used. */
  | { readonly kind: 'other-port' }
  /** The browser did not open; the address has to be opened by hand. */
  | { readonly kind: 'no-browser' }
  /** The active runs were asked to end, gracefully or now. */
  | { readonly kind: 'ending'; readonly now: boolean };

/**
 * Serves the app to a browser on this machine until the process gets a signal to end (SIGINT, SIGTERM). The
 * first signal lets active runs finish what runs; a second one stops them now and keeps their work.
 * Resolves to whether a run was cancelled that way.
 */
export async function serve(
  options: ServeOptions,
): Promise<Result<{ readonly cancelled: boolean }, Failure>> {
  const { surroundings, version, folder } = options;
  const details = { kind: 'serve', version, startFolder: folder, pickFolder: null } as const;
  const host = await createHost(surroundings, details);
  const terminals = createHostTerminals(host);
  try {
    return await serveHost(host, terminals, options);
  } finally {
    await host.dispose();
    await terminals.dispose();
  }
}

async function serveHost(
  host: Host,
  terminals: TerminalGate,
  options: ServeOptions,
): Promise<Result<{ readonly cancelled: boolean }, Failure>> {
  const { pageFolder, port, notify } = options;
  const { startProblem } = host;
  if (startProblem !== null && options.mustOpen) return err(startProblem);
  const connector = createConnector(host);
  const { logger } = host.surroundings;
  const identity = await hostIdentity(host.dataFile('serve'));
  if (!identity.ok) return identity;
  const book = new SessionBook(host.dataFile('serve/sessions'), host.surroundings.clock);
  const parts = { connector, terminals, pageFolder, identity: identity.value, book, logger };
  const started = await listen(parts, port, notify);
  if (!started.ok) return started;
  let renewing: Subscription | undefined;
  try {
    if (startProblem !== null) notify({ kind: 'no-workspace', problem: startProblem });
    // Listens first: whoever reads the address may end this at once.
    const ended = untilEnded(host, notify);
    renewing = options.onRenew?.(() => notify({ kind: 'renewed', url: started.value.renewUrl() }));
    const [cancelled] = await Promise.all([ended, announce(started.value, host, options)]);
    return ok({ cancelled });
  } finally {
    renewing?.dispose();
    await started.value.close();
  }
}

/** A browser keeps what it stores by address, so the usual port is taken whenever it is free. */
async function listen(
  parts: Omit<WebServerParts, 'port'>,
  port: number | null,
  notify: ServeOptions['notify'],
): Promise<Result<WebServer, Failure>> {
  const preferred = await startWebServer({ ...parts, port: port ?? usualPort });
  if (preferred.ok || port !== null || preferred.error.code !== 'port-unavailable')
    return preferred;
  notify({ kind: 'other-port' });
  return startWebServer({ ...parts, port: 0 });
}

async function announce(
  { url }: WebServer,
  host: Host,
  { notify, opensBrowser }: ServeOptions,
): Promise<void> {
  notify({ kind: 'ready', url, workspace: host.openWorkspaces[0]?.info.folder ?? null });
  if (!opensBrowser) return;
  try {
    const { default: open } = await import('open');
    const browser = await open(url);
    // Started apart from this process; that it cannot be started comes as an event.
    browser.once('error', () => notify({ kind: 'no-browser' }));
  } catch {
    notify({ kind: 'no-browser' });
  }
}

/** Waits for a signal, and for the runs that are to finish first. */
async function untilEnded(host: Host, notify: ServeOptions['notify']): Promise<boolean> {
  const { promise: ended, resolve } = Promise.withResolvers<boolean>();
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    const active = host.openWorkspaces.filter(({ drivenRun }) => drivenRun !== null);
    if (active.length === 0 && signals === 1) {
      resolve(false);
      return;
    }
    const now = signals > 1;
    if (signals > 2) {
      // Whoever asks three times does not want to wait for anything; the run can be resumed.
      resolve(true);
      return;
    }
    notify({ kind: 'ending', now });
    void Promise.all(active.map(async (one) => endRun(one, now))).then(() => resolve(true));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await ended;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Asks the run that is driven here to end, and resolves when it has; a halted one has ended too. */
async function endRun({ workspace, drivenRun }: OpenWorkspace, now: boolean): Promise<void> {
  if (drivenRun === null) return;
  requestCancel(workspace, drivenRun.run.id, now);
  await drivenRun.finished.catch(() => {});
}

/** What there is to say of an event, for people. */
export function describeServeEvent(event: ServeEvent): string {
  switch (event.kind) {
    case 'ready': {
      const where = event.workspace === null ? '' : ` for ${event.workspace}`;
      return `Switchyard is ready${where}:\n  ${event.url}\nThe address works once, in one browser. Press Ctrl-C to end.`;
    }
    case 'renewed':
      return `Another address, for another browser:\n  ${event.url}`;
    case 'no-workspace':
      return `${event.problem.message} The page lets you open another folder.`;
    case 'other-port':
      return `Port ${usualPort} is taken, so another one is used. Edits that were not sent lie under the usual address.`;
    case 'no-browser':
      return 'No browser could be opened: open the address yourself.';
    case 'ending':
      return event.now
        ? 'Stopping now; the work of the running agents is kept.'
        : 'Cancelling: running tasks finish. Press Ctrl-C again to stop them now.';
    default:
      return assertNever(event, 'serve event');
  }
}
