import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderListing, HostInfo, Preferences } from '#shared/contract/workspaces.ts';
import type { RecentWorkspace } from '#shared/contract/workspaces.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TrustFolder } from '#shared/model/trust.ts';
import { readFolderRules } from '#main/trust/agreement-file.ts';
import { setFolderRules } from '#main/trust/folder-rules.ts';
import { dataFolder } from '#main/workspace/data-folder.ts';
import { closeDataFolder } from '#main/workspace/private-data.ts';
import { browseFolders } from './browse-folders.ts';
import { createDemo } from '#main/engine/demo.ts';
import { openInEditor } from './editor.ts';
import { prepareFolder } from './prepare-folder.ts';
import { HostFiles } from './host-files.ts';
import { HostNews } from '#main/engine/feeds/host-news.ts';
import { hostClosed, hostWorkspace, workspaceId } from './hosted-workspace.ts';
import type { HostedWorkspace, OpenWorkspace } from './hosted-workspace.ts';
import { trustFoldersFile } from '#main/engine/trust/open-trust-desk.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What one kind of host has that the other has not. */
export interface HostDetails {
  readonly kind: HostInfo['kind'];
  readonly version: string;
  /** Folder to begin in; null, or one that cannot be opened, shows Welcome. */
  readonly startFolder: string | null;
  /** Asks for a folder with a dialog of the system; null when there is no such dialog. */
  readonly pickFolder: (() => Promise<string | null>) | null;
  /** Shows a file in the program that the system has for it; what went wrong, or null. Left out: it cannot. */
  readonly openFile?: (file: string) => Promise<string | null>;
}

/** Makes a host and opens the workspace it is to begin in. */
export async function createHost(surroundings: Surroundings, details: HostDetails): Promise<Host> {
  const host = new Host(surroundings, details);
  const closed = await closeDataFolder(host.dataFile('.'), surroundings.logger);
  // What is to be written there says so itself.
  if (!closed.ok) surroundings.logger.warn(closed.error.message);
  if (details.startFolder !== null) await host.startIn(details.startFolder);
  return host;
}

/**
 * What pages talk to: the workspaces that are open in this process, and what the app remembers beside
 * them. Runs that are started here are driven here.
 */
export class Host {
  readonly surroundings: Surroundings;
  /** What waits in the open workspaces. */
  readonly news: HostNews;
  readonly #details: HostDetails;
  readonly #dataFolder: string;
  readonly #files: HostFiles;
  readonly #open = new Map<string, HostedWorkspace>();
  readonly #openListeners = new Set<(opened: OpenWorkspace) => void>();
  readonly #mutex = new KeyedMutex();
  #startWorkspaceId: string | null = null;
  #startProblem: Failure | null = null;
  #isDisposed = false;

  constructor(surroundings: Surroundings, details: HostDetails) {
    const { environment, platform, home, logger } = surroundings;
    this.surroundings = surroundings;
    this.#details = details;
    this.#dataFolder = dataFolder(environment, platform, home);
    this.#files = new HostFiles(this.#dataFolder, logger);
    this.news = new HostNews(this, logger);
  }

  /** Why the start folder could not be opened; null when it was, or there is none. */
  get startProblem(): Failure | null {
    return this.#startProblem;
  }

