import { randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import { isAgentFile, mayContainAgentFiles } from '#shared/core/trust/agent-files.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { literalPath } from '#main/git/file-content.ts';
import {
  agentFileLimit,
  linkDepth,
  linkTarget,
  makeAgentFile,
  makeOpaqueFile,
  prefixesOf,
} from './agent-file.ts';
import type { AgentFile, AgentFileKind } from './agent-file.ts';

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
  /** Null for what is no file, or is not here. */
  readonly size: number | null;
}

/** Files whose content is remembered; beyond that all are read again. */
const rememberedFiles = 10_000;
/** Bytes that one git is asked for. */
const batchLimit = 32 * 1024 ** 2;

/** Reads from commits what agents take hooks, servers, plugins and commands from. */
export class AgentFilesReader {
  readonly #git: GitClient;
  /** By git's name of the content, mode and path. */
  readonly #known = new Map<string, AgentFile>();

  constructor(git: GitClient) {
    this.#git = git;
  }

  /** Those of a commit, and inside of it what links among them lead to. */
  async read(commit: string): Promise<readonly AgentFile[]> {
    const top = await this.#list(commit, []);
    const folders = top.map(({ path }) => path).filter(mayContainAgentFiles);
    const found = new Map<string, AgentFile>();
    let wanted: readonly string[] = folders;
    for (let depth = 0; depth <= linkDepth && wanted.length > 0; depth += 1) {
      const isWanted = depth === 0 ? isAgentFile : (): boolean => true;
      const entries = await this.#list(commit, wanted);
      const fresh = entries.filter(({ path }) => !found.has(path) && isWanted(path));
      const files = await this.#contents(fresh);
      for (const file of files) found.set(file.path, file);
      wanted = await this.#behindLinks(commit, files, found);
    }
    return [...found.values()];
  }

  /** Where links lead; links on the way there are found too. */
  async #behindLinks(
    commit: string,
    files: readonly AgentFile[],
    found: Map<string, AgentFile>,
  ): Promise<readonly string[]> {
    const ends: string[] = [];
    let wanted = files.flatMap(({ path, kind, text }) =>
      kind === 'link' ? (linkTarget(path, text) ?? []) : [],
    );
    for (let depth = 0; depth <= linkDepth && wanted.length > 0; depth += 1) {
      const folders = [...new Set(wanted.flatMap(prefixesOf))];
      const entries = folders.length === 0 ? [] : await this.#list(commit, folders, false);
      const onTheWay = await this.#contents(entries.filter(({ mode }) => mode === '120000'));
      const links = new Map(onTheWay.map((file) => [file.path, file]));
      for (const file of onTheWay) found.set(file.path, file);
      const next: string[] = [];
      for (const path of wanted) {
        const prefix = prefixesOf(path).find((one) => links.has(one));
        const link = prefix === undefined ? undefined : links.get(prefix);
        if (link === undefined) ends.push(path);
        else {
          const target = linkTarget(link.path, link.text);
          if (target !== null) next.push(posix.join(target, path.slice(link.path.length + 1)));
        }
      }
      wanted = [...new Set(next)];
    }
    return [...new Set(ends)];
  }

  async #contents(entries: readonly TreeEntry[]): Promise<readonly AgentFile[]> {
    const unknown = entries.filter((entry) => !this.#known.has(keyOf(entry)));
    if (this.#known.size + unknown.length > rememberedFiles) this.#known.clear();
    const missing = entries.filter((entry) => !this.#known.has(keyOf(entry)));
    const texts = await this.#texts(missing.filter(isReadable));
    return entries.map((entry) => {
      const file = this.#known.get(keyOf(entry)) ?? agentFileOf(entry, texts);
      this.#known.set(keyOf(entry), file);
      return file;
    });
  }

  /** Contents by git's name for them, of one git for many. */
  async #texts(entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    let batch = new Set<string>();
    let bytes = 0;
    for (const { object, size } of entries) {
      batch.add(object);
      bytes += size ?? 0;
      if (bytes < batchLimit) continue;
      await this.#readBatch(batch, texts);
      batch = new Set();
      bytes = 0;
    }
    if (batch.size > 0) await this.#readBatch(batch, texts);
    return texts;
  }

  async #readBatch(objects: ReadonlySet<string>, texts: Map<string, string>): Promise<void> {
    // No content can contain this, so it marks where each one ends, whatever became of its bytes as text.
    const mark = randomUUID();
    const { stdout } = await this.#git
      .run(['cat-file', `--batch=${mark} %(objectname)`], { input: [...objects, ''].join('\n') })
      .catch((error: unknown) => {
        if (error instanceof GitError) return { stdout: '' };
        throw error;
      });
    for (const record of stdout.split(`${mark} `).slice(1)) {
      const end = record.indexOf('\n');
      texts.set(record.slice(0, end), record.slice(end + 1, -1));
    }
  }

  /** Entries of a tree: those at the top, or all files at or below the paths. */
  async #list(
    commit: string,
    paths: readonly string[],
    below = paths.length > 0,
  ): Promise<readonly TreeEntry[]> {
    const args = ['ls-tree', '-z', '-l', '--full-tree', ...(below ? ['-r'] : []), commit];
    const { stdout } = await this.#git
      .run([...args, '--', ...paths.map(literalPath)])
      .catch((error: unknown) => {
        // A commit whose folders are not here cannot be described; nor can anything begin on it.
        if (error instanceof GitError) return { stdout: '' };
        throw error;
      });
    return stdout.split('\0').flatMap((record) => {
      const tab = record.indexOf('\t');
      if (tab === -1) return [];
      const [mode = '', , object = '', size = ''] = record.slice(0, tab).split(/ +/);
      const known = /^\d+$/.test(size) ? Number(size) : null;
      return [{ path: record.slice(tab + 1), mode, object, size: known }];
    });
  }
}

function keyOf({ object, mode, path }: TreeEntry): string {
  return JSON.stringify([object, mode, path]);
}

function isReadable({ size }: TreeEntry): boolean {
  return size !== null && size <= agentFileLimit;
}

function agentFileOf(
  { path, mode, object, size }: TreeEntry,
  texts: ReadonlyMap<string, string>,
): AgentFile {
  const kind = kindOf(mode);
  if (kind === 'repository') return makeAgentFile(path, kind, `Repository at ${object}`);
  if (size !== null && size > agentFileLimit) return makeOpaqueFile(path, kind, size, object);
  const text = texts.get(object);
  // It is not here, and must not be fetched: whoever names a remote would be asked for it.
  if (size === null || text === undefined) {
    return makeAgentFile(path, kind, `(not in this repository: ${object})`);
  }
  return text.includes('\uFFFD')
    ? makeOpaqueFile(path, kind, size, object)
    : makeAgentFile(path, kind, text);
}

function kindOf(mode: string): AgentFileKind {
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'repository';
  return mode === '100755' ? 'program' : 'file';
}
