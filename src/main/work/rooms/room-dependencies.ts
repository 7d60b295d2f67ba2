import { createHash } from 'node:crypto';
import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { cloneFolder } from '#main/system/clone-folder.ts';
import { copyFileInto, removeFileFrom } from '#main/system/copy-into.ts';
import { changedSince, mendCopy, stampNow } from '#main/system/folder-changes.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { writing } from '#main/git/file-errors.ts';
import { copyChanged, copyChangedCode } from './dependency-copy.ts';
import type { DependencyCopy } from './dependency-copy.ts';
import { FileSeal } from './file-seal.ts';
import { removeOthers, showTree, submodulesOf, writeRoomGit } from './room.ts';
import type { Room } from './room.ts';
import { SealedFolder } from './sealed-folder.ts';

/** What a room is to be provided with. */
export interface Provision {
  readonly copy: DependencyCopy;
  /** Folders and files of the copy that the room gets: those of which the tree has nothing of its own. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Commands that set dependencies up, and the tree in which they run. */
  readonly commands: readonly string[];
  readonly setupTree: string;
  /** Commit that the room's own git is at meanwhile. */
  readonly head: string;
  /** Another one whenever the room is to be provided once more. */
  readonly key: string;
  /** Folders that stay from check to check. */
  readonly kept: readonly string[];
}

/** Runs a command that sets dependencies up; null when it went well, else why not. */
export type SetUp = (command: string) => Promise<string | null>;

const stateSchema = z.object({
  key: z.string(),
  /** What the room was given, by path. */
  provided: z.array(z.string()),
  /** Those of them that are single files of the person's checkout, such as `.env`. */
  files: z.array(z.string()).default([]),
  /** Whether that is made good from the room's own copy rather than from the run's. */
  isOwn: z.boolean(),
});
type RoomState = z.infer<typeof stateSchema>;

const stateBytes = 1024 ** 2;
/** So often is a copy used that is changed while it is. */
const mostTries = 2;

/** What the room holds of dependencies; forgotten when it is not sure that it does. */
export class RoomDependencies {
  readonly #room: Room;
  readonly #seal: FileSeal;
  readonly #pristine: SealedFolder;
  #state: RoomState | null | undefined;

  constructor(room: Room) {
    this.#room = room;
    this.#seal = new FileSeal(this.#stamp);
    this.#pristine = new SealedFolder(room.pristine, join(room.notes, 'pristine.stamp'));
  }

  /** Paths that are none of a check's leftovers. */
  get provided(): readonly string[] {
    return this.#state?.provided ?? [];
  }

