import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { leadsBackProblem } from '#shared/core/paths/leads-back-problem.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import { copyFileInto } from '#main/system/copy-into.ts';
import { cloneFolder } from '#main/system/clone-folder.ts';
import { changedSince, stampNow } from '#main/system/folder-changes.ts';
import { readForeignFile, readNamedText } from '#main/system/foreign-file.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { makePrivateFolder, privateFileMode } from '#main/system/private-files.ts';
import type { GitClient } from '#main/git/client.ts';
import { writing } from '#main/git/file-errors.ts';
import { carriedFrom } from '#main/git/worktree-files.ts';
import type { ProvisionSettings } from '#main/work/orders.ts';
import { useCopy, isInUse } from './copies-in-use.ts';
import { leadsBack } from '#main/system/leads-back.ts';

/** The person's dependencies as they were when the run began: worktrees and rooms get theirs from here. */
export interface DependencyCopy {
  /** Folder with the clones, each at the path that it has in the checkout; null where nothing was cloned. */
  readonly content: string | null;
  readonly folders: readonly string[];
  /** Folder with the copied files likewise. */
  readonly filesFolder: string | null;
  readonly files: readonly string[];
  /** Another one whenever anything of it is. */
  readonly digest: string;
  /** What the files that decide the setup are in the checkout, as git names their content; null for none. */
  readonly inputs: Readonly<Record<string, string | null>>;
  /** Stands for the moment when the clones were begun; null where nothing was cloned. */
  readonly stamp: string | null;
}

const describedSchema = z.object({
  folders: z.array(z.string()),
  /** Which folders of the checkout these were. */
  places: z.array(z.string()),
  digest: z.string(),
  /** That nothing of it leads back into the checkout. */
  isDetached: z.literal(true),
});
const runSchema = z.object({
  id: z.string().nullable(),
  files: z.array(z.string()),
  filesFolder: z.string().nullable(),
  filesDigest: z.string(),
  inputs: z.record(z.string(), z.string().nullable()),
});
type OfRun = z.infer<typeof runSchema>;

const description = 'copy.json';
const smallFileBytes = 1024 ** 2;

export interface CopyParts {
  /** Git in the person's checkout. */
  readonly git: GitClient;
  readonly root: string;
  /** The app's folder for such copies. */
  readonly place: string;
  readonly ids: IdSource;
}

/**
 * The copy that a run works with: the one it began with when it was interrupted, else the newest that is as the checkout
 * is now, else one that is made here.
 * @throws {FailureError} when it cannot be written, or was stopped
 */
export async function takeCopy(
  parts: CopyParts,
  runId: string,
  settings: ProvisionSettings,
): Promise<DependencyCopy> {
  const { place } = parts;
  const note = join(place, `run-${runId}.json`);
  const before = await readJson(note, runSchema);
  if (before !== null) {
    const known = await withClones(place, before);
    if (known !== null) return known;
  }
  const { git, root } = parts;
  const carried = await carriedFrom(git, root, settings);
  const inputs = await inputsOf(parts, settings.setupInputs);
  if (carried.files.length === 0 && carried.folders.length === 0) {
    const empty = { id: null, files: [], filesFolder: null, filesDigest: '', inputs };
    return copyOf(place, empty, null);
  }
  return writing(place, async () => {
    await makePrivateFolder(place);
    const clones = await clonesOf(parts, carried.folders);
    const files = await copyFiles(parts, carried.files);
    const ofRun: OfRun = { id: clones?.id ?? null, ...files, inputs };
    await writeJson(note, ofRun);
    return copyOf(place, ofRun, clones?.described ?? null);
  });
}

/** Whether the checkout's folders are not what the copy was made of any more; which paths, as far as that is known. */
export async function changedSinceCopy(
  root: string,
  { stamp, folders }: DependencyCopy,
): Promise<readonly string[]> {
  if (stamp === null) return [];
  const places = folders.map((folder) => join(root, folder));
  const missing = places.filter((folder) => !existsSync(folder));
  const changed = await changedSince(
    places.filter((folder) => existsSync(folder)),
    stamp,
  );
  return [...missing, ...(changed ?? places)];
}