  /** The workspaces that are open now. */
  get openWorkspaces(): readonly OpenWorkspace[] {
    return [...this.#open.values()];
  }

  /** Calls `listener` with each workspace that is opened from now on. */
  onOpen(listener: (opened: OpenWorkspace) => void): Subscription {
    this.#openListeners.add(listener);
    return { dispose: () => void this.#openListeners.delete(listener) };
  }

  describe(): HostInfo {
    const { platform, home } = this.surroundings;
    const { kind, version, pickFolder, openFile } = this.#details;
    return {
      version,
      platform,
      kind,
      home,
      startWorkspaceId: this.#startWorkspaceId,
      canPickFolder: pickFolder !== null,
      canOpenFiles: openFile !== undefined,
    };
  }

  /**
   * Shows a text file of a workspace in the program that the system has for it. Refused where the host cannot,
   * and for what is no plain file: what a link leads to might be a program.
   */
  async openFile(file: string): Promise<Result<void, Failure>> {
    return this.#show(file, (found) => found.isFile(), 'it is not there, or no plain file');
  }

  /** Shows a folder of a workspace in the system's file manager. Refused where the host cannot. */
  async showFolder(folder: string): Promise<Result<void, Failure>> {
    return this.#show(folder, (found) => found.isDirectory(), 'it is not there, or no folder');
  }

  async #show(
    path: string,
    isRight: (found: Stats) => boolean,
    otherwise: string,
  ): Promise<Result<void, Failure>> {
    const { openFile } = this.#details;
    const isThere = await lstat(path).then(isRight, () => false);
    const reason =
      openFile === undefined
        ? 'files are opened by the desktop app only'
        : isThere
          ? await openFile(path)
          : otherwise;
    if (reason === null) return ok(undefined);
    const message = `${path} cannot be opened: ${reason}.`;
    return err(failure('file-not-opened', message, 'Copy the path and open it yourself.'));
  }

  /** Opens a workspace's repository in the person's editor; answers its name. */
  async openEditor(folder: string): Promise<Result<{ readonly editor: string }, Failure>> {
    const { editor: command } = await this.preferences();
    const { environment } = this.surroundings;
    const opened = await openInEditor({ command, folder, environment });
    return opened.ok ? ok({ editor: opened.value }) : opened;
  }

  /** Path of a file of the app's own, `name` relative to its data folder. */
  dataFile(name: string): string {
    return join(this.#dataFolder, name);
  }

  /** Opens `folder` and makes it the workspace that pages begin in. */
  async startIn(folder: string): Promise<Result<OpenWorkspace, Failure>> {
    const opened = await this.openFolder(folder);
    this.#startWorkspaceId = opened.ok ? opened.value.id : null;
    this.#startProblem = opened.ok ? null : opened.error;
    return opened;
  }

  /** Opens the repository that `folder` lies in, or gives the workspace when it is open already. */
  async openFolder(folder: string): Promise<Result<OpenWorkspace, Failure>> {
    return this.#mutex.run('open', async () => {
      if (this.#isDisposed) return err(hostClosed());
      const opened = await openWorkspace(this.#fromHome(folder), this.surroundings);
      return opened.ok ? ok(await this.#take(opened.value)) : opened;
    });
  }

  /** Makes the demo workspace in a fresh folder below the data folder, and opens it. */
  async openDemo(): Promise<Result<OpenWorkspace, Failure>> {
    return this.#mutex.run('open', async () => {
      if (this.#isDisposed) return err(hostClosed());
      const folder = join(this.#dataFolder, 'demos', this.surroundings.ids.next('demo'), 'shelf');
      const created = await createDemo(folder, this.surroundings);
      return created.ok ? ok(await this.#take(created.value)) : created;
    });
  }

  /**
   * The workspace of this id: the open one, else the one of the recent list is opened, so that a page
   * goes on after a restart of the host.
   */
  async workspace(id: string): Promise<Result<OpenWorkspace, Failure>> {
    const open = this.#open.get(id);
    if (open !== undefined) return ok(open);
    const remembered = (await this.#files.remembered()).find((one) => one.id === id);
    if (remembered === undefined) return err(unknownWorkspace(id));
    const opened = await this.openFolder(remembered.folder);
    if (!opened.ok || opened.value.id === id) return opened;
    const message = `${remembered.folder} is another repository than it was.`;
    return err(failure('workspace-moved', message, 'Open the repository by its folder.'));
  }

  /** Closes a workspace; a run that is driven here is halted first and can be resumed. */
  async close(id: string): Promise<void> {
    await this.#mutex.run('open', async () => {
      const open = this.#open.get(id);
      this.#open.delete(id);
      await open?.close();
    });
  }

  /** Workspaces opened before, newest first. */
  async recent(): Promise<RecentWorkspace[]> {
    return this.#files.recent();
  }

  /** Takes a workspace off the recent list; nothing of it is deleted. */
  async forget(id: string): Promise<Result<void, Failure>> {
    return this.#files.forget(id);
  }

  /** Makes a folder one that can be opened, with a first commit of its files. */
  async prepareFolder(folder: string): Promise<Result<void, Failure>> {
    return prepareFolder(this.#fromHome(folder), this.surroundings.environment);
  }

  /** The folders in `folder`; null means the home folder. */
  async browse(folder: string | null): Promise<Result<FolderListing, Failure>> {
    return browseFolders(this.#fromHome(folder ?? '~'));
  }

  /** The folder that a person chose; null when they did not, or there is no dialog. */
  async pickFolder(): Promise<string | null> {
    return (await this.#details.pickFolder?.()) ?? null;
  }

  async preferences(): Promise<Preferences> {
    return this.#files.preferences();
  }

  async setPreferences(preferences: Preferences): Promise<Result<void, Failure>> {
    return this.#files.setPreferences(preferences);
  }

  /** The person's own rules for folders: where nothing is asked, and where it always is. */
  async trustFolders(): Promise<TrustFolder[]> {
    return [...(await readFolderRules(trustFoldersFile(this.#dataFolder)))];
  }

  /** Replaces these rules; they count at once in all workspaces. */
  async setTrustFolders(folders: readonly TrustFolder[]): Promise<Result<void, Failure>> {
    const written = await setFolderRules(trustFoldersFile(this.#dataFolder), folders);
    if (written.ok) await Promise.all(this.openWorkspaces.map(async (one) => one.rereadConfig()));
    return written;
  }

  /** Halts what is driven here, so that it can be resumed, and closes all workspaces. */
  async dispose(): Promise<void> {
    await this.#mutex.run('open', async () => {
      this.#isDisposed = true;
      this.news.close();
      const open = [...this.#open.values()];
      this.#open.clear();
      await Promise.all(open.map(async (one) => one.close()));
    });
  }

  /** A folder as a person types it: `~` is their home folder. */
  #fromHome(folder: string): string {
    const [first, rest] = [folder.slice(0, 1), folder.slice(1)];
    return first === '~' && /^($|[/\\])/.test(rest) ? join(this.surroundings.home, rest) : folder;
  }

  async #take(opened: Workspace): Promise<OpenWorkspace> {
    const id = workspaceId(opened);
    const known = this.#open.get(id);
    if (known !== undefined) {
      await opened.close();
      return known;
    }
    const hosted = await hostWorkspace(opened);
    this.#open.set(id, hosted);
    for (const listener of this.#openListeners) listener(hosted);
    const { name, folder } = hosted.info;
    const openedAt = isoTime(this.surroundings.clock.now());
    const remembered = await this.#files.remember({ id, name, folder, openedAt });
    if (!remembered.ok) this.surroundings.logger.warn(remembered.error.message);
    return hosted;
  }
}

function unknownWorkspace(id: string): Failure {
  const message = `There is no workspace ${id} among those opened before.`;
  return failure('unknown-workspace', message, 'Open the repository by its folder.');
}
