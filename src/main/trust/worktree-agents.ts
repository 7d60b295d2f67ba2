import { createHash } from 'node:crypto';
import { lstat, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isAgentFile, mayContainAgentFiles } from '#shared/core/trust/agent-files.ts';
import { listForeignFolder, openForeignFile, readForeignFile } from '#main/system/foreign-file.ts';
import { isMissing } from '#main/system/pinned-folder.ts';
import {
  agentFileLimit,
  linkDepth,
  linkTarget,
  makeAgentFile,
  makeOpaqueFile,
  prefixesOf,
} from './agent-file.ts';
import type { AgentFile, AgentFileKind, ObjectFormat } from './agent-file.ts';

/** What agents would find in a worktree. */
export interface WorktreeAgents {
  readonly files: readonly AgentFile[];
  /** Why there may be more, or something else tomorrow, than `files` says; null when they are all there is. */
  readonly problem: string | null;
}

/** Files and folders that are looked at. */
const entryLimit = 5_000;
/** Bytes that are read of large files, all together. */
const largeLimit = 512 * 1024 ** 2;
/** Dependencies of an agent's plugins: as many as those of the project, and no more looked at than those. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * What agents would take programs from in a worktree as it is now, also what git does not track there: an agent
 * that worked in it before may have left it.
 */
export async function worktreeAgentFiles(
  folder: string,
  format: ObjectFormat,
  limit = entryLimit,
): Promise<WorktreeAgents> {
  const walk = new Walk(folder, format, limit);
  try {
    for (const name of await namesIn(folder, '', Infinity)) {
      if (mayContainAgentFiles(name)) await walk.visit(name, false, 0);
    }
    return { files: walk.files, problem: null };
  } catch (error) {
    if (!(error instanceof Unbound)) throw error;
    return { files: walk.files, problem: error.message };
  }
}

/** Something that nobody can agree to, because its content cannot be determined. */
class Unbound extends Error {}

class Walk {
  readonly #folder: string;
  readonly #format: ObjectFormat;
  readonly #limit: number;
  readonly #found = new Map<string, AgentFile>();
  readonly #seen = new Set<string>();
  #large = 0;

  constructor(folder: string, format: ObjectFormat, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
    this.#format = format;
  }

  get files(): readonly AgentFile[] {
    return [...this.#found.values()];
  }

  /** Looks at `path` and below it; `all`: a link led here, so every file counts. */
  async visit(path: string, all: boolean, depth: number): Promise<void> {
    const key = `${all ? 'all' : 'named'} ${path}`;
    if (this.#seen.has(key)) return;
    if (this.#seen.size >= this.#limit) {
      throw new Unbound(`there are more than ${this.#limit} files and folders (at "${path}")`);
    }
    this.#seen.add(key);
    const found = await lstat(join(this.#folder, path)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw new Unbound(`"${path}" cannot be looked at`);
    });
    if (found === null) return;
    if (found.isDirectory()) {
      for (const name of await namesIn(this.#folder, path, this.#limit)) {
        if (!skipped.has(name)) await this.visit(`${path}/${name}`, all, depth);
      }
    } else if (all || isAgentFile(path)) {
      if (found.isSymbolicLink()) await this.#link(path, '', depth);
      else await this.#file(path, found.mode, found.size);
    }
  }

  async #file(path: string, mode: number, size: number): Promise<void> {
    if (size > agentFileLimit) this.#large += size;
    if (this.#large > largeLimit) throw new Unbound(`"${path}" is too large`);
    const kind = (mode & 0o100) === 0 ? 'file' : 'program';
    const file = await agentFileAt(this.#folder, path, kind, this.#format);
    if (typeof file === 'string') throw new Unbound(`"${path}" cannot be read: ${file}`);
    if (file !== null) this.#found.set(path, file);
  }

  /** Follows the link at `path`, on to `rest` behind it. */
  async #link(path: string, rest: string, depth: number): Promise<void> {
    const target = await readlink(join(this.#folder, path)).catch(() => '\uFFFD');
    this.#found.set(path, makeAgentFile(path, 'link', target));
    const inside = target.includes('\uFFFD') ? null : linkTarget(path, target);
    if (inside === null) throw new Unbound(`"${path}" is a link that leads out of the repository`);
    // Deeper than this no program can open it.
    if (depth >= linkDepth) return;
    const wanted = posix.join(inside, rest);
    for (const prefix of prefixesOf(wanted)) {
      const found = await lstat(join(this.#folder, prefix)).catch(() => null);
      if (found?.isSymbolicLink() !== true) continue;
      await this.#link(prefix, wanted.slice(prefix.length + 1), depth + 1);
      return;
    }
    await this.visit(wanted, true, depth + 1);
  }
}

async function namesIn(
  folder: string,
  path: string,
  maximumEntries: number,
): Promise<readonly string[]> {
  const listed = await listForeignFolder(folder, path, { maximumEntries });
  if (!listed.ok) throw new Unbound(`"${path}" cannot be listed: ${listed.error.reason}`);
  if (path !== '' && (listed.value?.unnameable ?? 0) > 0) {
    throw new Unbound(`"${path}" holds names that are not UTF-8`);
  }
  return listed.value?.names ?? [];
}

/** The file at `path` below `folder`; null when it is gone, else why it cannot be read. */
export async function agentFileAt(
  folder: string,
  path: string,
  kind: AgentFileKind,
  format: ObjectFormat,
): Promise<AgentFile | string | null> {
  const read = await readForeignFile(folder, path, { maximumBytes: agentFileLimit });
  if (read.ok) {
    if (read.value === null) return null;
    const { bytes } = read.value;
    const text = bytes.toString('utf8');
    if (!text.includes('\uFFFD')) return makeAgentFile(path, kind, text);
    const object = createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    return makeOpaqueFile(path, kind, bytes.length, object);
  }
  if (read.error.kind !== 'too-large') return read.error.reason;
  const opened = await openForeignFile(folder, path);
  if (!opened.ok) return opened.error.reason;
  if (opened.value === null) return null;
  await using handle = opened.value;
  const { size } = await handle.stat();
  if (size > largeLimit) return 'it is too large';
  const hash = createHash(format).update(`blob ${size}\0`);
  const buffer = Buffer.allocUnsafe(1024 ** 2);
  for (let at = 0; at < size;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - at), at);
    if (bytesRead === 0) return 'it is being changed';
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  return makeOpaqueFile(path, kind, size, hash.digest('hex'));
}
