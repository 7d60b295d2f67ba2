import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { leadsBackProblem } from '#shared/core/paths/leads-back-problem.ts';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import { cloneFolder } from '#main/system/clone-folder.ts';
import { changedSince, stampNow } from '#main/system/folder-changes.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { makePrivateFolder, privateFileMode } from '#main/system/private-files.ts';
import type { GitClient } from '#main/git/client.ts';
import { writing } from '#main/git/file-errors.ts';
import { carriedFrom } from '#main/git/worktree-files.ts';
import type { Carried } from '#main/git/worktree-files.ts';
import type { ProvisionSettings } from '#main/work/orders.ts';
import { useCopy, isInUse } from './copies-in-use.ts';
import { leadsBack } from '#main/system/leads-back.ts';
import { copyFiles, digestOfFiles, inputsOf, sealedFiles } from './copied-files.ts';
import { FileSeal } from './file-seal.ts';
import { SealedFolder } from './sealed-folder.ts';

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
  /** Whether nobody has changed it since it was taken. */
  readonly isUntouched: () => Promise<boolean>;
  /**
   * The copy to take something from now: this one, or where somebody has changed it, one that is taken from the checkout
   * again.
   * @throws {FailureError} with {@link copyChangedCode} when the checkout is not as it was either
   */
  readonly sure: () => Promise<DependencyCopy>;
}

export const copyChangedCode = 'dependencies-copy-changed';

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
  /** Hears that a copy was taken again. */
  readonly report?: (text: string) => void;
}

/** The folders that were cloned, and by what is seen whether they were changed. */
interface Clones {
  readonly id: string;
  readonly described: z.infer<typeof describedSchema>;
  /** File that stands for the moment when they were begun. */
  readonly stamp: string;
  readonly begun: FileSeal;
  readonly content: SealedFolder;
}

function clonesIn(place: string, id: string, described: Clones['described']): Clones {
  const folder = join(place, id);
  const stamp = join(folder, 'stamp');
  const content = new SealedFolder(join(folder, 'content'), join(folder, 'made'));
  return { id, described, stamp, begun: new FileSeal(stamp), content };
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
    const known = await withClones(parts, note, before);
    if (known !== null) return known;
  }
  const { git, root } = parts;
  const carried = await carriedFrom(git, root, settings);
  return take(parts, note, carried, await inputsOf(parts, settings.setupInputs));
}

/** Takes what is carried, and notes in `note` which copies it is in. */
async function take(
  parts: CopyParts,
  note: string,
  { files, folders }: Carried,
  inputs: OfRun['inputs'],
): Promise<DependencyCopy> {
  const { place } = parts;
  if (files.length === 0 && folders.length === 0) {
    const empty = { id: null, files: [], filesFolder: null, filesDigest: '', inputs };
    return copyOf(parts, note, empty, null);
  }
  return writing(place, async () => {
    await makePrivateFolder(place);
    const clones = await clonesOf(parts, folders);
    const ofRun = { id: clones?.id ?? null, ...(await copyFiles(parts, files)), inputs };
    await writeJson(note, ofRun);
    return copyOf(parts, note, ofRun, clones);
  });
}

/** Takes a copy again that somebody has changed, if the checkout still has what it was made of. */
async function takeAgain(
  parts: CopyParts,
  note: string,
  ofRun: OfRun,
  clones: Clones | null,
): Promise<DependencyCopy> {
  const { root, report } = parts;
  const { folders = [], places = [] } = clones?.described ?? {};
  const isSame =
    clones === null ||
    (!(await clones.begun.isBroken()) &&
      sameList(places, await Promise.all(folders.map((folder) => placeOf(join(root, folder))))) &&
      (await isUnchanged(root, folders, clones.stamp)));
  if (!isSame) throw copyChanged(folders);
  const { digest } = await digestOfFiles(parts, ofRun.files);
  if (ofRun.filesFolder !== null && digest !== ofRun.filesDigest) throw copyChanged(ofRun.files);
  report?.(
    `The app's copy of ${[...folders, ...ofRun.files].join(', ')} was changed; it is taken from the checkout again.`,
  );
  return take(parts, note, { files: ofRun.files, folders }, ofRun.inputs);
}

