import { createHash } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import type { Fingerprint, StashEntry, WatchedFile } from '#shared/core/guard/compare.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { FileArea } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { readForeignFile, readNamedText } from '#main/system/foreign-file.ts';
import { looseRefs, packedRefs, stashEntries } from './ref-files.ts';
import { filesBelow, linkTarget, stampOf } from '#main/system/file-stamps.ts';
import type { Stamp } from '#main/system/file-stamps.ts';
import { findCheckouts, findPlaces } from './watched-places.ts';
import type { GuardedRepository, WatchedCheckout, WatchedPlaces } from './watched-places.ts';

/** Larger files that decide what git does are reported, but not kept. */
const mostKeptBytes = 1024 ** 2;
/** Far more than a list of packed refs has. */
const mostPackedBytes = 256 * 1024 ** 2;
const mostReflogBytes = 16 * 1024 ** 2;
const mostRefs = 100_000;
/** Fewer refs than this are read one by one. */
const fewRefs = 10;
const mostFiles = 2_000;
/**
 * `git gc` writes this list of refs, under a name for a moment first, for those who read it over plain HTTP; git itself
 * never reads it.
 */
const listForServers = /^refs(?:_[A-Za-z0-9]{6})?$/;

/** A symbolic ref as its file has it. */
const refFormat =
  '--format=%(if)%(symref)%(then)ref: %(symref)%(else)%(objectname)%(end) %(refname)';

/** A file as it was, to be put back. */
export type KeptFile =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  /** What is no file, or too large. */
  | { readonly kind: 'unknown' };

interface Known<Value> {
  readonly stamp: Stamp;
  readonly value: Value;
}

interface ReaderParts {
  readonly git: GitClient;
  readonly repository: GuardedRepository;
  /** Folders with worktrees of the app. */
  readonly ownFolders: readonly string[];
  /** Files in which the app remembers what the person has agreed to. */
  readonly agreementFiles: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Reads what there is of a person's repository. The first time it reads all; later it looks at dates, and reads
 * what has another one.
 */
export class RepositoryReader {
  readonly #parts: ReaderParts;
  readonly #refs = new Map<string, Known<string>>();
  readonly #texts = new Map<string, Known<string>>();
  readonly #kept = new Map<string, Known<KeptFile>>();
  #packed: Known<ReadonlyMap<string, string>> | null = null;
  #stash: Known<readonly StashEntry[]> | null = null;
  #checkouts: Known<readonly WatchedCheckout[]> | null = null;
  #places: WatchedPlaces | null = null;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** The checkouts as they were read last. */
  get checkouts(): readonly WatchedCheckout[] {
    return this.#checkouts?.value ?? [];
  }

  /** What is there now. */
  async read(): Promise<Fingerprint> {
    const checkouts = await this.#readCheckouts();
    const places = await this.#readPlaces(checkouts);
    const [refs, stash] = await this.#readRefs();
    return {
      refs,
      stash,
      heads: await this.#readHeads(checkouts),
      files: await this.#readFiles(places),
    };
  }

  /** A watched file as it was when it was read last. */
  keptFile(path: string): KeptFile | null {
    return this.#kept.get(path)?.value ?? null;
  }

  /**
   * Finds again which files count, after the configuration has changed.
   * @returns those that did not count before, as they are now
   */
  async findPlacesAgain(): Promise<ReadonlyMap<string, WatchedFile>> {
    const before = this.#places;
    this.#places = null;
    const places = await this.#readPlaces(this.checkouts);
    const files = await this.#readFiles(places);
    const isKnown = (path: string): boolean =>
      before?.files.has(path) === true || before?.folders.has(dirname(path)) === true;
    return new Map([...files].filter(([path]) => !isKnown(path)));
  }

  async #readCheckouts(): Promise<readonly WatchedCheckout[]> {
    const { repository, ownFolders } = this.#parts;
    const stamp = stampOf(join(repository.commonDirectory, 'worktrees'));
    if (this.#checkouts === null || isOther(this.#checkouts.stamp, stamp)) {
      const value = await findCheckouts(repository, ownFolders);
      this.#checkouts = { stamp, value };
    }
    return this.#checkouts.value;
  }

