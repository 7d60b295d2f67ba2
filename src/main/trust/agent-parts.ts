import { isAgentFile, mayHoldAgentFiles } from '#shared/core/trust/agent-files.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import type { GitClient } from '#main/git/client.ts';
import { literalPath } from '#main/git/file-content.ts';
import { hashOf, keptText, makePart } from './make-part.ts';

/** An entry of a commit's tree that agents take programs from. */
export interface AgentFile {
  readonly path: string;
  readonly mode: string;
  /** Git's own name of the content. */
  readonly object: string;
}

const link = '120000';
const submodule = '160000';
/** Links that are followed one after the other; more go round in a circle. */
const linkDepth = 8;

/** Files of a commit from which coding agents take hooks, servers, plugins and commands, and what links there name. */
export async function agentFiles(git: GitClient, commit: string): Promise<readonly AgentFile[]> {
  const top = await list(git, commit, []);
  const folders = top.map(({ path }) => path).filter(mayHoldAgentFiles);
  const found = new Map<string, AgentFile>();
  let wanted: readonly string[] = folders;
  for (let depth = 0; depth <= linkDepth && wanted.length > 0; depth += 1) {
    const files = await list(git, commit, wanted);
    const isFirst = depth === 0;
    const fresh = files.filter(
      (file) => !found.has(file.path) && (!isFirst || isAgentFile(file.path)),
    );
    for (const file of fresh) found.set(file.path, file);
    wanted = await linkedPaths(git, fresh);
  }
  return [...found.values()];
}

/** Where links among these lead inside the tree; a link that climbs out names nothing that git has. */
async function linkedPaths(
  git: GitClient,
  files: readonly AgentFile[],
): Promise<readonly string[]> {
  const targets: string[] = [];
  for (const { path, mode, object } of files) {
    if (mode !== link) continue;
    const target = await git.text(['cat-file', 'blob', object]);
    const inside = resolveInTree(path, target);
    if (inside !== null) targets.push(inside);
  }
  return targets;
}

function resolveInTree(path: string, target: string): string | null {
  if (target.startsWith('/')) return null;
  const parts = path.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') parts.push(step);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join('/');
}

/** Entries of a tree: those at the top, or all files at or below the paths. */
async function list(
  git: GitClient,
  commit: string,
  paths: readonly string[],
): Promise<readonly AgentFile[]> {
  const args = ['ls-tree', '-z', '--full-tree', ...(paths.length === 0 ? [] : ['-r']), commit];
  const { stdout } = await git.run([...args, '--', ...paths.map(literalPath)]);
  return stdout.split('\0').flatMap((record) => {
    const tab = record.indexOf('\t');
    if (tab === -1) return [];
    const [mode = '', , object = ''] = record.slice(0, tab).split(' ');
    return [{ path: record.slice(tab + 1), mode, object }];
  });
}

/** Content of one file, as agreements name it: how it is executed counts as well. */
export function agentHash({ mode, object }: AgentFile): string {
  return hashOf(`${mode} ${object}`);
}

/** These files as parts, with their text; `place` is the branch where that is not the base branch. */
export async function agentParts(
  git: GitClient,
  files: readonly AgentFile[],
  place: string | null,
): Promise<readonly TrustPart[]> {
  const parts: TrustPart[] = [];
  for (const file of files) {
    const { path: name } = file;
    const text = await textOf(git, file);
    parts.push(makePart({ kind: 'agent', name, place, text }, agentHash(file)));
  }
  return parts;
}

async function textOf(git: GitClient, { mode, object }: AgentFile): Promise<string> {
  if (mode === submodule) return `Repository at ${object}`;
  const size = Number(await git.text(['cat-file', '-s', object]));
  if (size > keptText * 4) return `(${size} bytes, not shown)`;
  const text = await git.text(['cat-file', 'blob', object]);
  if (text.slice(0, 8_000).includes('\0')) return `(${size} bytes, no text)`;
  return mode === link ? `link to ${text}` : text;
}