/** What a person reads when neither the copy nor the checkout is as it was. */
export function copyChanged(paths: readonly string[]): FailureError {
  const names = paths.join(', ');
  return new FailureError(
    failure(
      copyChangedCode,
      `Something has changed the app's copy of ${names}, which this run works with, and your checkout has not what it was made of any more.`,
      `See that ${names} in your checkout is as it should be, and start another run: it works with what is there then.`,
    ),
  );
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
): Promise<Clones | null> {
  if (folders.length === 0) return null;
  const places = await Promise.all(folders.map(async (folder) => placeOf(join(root, folder))));
  const newest = await newestOf(place, await readdir(place));
  if (newest !== null) {
    const described = await readJson(join(place, newest, description), describedSchema);
    const known = described === null ? null : clonesIn(place, newest, described);
    const isGood =
      known !== null &&
      sameList(known.described.folders, folders) &&
      sameList(known.described.places, places) &&
      !(await known.begun.isBroken()) &&
      (await isUnchanged(root, folders, known.stamp));
    if (isGood && (await known.content.isUntouched())) {
      await useCopy(join(place, newest));
      return known;
    }
  }
  const id = ids.next('clone');
  const folder = join(place, id);
  const made = clonesIn(place, id, {
    folders: [...folders],
    places,
    digest: '',
    isDetached: true,
  });
  await mkdir(join(folder, 'content'), { recursive: true });
  await useCopy(folder);
  // Before the first file is read: what is changed while they are cloned counts as later.
  await stampNow(made.stamp);
  await made.begun.set();
  await made.begun.keep();
  for (const path of folders) {
    const to = join(folder, 'content', path);
    await mkdir(join(to, '..'), { recursive: true });
    await cloneFolder(join(root, path), to);
  }
  await detach(folder, folders, root);
  await made.content.set();
  const digest = await digestOf(join(folder, 'content'));
  const described = { ...made.described, digest };
  await writeJson(join(folder, description), described);
  return { ...made, described };
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

async function withClones(
  parts: CopyParts,
  note: string,
  ofRun: OfRun,
): Promise<DependencyCopy | null> {
  const { place } = parts;
  if (ofRun.id === null) return copyOf(parts, note, ofRun, null);
  const described = await readJson(join(place, ofRun.id, description), describedSchema);
  if (described === null) return null;
  await useCopy(join(place, ofRun.id));
  return copyOf(parts, note, ofRun, clonesIn(place, ofRun.id, described));
}

function copyOf(
  parts: CopyParts,
  note: string,
  ofRun: OfRun,
  clones: Clones | null,
): DependencyCopy {
  const { place } = parts;
  const { files, filesFolder, filesDigest, inputs } = ofRun;
  const sealed = [clones?.content, filesFolder === null ? null : sealedFiles(place, filesFolder)];
  let next: Promise<DependencyCopy> | null = null;
  const copy: DependencyCopy = {
    content: clones === null ? null : join(place, clones.id, 'content'),
    folders: clones?.described.folders ?? [],
    filesFolder: filesFolder === null ? null : join(place, filesFolder, 'content'),
    files,
    digest: createHash('sha256')
      .update(`${clones?.described.digest ?? ''} ${filesDigest}`)
      .digest('hex'),
    inputs,
    stamp: clones?.stamp ?? null,
    isUntouched: async () => {
      for (const one of sealed) if (one && !(await one.isUntouched())) return false;
      return true;
    },
    sure: async () => {
      if (next !== null) return (await next).sure();
      if (await copy.isUntouched()) return copy;
      next ??= takeAgain(parts, note, ofRun, clones);
      next.catch(() => (next = null));
      return next;
    },
  };
  return copy;
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
