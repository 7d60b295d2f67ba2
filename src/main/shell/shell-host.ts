import type { Subscription } from '#shared/lib/disposable.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { Preferences, RecentWorkspace } from '#shared/contract/workspaces.ts';
import type { Notification } from '#shared/model/notification.ts';

/** Over all open workspaces. */
export interface WorkCounts {
  /** Attempts whose agent works now. */
  readonly running: number;
  /** Attempts whose agent waits for an answer. */
  readonly waiting: number;
  /** Blocked tasks of the active runs. */
  readonly blocked: number;
}

/** A run that this process drives and that has not ended. */
export interface ShellRun {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly runId: string;
  /** Nothing new is dispatched; what runs goes on. */
  readonly isPaused: boolean;
}

export interface ShellStatus {
  readonly counts: WorkCounts;
  /** What waits for the person in all open workspaces, as their inboxes count it. */
  readonly needing: number;
  readonly runs: readonly ShellRun[];
}

/** A new entry of a workspace's inbox. */
export interface InboxEntry {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly notification: Notification;
  /** Task of the attempt that the notification is about; null when it is about something else. */
  readonly taskId: string | null;
}

/** The end of a message port in the main process, as Electron has it. */
export interface HostPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** What the desktop shell needs of the host. */
export interface ShellHost {
  status(): ShellStatus;
  /** Called after each change of {@link status}. */
  onStatus(listener: (status: ShellStatus) => void): Subscription;
  /** Called for entries made from now on, once for each. */
  onInboxEntry(listener: (entry: InboxEntry) => void): Subscription;
  /** The preferences as they are stored now. */
  preferences(): Promise<Pick<Preferences, 'nativeNotifications'>>;
  /** Of all runs that this process drives. */
  setPaused(paused: boolean): Promise<void>;
  /** Asks all runs of this process to end after their running attempts. */
  cancelRuns(): Promise<void>;
  /** Opens the repository that `folder` lies in; gives the id of its workspace. */
  openFolder(folder: string): Promise<Result<string, Failure>>;
  recent(): Promise<readonly RecentWorkspace[]>;
  /** Serves the contract until the port closes. */
  serveContract(port: HostPort): void;
  /** Serves one terminal until the port closes. */
  serveTerminal(port: HostPort, address: TerminalAddress): void;
  /** Stops runs that are left, so that they can be resumed, stores all, closes the databases. */
  close(): Promise<void>;
}
