import { z } from 'zod';
import { hostInfoSchema, workspaceInfoSchema } from '#shared/contract/workspaces.ts';
import type { HostInfo, RecentWorkspace, WorkspaceInfo } from '#shared/contract/workspaces.ts';
import { recall, remember } from '#renderer/lib/remembered.ts';
import type { KeyValueStorage } from '#renderer/lib/remembered.ts';

const hostKey = 'switchyard.host';
const workspacesKey = 'switchyard.workspaces';
/** As many as a list can show; their documents are kept without a limit. */
const most = 20;

const openedSchema = z.object({ openedAt: z.iso.datetime(), workspace: workspaceInfoSchema });
type Opened = z.infer<typeof openedSchema>;

/** What the host said when it last answered, so that a page that is loaded while it is away can begin. */
export class HostMemory {
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
  }

  /** The host as it described itself; null before its first word to this browser. */
  get info(): HostInfo | null {
    return recall(this.#storage, hostKey, hostInfoSchema);
  }

  /** Where a page begins that was opened without a place: where the host was started, else where one was last. */
  get startWorkspaceId(): string | null {
    const opened = this.#opened();
    const start = this.info?.startWorkspaceId;
    const known = opened.find(({ workspace }) => workspace.id === start) ?? opened[0];
    return known?.workspace.id ?? null;
  }

  /** Workspaces that were open in this browser, newest first. */
  get recent(): readonly RecentWorkspace[] {
    return this.#opened().map(({ openedAt, workspace: { id, name, folder } }) => ({
      id,
      name,
      folder,
      openedAt,
      exists: true,
    }));
  }

  /** A workspace that was open in this browser, as it was then; null for any other. */
  workspace(id: string): WorkspaceInfo | null {
    return this.#opened().find(({ workspace }) => workspace.id === id)?.workspace ?? null;
  }

  answered(info: HostInfo): void {
    remember(this.#storage, hostKey, info);
  }

  /** `now` is in epoch milliseconds. */
  opened(workspace: WorkspaceInfo, now: number): void {
    const opened = { openedAt: new Date(now).toISOString(), workspace };
    this.#write([opened, ...this.#others(workspace.id)]);
  }

  /** Takes a workspace off the list; its documents stay. */
  forget(id: string): void {
    this.#write(this.#others(id));
  }

  #others(id: string): readonly Opened[] {
    return this.#opened().filter(({ workspace }) => workspace.id !== id);
  }

  #opened(): readonly Opened[] {
    return recall(this.#storage, workspacesKey, z.array(openedSchema)) ?? [];
  }

  #write(opened: readonly Opened[]): void {
    remember(this.#storage, workspacesKey, opened.slice(0, most));
  }
}