/** Ends the use of copies by a run, and removes those that nobody uses, but for the newest. */
export async function dropCopies(place: string, runId: string): Promise<void> {
  await rm(join(place, `run-${runId}.json`), { force: true });
  const names = await readdir(place).catch(() => []);
  const ofRuns = await Promise.all(
    names
      .filter((name) => /^run-.*\.json$/.test(name))
      .map(async (name) => readJson(join(place, name), runSchema)),
  );
  const used = ofRuns.flatMap((one) => [one?.id, one?.filesFolder]);
  const newest = await newestOf(place, names);
  for (const name of names) {
    if (!/^(?:clone|files)-/.test(name) || name === newest) continue;
    if (used.includes(name) || (await isInUse(join(place, name)))) continue;
    await removeFully(join(place, name));
  }
}

async function clonesOf(
  { root, place, ids }: CopyParts,
  folders: readonly string[],
): Promise<{ readonly id: string; readonly described: z.infer<typeof describedSchema> } | null> {
  if (folders.length === 0) return null;
  const places = await Promise.all(folders.map(async (folder) => placeOf(join(root, folder))));
  const newest = await newestOf(place, await readdir(place));
  if (newest !== null) {
    const described = await readJson(join(place, newest, description), describedSchema);
    const isSame =
      described !== null &&
      sameList(described.folders, folders) &&
      sameList(described.places, places);
    const isGood = isSame && (await isUnchanged(root, folders, join(place, newest, 'stamp')));
    // Nobody works with the copy itself, but anybody can write there.
    if (
      isGood &&
      (await isUnchanged(join(place, newest), ['content'], join(place, newest, 'made')))
    ) {
      await useCopy(join(place, newest));
      return { id: newest, described };
    }
  }
  const id = ids.next('clone');
  const folder = join(place, id);
  await mkdir(join(folder, 'content'), { recursive: true });
  await useCopy(folder);
  // Before the first file is read: what is changed while they are cloned counts as later.
  await stampNow(join(folder, 'stamp'));
  for (const path of folders) {
    const to = join(folder, 'content', path);
    await mkdir(join(to, '..'), { recursive: true });
    await cloneFolder(join(root, path), to);
  }
  await detach(folder, folders, root);
  await stampNow(join(folder, 'made'));
  const digest = await digestOf(join(folder, 'content'));
  const described = { folders: [...folders], places, digest, isDetached: true as const };
  await writeJson(join(folder, description), described);
  return { id, described };
}

/** @throws {FailureError} when the copy leads back into the checkout all the same */
async function detach(copy: string, folders: readonly string[], root: string): Promise<void> {
  const found = await leadsBack(join(copy, 'content'), folders, root, true);
  if (found.length === 0) return;
  await removeFully(copy);
  throw new FailureError(leadsBackProblem(folders, found, root));
}

async function isUnchanged(
  root: string,
  folders: readonly string[],
  stamp: string,
): Promise<boolean> {
  const places = folders.map((folder) => join(root, folder));
  return (await changedSince(places, stamp))?.length === 0;
}

async function copyFiles(
  { root, place }: CopyParts,
  files: readonly string[],
): Promise<Pick<OfRun, 'files' | 'filesFolder' | 'filesDigest'>> {
  if (files.length === 0) return { files: [], filesFolder: null, filesDigest: '' };
  const hash = createHash('sha256');
  for (const file of files) {
    const read = await readForeignFile(root, file, { maximumBytes: smallFileBytes });
    const bytes = read.ok ? read.value?.bytes : undefined;
    // A long one is another one when its size or time is.
    const found = bytes === undefined ? await lstat(join(root, file)).catch(() => null) : null;
    hash
      .update(`${file}\0`)
      .update(bytes ?? `${found?.size} ${found?.mtimeMs}`)
      .update('\0');
  }
  const filesDigest = hash.digest('hex');
  const filesFolder = `files-${filesDigest.slice(0, 32)}`;
  await makePrivateFolder(join(place, filesFolder));
  await useCopy(join(place, filesFolder));
  const copied: string[] = [];
  for (const file of files) {
    if (await copyFileInto(root, join(place, filesFolder, 'content'), file)) copied.push(file);
  }
  return { files: copied, filesFolder, filesDigest };
}

