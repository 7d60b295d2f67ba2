import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app, dialog, session } from 'electron';
import { version } from '#package.json';
import { systemClock } from '#shared/lib/clock.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { createHost } from './engine/host/host.ts';
import { createHostTerminals } from './engine/host/host-terminals.ts';
import { failureForPerson } from './engine/own-failure.ts';
import { createConnector } from '#main/ipc/connect.ts';
import { createStarter } from '#main/system/starting/create-starter.ts';
import { Desktop } from '#main/shell/desktop.ts';
import { DesktopHost } from '#main/shell/desktop-host.ts';
import { DesktopStateFile } from '#main/shell/desktop-state.ts';
import { linkScheme } from '#main/shell/deep-link.ts';
import { Dialogs } from '#main/shell/dialogs.ts';
import { openFileLogger } from '#main/shell/file-logger.ts';
import type { FileLogger } from '#main/shell/file-logger.ts';
import { servePorts } from '#main/shell/page-ports.ts';
import { registerPageScheme, servePage } from '#main/shell/page-protocol.ts';
import { guardContents, guardSession } from '#main/shell/security-guards.ts';
import { startRequest } from '#main/shell/start-arguments.ts';
import type { StartRequest } from '#main/shell/start-arguments.ts';
import { dataFolder } from '#main/workspace/data-folder.ts';
import { privateFolderMode } from '#main/system/private-files.ts';

/** Built to out/main/index.js, beside out/preload and out/renderer. */
const builtFolder = dirname(import.meta.dirname);
const ownFolder = join(dataFolder(process.env, process.platform, homedir()), 'desktop');
const logs = join(ownFolder, 'logs');
const resources = join(app.isPackaged ? process.resourcesPath : dirname(builtFolder), 'resources');
/** The program itself, and the app's folder where Electron is started with it. */
const ownArguments = app.isPackaged ? 1 : 2;

/**
 * Nothing is awaited at the top level: Electron becomes ready only after this module has been evaluated.
 */
function main(): void {
  app.setName('Switchyard');
  app.setAppUserModelId('dev.switchyard.desktop');
  mkdirSync(ownFolder, { recursive: true, mode: privateFolderMode });
  // Before the lock, which is one per folder: another data folder is another app.
  app.setPath('userData', ownFolder);
  app.enableSandbox();
  registerPageScheme();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const started = app.whenReady().then(start);
  const follow = (request: StartRequest): void => {
    void started.then(async (desktop) => desktop.follow(request), fail);
  };
  app.on('second-instance', (_event, received, folder) =>
    follow(startRequest(received, ownArguments, folder)),
  );
  app.on('open-url', (event, link) => {
    event.preventDefault();
    follow(startRequest([link], 0, ''));
  });
  follow(startRequest(process.argv, ownArguments, process.cwd()));
}

async function start(): Promise<Desktop> {
  const logger = await openFileLogger(join(logs, 'desktop.log'), systemClock);
  logErrors(logger);
  logger.info('Switchyard begins.', { version, electron: process.versions['electron'] });
  const dialogs = new Dialogs();
  guardSession(session.defaultSession);
  guardContents((address) => void dialogs.openLink(address));
  servePage(join(builtFolder, 'renderer'));
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  const host = await connectHost(logger, dialogs);
  servePorts(host, logger);
  return new Desktop({
    host,
    state: await DesktopStateFile.open(join(ownFolder, 'state.json'), logger),
    logger,
    dialogs,
    platform: process.platform,
    preload: join(builtFolder, 'preload', 'index.cjs'),
    icons: join(resources, 'icons'),
    logs,
  });
}

async function connectHost(logger: FileLogger, dialogs: Dialogs): Promise<DesktopHost> {
  const surroundings = {
    environment: process.env,
    platform: process.platform,
    home: homedir(),
    resourcesFolder: resources,
    starter: createStarter(resources, logger),
    clock: systemClock,
    ids: randomIdSource(),
    logger,
    tracer: silentTracer,
  };
  const pickFolder = async (): Promise<string | null> => dialogs.pickFolder();
  // A folder to begin in comes with the request to start, like that of a second start.
  const details = {
    kind: 'desktop' as const,
    version,
    startFolder: null,
    pickFolder,
    openFile: async (file: string): Promise<string | null> => dialogs.openFile(file),
  };
  const host = await createHost(surroundings, details);
  return new DesktopHost({
    host,
    connector: createConnector(host),
    terminals: createHostTerminals(host),
    logger,
  });
}

/**
 * Errors that nothing caught are bugs: the log keeps where they happened, and a person reads one sentence, once.
 * The app goes on as far as it can; what was under way in a run that it drove is kept.
 */
function logErrors(logger: FileLogger): void {
  let isKnown = false;
  process.on('uncaughtException', (error) => {
    logger.error('An error was not caught.', { error: error.stack });
    if (isKnown) return;
    isKnown = true;
    const { message, action } = failureForPerson(ownSurroundings, error);
    dialog.showErrorBox(message, action);
  });
  process.on('unhandledRejection', (reason) => {
    const error = reason instanceof Error ? reason.stack : String(reason);
    logger.error('A promise was rejected and nothing waited for it.', { error });
  });
}

const ownSurroundings = {
  environment: process.env,
  platform: process.platform,
  home: homedir(),
  clock: systemClock,
};

/** Without its host there is no app. */
function fail(error: unknown): void {
  const { message, action } = failureForPerson(ownSurroundings, error);
  dialog.showErrorBox('Switchyard could not start', `${message}\n\n${action}`);
  app.exit(1);
}

main();