  /**
   * Provides the room with exactly what `wanted` says: what a check has changed is made good from a copy that nobody
   * works with; where other dependencies are wanted, all is made again.
   * @returns why the dependencies could not be set up; null when they are
   */
  async provide(wanted: Provision, setUp: SetUp): Promise<string | null> {
    await this.#read();
    try {
      if (this.#state?.key === wanted.key && (await this.#mend(wanted))) return null;
      return await this.#provideAll(wanted, setUp);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== copyChangedCode) throw error;
      return `${error.failure.message} ${error.failure.action}`;
    }
  }

  /** Forgets what the room was given: it was emptied. */
  async forget(): Promise<void> {
    this.#state = null;
    await rm(this.#file, { force: true });
  }

  /**
   * Takes the person's files away, which may hold secrets, until the room is provided for again. Only when nothing
   * runs in it.
   */
  async hideFiles(): Promise<void> {
    await this.#read();
    const { files = [], isOwn = false } = this.#state ?? {};
    if (files.length === 0) return;
    const isUntouched = isOwn && (await this.#pristine.isUntouched());
    for (const path of files) {
      await removeFileFrom(this.#room.folder, path);
      await removeFileFrom(this.#room.pristine, path);
    }
    if (isUntouched) await this.#pristine.set();
  }

  get #file(): string {
    return join(this.#room.notes, 'provided.json');
  }

  get #stamp(): string {
    return join(this.#room.notes, 'provided.stamp');
  }

  async #stampNow(): Promise<void> {
    await stampNow(this.#stamp);
    await this.#seal.set();
    await this.#seal.keep();
  }

  /** False when it is not known what was changed. */
  async #mend(wanted: Provision): Promise<boolean> {
    const { folder, pristine } = this.#room;
    const { provided = [], files = [], isOwn = false } = this.#state ?? {};
    if (provided.length === 0) return true;
    const hidden = await missingOf(folder, files);
    const places = provided
      .filter((path) => !hidden.includes(path))
      .map((path) => join(folder, path));
    // Somebody may have set its time.
    if (await this.#seal.isBroken()) return false;
    const changed = await changedSince(places, this.#stamp);
    if (changed === null) return false;
    if (changed.length === 0 && hidden.length === 0) return true;
    // What a setup made in the room itself needs nothing of the run's copy.
    const copy = isOwn && hidden.length === 0 ? null : await wanted.copy.sure();
    await writing(folder, async () => {
      for (const path of provided) {
        const place = join(folder, path);
        const own = changed.filter((one) => one === place || one.startsWith(`${place}/`));
        const isFile = wanted.copy.files.includes(path);
        const original = isOwn ? pristine : ((isFile ? copy?.filesFolder : copy?.content) ?? '');
        if (own.length > 0 && !hidden.includes(path))
          await mendCopy(join(original, path), place, own);
      }
      for (const path of hidden) await copyFileInto(copy?.filesFolder ?? '', folder, path);
      await this.#stampNow();
    });
    // Looked at last, so that what was copied is known to be as it was taken.
    if (isOwn && !(await this.#pristine.isUntouched())) return false;
    return copy === null || copy.isUntouched();
  }

  async #provideAll(wanted: Provision, setUp: SetUp): Promise<string | null> {
    const room = this.#room;
    await this.forget();
    await removeOthers(room, wanted.kept);
    const { folders, files, commands, kept } = wanted;
    if (commands.length > 0) {
      await showTree(room, wanted.setupTree, kept);
      await writeRoomGit(room, wanted.head);
    }
    await this.#giveAll(wanted);
    let provided: readonly string[] = [...folders, ...files];
    for (const command of commands) {
      const problem = await setUp(command);
      if (problem !== null) return problem;
    }
    const isOwn = commands.length > 0;
    if (isOwn) provided = await this.#keepPristine(kept);
    this.#state = { key: wanted.key, provided: [...provided], files: [...files], isOwn };
    await writing(room.notes, async () => {
      if (provided.length > 0) await this.#stampNow();
      await writeFile(this.#file, JSON.stringify(this.#state), { mode: privateFileMode });
    });
    return null;
  }

  /** Gives the room what it is to have of the copy, as that was taken. */
  async #giveAll({ copy: taken, folders, files }: Provision): Promise<void> {
    const { folder } = this.#room;
    if (folders.length === 0 && files.length === 0) return;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const copy = await taken.sure();
      await writing(folder, async () => {
        for (const path of folders) await give(copy.content, folder, path);
        for (const path of files) await copyFileInto(copy.filesFolder ?? '', folder, path);
      });
      // Looked at last, so that what was copied is known to be as it was taken.
      if (await copy.isUntouched()) return;
      for (const path of [...folders, ...files]) await removeFully(join(folder, path));
    }
    throw copyChanged([...folders, ...files]);
  }

  /** Copies all that the setup left beside the tree, so that a check's changes of it can be made good. */
  async #keepPristine(kept: readonly string[]): Promise<readonly string[]> {
    const { git, folder, pristine } = this.#room;
    const args = ['ls-files', '--others', '--directory', '--no-empty-directory', '-z'];
    const listed = (await git.run(args)).stdout.split('\0');
    const found = listed
      .map((path) => path.replace(/\/$/, ''))
      .filter((path) => path !== '' && !kept.some((one) => one.replace(/\/+$/, '') === path));
    const paths = [...found, ...(await submodulesOf(this.#room))];
    await writing(pristine, async () => {
      await removeFully(pristine);
      for (const path of paths) {
        await mkdir(dirname(join(pristine, path)), { recursive: true });
        await cloneFolder(join(folder, path), join(pristine, path));
      }
      await this.#pristine.set();
    });
    return paths;
  }

  async #read(): Promise<void> {
    if (this.#state !== undefined) return;
    const read = await readNamedText(this.#file, stateBytes);
    this.#state = read.ok && read.value !== null ? parseState(read.value) : null;
  }
}

function parseState(text: string): RoomState | null {
  try {
    const parsed = stateSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Those of `paths` that are not there. */
async function missingOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const path of paths) {
    if ((await lstat(join(folder, path)).catch(() => null)) === null) missing.push(path);
  }
  return missing;
}

async function give(content: string | null, folder: string, path: string): Promise<void> {
  if (content === null || (await lstat(join(folder, path)).catch(() => null)) !== null) return;
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await cloneFolder(join(content, path), join(folder, path));
}

/** One text for all that decides what a room is provided with. */
export function provisionKey(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