/** What git calls the content of these files in the checkout. */
async function inputsOf(
  { git, root }: CopyParts,
  files: readonly string[],
): Promise<Record<string, string | null>> {
  const there: string[] = [];
  for (const file of files) {
    const found = await lstat(join(root, file)).catch(() => null);
    if (found?.isFile() === true && !file.includes('\n')) there.push(file);
  }
  const inputs = Object.fromEntries(files.map((file): [string, string | null] => [file, null]));
  if (there.length === 0) return inputs;
  const input = there.map((file) => `${file}\n`).join('');
  const named = await git.text(['hash-object', '--stdin-paths'], { input });
  for (const [index, object] of named.split('\n').entries()) {
    const file = there[index];
    if (file !== undefined) inputs[file] = object;
  }
  return inputs;
}

async function withClones(place: string, ofRun: OfRun): Promise<DependencyCopy | null> {
  if (ofRun.id === null) return copyOf(place, ofRun, null);
  const described = await readJson(join(place, ofRun.id, description), describedSchema);
  if (described === null) return null;
  await useCopy(join(place, ofRun.id));
  return copyOf(place, ofRun, described);
}

function copyOf(
  place: string,
  { id, files, filesFolder, filesDigest, inputs }: OfRun,
  described: z.infer<typeof describedSchema> | null,
): DependencyCopy {
  const clones = id === null || described === null ? null : join(place, id);
  return {
    content: clones === null ? null : join(clones, 'content'),
    folders: described?.folders ?? [],
    filesFolder: filesFolder === null ? null : join(place, filesFolder, 'content'),
    files,
    digest: createHash('sha256')
      .update(`${described?.digest ?? ''} ${filesDigest}`)
      .digest('hex'),
    inputs,
    stamp: clones === null ? null : join(clones, 'stamp'),
  };
}

/** The clone that was made last. */
async function newestOf(place: string, names: readonly string[]): Promise<string | null> {
  const made = await Promise.all(
    names
      .filter((name) => name.startsWith('clone-'))
      .map(async (name) => {
        const found = await lstat(join(place, name, description)).catch(() => null);
        return { name, at: found?.mtimeMs ?? 0 };
      }),
  );
  const [newest] = made.filter(({ at }) => at > 0).toSorted((a, b) => b.at - a.at);
  return newest?.name ?? null;
}

/** Another name for what else may be put in the place of a folder. */
async function placeOf(folder: string): Promise<string> {
  const { dev, ino } = await lstat(folder, { bigint: true });
  return `${dev}:${ino}`;
}

/** Names, kinds, sizes, modes and times of all that is in a folder, as one text. */
async function digestOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const walk = async (at: string, path: string): Promise<void> => {
    const names = (await readdir(at)).toSorted();
    const found = await Promise.all(names.map(async (name) => lstat(join(at, name))));
    for (const [index, name] of names.entries()) {
      const stat = found[index];
      if (stat === undefined) continue;
      const inner = `${path}/${name}`;
      const isFolder = stat.isDirectory();
      const about = isFolder ? 'folder' : `${stat.size} ${stat.mtimeMs}`;
      hash.update(`${inner}\0${stat.mode} ${about}\0`);
      if (isFolder) await walk(join(at, name), inner);
    }
  };
  await walk(folder, '');
  return hash.digest('hex');
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((one, index) => one === right[index]);
}

async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value | null> {
  const read = await readNamedText(file, smallFileBytes);
  if (!read.ok || read.value === null) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(read.value));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(value), { mode: privateFileMode });
  await rename(draft, file);
}
