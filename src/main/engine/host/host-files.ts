import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { recentWorkspaceSchema } from '#shared/contract/workspaces.ts';
import type { Preferences, RecentWorkspace } from '#shared/contract/workspaces.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Result } from '#shared/lib/result.ts';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import { JsonFile } from './json-file.ts';

/** Workspaces that are remembered at most. */
const recentLimit = 50;

const rememberedSchema = recentWorkspaceSchema.omit({ exists: true });
/** A workspace as the list keeps it. */
export type RememberedWorkspace = z.infer<typeof rememberedSchema>;

const recentFileSchema = z.object({ workspaces: z.array(rememberedSchema) });
/** Types of a newer version of the app are passed over. */
const preferencesFileSchema = z.object({
  nativeNotifications: z.array(z.string()).readonly(),
  // A version before had no such thing.
  editor: z.string().default(''),
});

/** What the operating system notifies of too, until a person chooses: what needs them, and an end. */
const defaultPreferences: Preferences = {
  nativeNotifications: [
    'attempt_waiting',
    'task_blocked',
    'review_wanted',
    'merge_conflict',
    'repository_changed',
    'run_completed',
    'run_failed',
  ],
  editor: '',
};

/** What the app remembers beside its workspaces, as two files of the data folder. */
export class HostFiles {
  readonly #recent: JsonFile<typeof recentFileSchema>;
  readonly #preferences: JsonFile<typeof preferencesFileSchema>;
  readonly #mutex = new KeyedMutex();

  constructor(dataFolder: string, logger: Logger) {
    this.#recent = new JsonFile(join(dataFolder, 'recent.json'), recentFileSchema, logger);
    this.#preferences = new JsonFile(
      join(dataFolder, 'preferences.json'),
      preferencesFileSchema,
      logger,
    );
  }

  /** Workspaces opened before, newest first. */
  async remembered(): Promise<readonly RememberedWorkspace[]> {
    return this.#mutex.run('recent', async () => (await this.#recent.read())?.workspaces ?? []);
  }

  /** The same, each with whether its folder is still there. */
  async recent(): Promise<RecentWorkspace[]> {
    const remembered = await this.remembered();
    return Promise.all(
      remembered.map(async (one) => ({ ...one, exists: await isFolder(one.folder) })),
    );
  }

  /** Puts a workspace at the head of the list. */
  async remember(workspace: RememberedWorkspace): Promise<Result<void, Failure>> {
    return this.#changeRecent((others) => [workspace, ...others], workspace.id);
  }

  /** Takes a workspace off the list. */
  async forget(id: string): Promise<Result<void, Failure>> {
    return this.#changeRecent((others) => others, id);
  }

  async preferences(): Promise<Preferences> {
    const stored = await this.#mutex.run('preferences', async () => this.#preferences.read());
    if (stored === null) return defaultPreferences;
    const known = stored.nativeNotifications.flatMap((type) => {
      const parsed = notificationTypeSchema.safeParse(type);
      return parsed.success ? [parsed.data] : [];
    });
    return { nativeNotifications: known, editor: stored.editor };
  }

  async setPreferences(preferences: Preferences): Promise<Result<void, Failure>> {
    return this.#mutex.run('preferences', async () => this.#preferences.write(preferences));
  }

  async #changeRecent(
    change: (others: readonly RememberedWorkspace[]) => readonly RememberedWorkspace[],
    id: string,
  ): Promise<Result<void, Failure>> {
    return this.#mutex.run('recent', async () => {
      const listed = (await this.#recent.read())?.workspaces ?? [];
      const others = listed.filter((one) => one.id !== id);
      return this.#recent.write({ workspaces: change(others).slice(0, recentLimit) });
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
