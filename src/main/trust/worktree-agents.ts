import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isAgentFile, mayHoldAgentFiles } from '#shared/core/trust/agent-files.ts';
import { readForeignFile } from '#main/system/foreign-file.ts';
import { agentFileLimit, linkTarget, makeAgentFile } from './agent-file.ts';
import type { AgentFile } from './agent-file.ts';

/** Files that are looked at; a worktree with more is told by the first that is too much. */
const fileLimit = 5_000;
/** Dependencies of an agent's plugins: as many as those of the project, and no more looked at than those. */
const skipped: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * What agents would take programs from in a worktree as it is now, also what git does not track there: an agent
 * that worked in it before may have left it.
 */
export async function worktreeAgentFiles(folder: string): Promise<readonly AgentFile[]> {
  const files = new Map<string, AgentFile>();
  const seen = new Set<string>();

  async function walk(path: string, isWanted: (path: string) => boolean): Promise<void> {
    if (seen.has(path) || seen.size >= fileLimit) return;
    seen.add(path);
    const found = await lstat(join(folder, path)).catch(() => null);
    if (found === null) return;
    if (found.isDirectory()) {
      const names = await readdir(join(folder, path)).catch((): string[] => []);
      for (const name of names) {
        if (!skipped.has(name)) await walk(`${path}/${name}`, isWanted);
      }
      return;
    }
    if (!isWanted(path)) return;
    if (found.isSymbolicLink()) {
      const target = await readlink(join(folder, path)).catch(() => '');
      files.set(path, makeAgentFile(path, 'link', target));
      const inside = linkTarget(path, target);
      if (inside !== null) await walk(inside, () => true);
      return;
    }
    const kind = (found.mode & 0o100) === 0 ? 'file' : 'program';
    files.set(path, makeAgentFile(path, kind, await textOf(folder, path, found.size)));
  }

  const top = await readdir(folder).catch((): string[] => []);
  for (const name of top.filter(mayHoldAgentFiles)) await walk(name, isAgentFile);
  return [...files.values()];
}

async function textOf(folder: string, path: string, size: number): Promise<string> {
  const read = await readForeignFile(folder, path, { maximumBytes: agentFileLimit });
  if (!read.ok) return `(${size} bytes: ${read.error.reason})`;
  return read.value?.bytes.toString('utf8') ?? '';
}