  async #readPlaces(checkouts: readonly WatchedCheckout[]): Promise<WatchedPlaces> {
    const { git, repository, environment } = this.#parts;
    this.#places ??= await findPlaces(git, repository, checkouts, environment);
    return this.#places;
  }

  async #readHeads(checkouts: readonly WatchedCheckout[]): Promise<ReadonlyMap<string, string>> {
    const heads = new Map<string, string>();
    for (const { folder, gitDirectory } of checkouts) {
      const path = join(gitDirectory, 'HEAD');
      const text = await this.#readText(this.#texts, path, stampOf(path));
      if (text !== null) heads.set(folder, text);
    }
    return heads;
  }

  async #readRefs(): Promise<[ReadonlyMap<string, string>, readonly StashEntry[]]> {
    const { commonDirectory } = this.#parts.repository;
    const refs = new Map(await this.#readPacked(commonDirectory));
    const loose = looseRefs(commonDirectory, mostRefs);
    await this.#readManyRefs(loose.filter(({ path }) => !this.#refs.has(path)));
    for (const { ref, path, stamp } of loose) {
      const value = await this.#readText(this.#refs, path, stamp);
      if (value !== null) refs.set(ref, value);
    }
    return [refs, await this.#readStash(commonDirectory)];
  }

  /** Many refs are asked for at once: to open each file takes longer. */
  async #readManyRefs(unknown: ReturnType<typeof looseRefs>): Promise<void> {
    if (unknown.length < fewRefs) return;
    const values = await this.#askForRefs();
    for (const { ref, path, stamp } of unknown) {
      const value = values.get(ref);
      // One that moves meanwhile has another stamp at the next look.
      if (value !== undefined) this.#refs.set(path, { stamp, value });
    }
  }

  async #readPacked(commonDirectory: string): Promise<ReadonlyMap<string, string>> {
    const table = join(commonDirectory, 'reftable/tables.list');
    const isTable = stampOf(table).kind === 'file';
    const path = isTable ? table : join(commonDirectory, 'packed-refs');
    const stamp = stampOf(path);
    if (this.#packed === null || isOther(this.#packed.stamp, stamp)) {
      const value = isTable ? await this.#askForRefs() : await readPackedFile(path);
      this.#packed = { stamp, value };
    }
    return this.#packed.value;
  }

  /** Refs that are kept in tables can only be asked for. */
  async #askForRefs(): Promise<ReadonlyMap<string, string>> {
    const output = await this.#parts.git.text(['for-each-ref', refFormat]);
    return packedRefs(output);
  }

  async #readStash(commonDirectory: string): Promise<readonly StashEntry[]> {
    const path = join(commonDirectory, 'logs/refs/stash');
    const stamp = stampOf(path);
    if (this.#stash === null || isOther(this.#stash.stamp, stamp)) {
      const read = await readNamedText(path, mostReflogBytes);
      this.#stash = { stamp, value: stashEntries(read.ok ? (read.value ?? '') : '') };
    }
    return this.#stash.value;
  }

  async #readFiles(places: WatchedPlaces): Promise<ReadonlyMap<string, WatchedFile>> {
    const all = new Map<string, FileArea>(places.files);
    for (const path of this.#parts.agreementFiles) all.set(path, 'own');
    for (const [folder, area] of places.folders) {
      for (const path of filesBelow(folder, mostFiles)) {
        const isForServers = area === 'info' && listForServers.test(relative(folder, path));
        if (!all.has(path) && !isForServers) all.set(path, area);
      }
    }
    const files = new Map<string, WatchedFile>();
    for (const [path, area] of all) {
      const stamp = stampOf(path);
      if (stamp.kind === 'absent') continue;
      const known = this.#kept.get(path);
      const value =
        known === undefined || isOther(known.stamp, stamp)
          ? await readWhole(path, stamp)
          : known.value;
      this.#kept.set(path, { stamp, value });
      files.set(path, { area, content: contentOf(value, stamp) });
    }
    return files;
  }

  /** One of git's one-line files; null when there is none. */
  async #readText(
    memory: Map<string, Known<string>>,
    path: string,
    stamp: Stamp,
  ): Promise<string | null> {
    const known = memory.get(path);
    if (known !== undefined && !isOther(known.stamp, stamp)) return known.value;
    if (stamp.kind !== 'file') return stamp.kind === 'absent' ? null : `no file: ${stamp.text}`;
    const read = await readNamedText(path, 64 * 1024);
    // It may have gone since it was listed.
    if (!read.ok || read.value === null) return null;
    const value = read.value.trim();
    memory.set(path, { stamp, value });
    return value;
  }
}

function isOther(known: Stamp, now: Stamp): boolean {
  return known.isRacy || known.text !== now.text;
}

async function readPackedFile(path: string): Promise<ReadonlyMap<string, string>> {
  const read = await readNamedText(path, mostPackedBytes);
  return packedRefs(read.ok ? (read.value ?? '') : '');
}

async function readWhole(path: string, stamp: Stamp): Promise<KeptFile> {
  if (stamp.kind === 'link') {
    const target = linkTarget(path);
    return target === null ? { kind: 'unknown' } : { kind: 'link', target };
  }
  const limits = { maximumBytes: mostKeptBytes };
  const read = await readForeignFile(dirname(path), basename(path), limits);
  if (!read.ok || read.value === null) return { kind: 'unknown' };
  return { kind: 'file', bytes: read.value.bytes, mode: read.value.mode };
}

/** A watched file as it is now; its content is null when nothing is there. */
export async function readWatchedFile(
  path: string,
): Promise<{ readonly content: string | null; readonly file: KeptFile | null }> {
  const stamp = stampOf(path);
  if (stamp.kind === 'absent') return { content: null, file: null };
  const file = await readWhole(path, stamp);
  return { content: contentOf(file, stamp), file };
}

/** Names what a file is and does: the same name, the same file. */
function contentOf(file: KeptFile, stamp: Stamp): string {
  switch (file.kind) {
    case 'file':
      return nameOfContent(file);
    case 'link':
      return `link ${file.target}`;
    case 'unknown':
      return `unread ${stamp.text}`;
    default:
      return assertNever(file, 'watched file');
  }
}

/** The name of a regular file's content and mode. */
function nameOfContent({ bytes, mode }: Extract<KeptFile, { kind: 'file' }>): string {
  // Git asks of a file whether it may be executed, and nothing else of its mode.
  const isExecutable = (mode & 0o111) !== 0 ? 'x' : '-';
  return `${isExecutable} ${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;
}
