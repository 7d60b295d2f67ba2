import { isAgentFile, mayHoldAgentFiles } from '#shared/core/trust/agent-files.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { literalPath } from '#main/git/file-content.ts';
import { agentFileLimit, linkTarget, makeAgentFile } from './agent-file.ts';
import type { AgentFile, AgentFileKind } from './agent-file.ts';

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

/** Links that are followed one after the other; more go round in a circle. */
const linkDepth = 8;
/** Files whose content is remembered; beyond that all are read again. */
const rememberedFiles = 2_000;

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
    const folders = top.map(({ path }) => path).filter(mayHoldAgentFiles);
    const found = new Map<string, AgentFile>();
    let wanted: readonly string[] = folders;
    for (let depth = 0; depth <= linkDepth && wanted.length > 0; depth += 1) {
      const isWanted = depth === 0 ? isAgentFile : (): boolean => true;
      const entries = await this.#list(commit, wanted);
      const fresh = entries.filter(({ path }) => !found.has(path) && isWanted(path));
      const files = await this.#contents(fresh);
      for (const file of files) found.set(file.path, file);
      wanted = files.flatMap(({ path, kind, text }) =>
        kind === 'link' ? (linkTarget(path, text) ?? []) : [],
      );
    }
    return [...found.values()];
  }

  async #contents(entries: readonly TreeEntry[]): Promise<readonly AgentFile[]> {
    const files: AgentFile[] = [];
    for (const entry of entries) {
      const key = JSON.stringify([entry.object, entry.mode, entry.path]);
      const file = this.#known.get(key) ?? (await this.#readOne(entry));
      if (this.#known.size >= rememberedFiles) this.#known.clear();
      this.#known.set(key, file);
      files.push(file);
    }
    return files;
  }

  async #readOne({ path, mode, object }: TreeEntry): Promise<AgentFile> {
    const kind = kindOf(mode);
    if (kind === 'repository') return makeAgentFile(path, kind, `Repository at ${object}`);
    try {
      const size = Number(await this.#git.text(['cat-file', '-s', object]));
      if (size > agentFileLimit) return makeAgentFile(path, kind, `(${size} bytes: ${object})`);
      const { stdout } = await this.#git.run(['cat-file', 'blob', object]);
      return makeAgentFile(path, kind, stdout);
    } catch (error) {
      // It is not here, and must not be fetched: whoever names a remote would be asked for it.
      if (!(error instanceof GitError)) throw error;
      return makeAgentFile(path, kind, `(not in this repository: ${object})`);
    }
  }

  /** Entries of a tree: those at the top, or all files at or below the paths. */
  async #list(commit: string, paths: readonly string[]): Promise<readonly TreeEntry[]> {
    const args = ['ls-tree', '-z', '--full-tree', ...(paths.length === 0 ? [] : ['-r']), commit];
    const { stdout } = await this.#git
      .run([...args, '--', ...paths.map(literalPath)])
      .catch((error: unknown) => {
        // A commit whose folders are not here can be told by nothing; nor can anything begin on it.
        if (error instanceof GitError) return { stdout: '' };
        throw error;
      });
    return stdout.split('\0').flatMap((record) => {
      const tab = record.indexOf('\t');
      if (tab === -1) return [];
      const [mode = '', , object = ''] = record.slice(0, tab).split(' ');
      return [{ path: record.slice(tab + 1), mode, object }];
    });
  }
}

function kindOf(mode: string): AgentFileKind {
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'repository';
  return mode === '100755' ? 'program' : 'file';
}
