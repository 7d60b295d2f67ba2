import { posix } from 'node:path';
import type { TrustPart } from '#shared/model/trust.ts';
import { hashOf, keptText, makePart } from './make-part.ts';

/** What stands at a path that agents take programs from. */
export type AgentFileKind = 'file' | 'program' | 'link' | 'repository';

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256';

/** A file that agents take programs from, in a commit or in a worktree. */
export interface AgentFile {
  /** `/` separated. */
  readonly path: string;
  readonly kind: AgentFileKind;
  /** Where it is a link, where that leads; elsewhere the text, or what stands for it. */
  readonly text: string;
  /** The same wherever the same file is: line ends and what an agent adds by itself do not count. */
  readonly hash: string;
}

/** Larger ones are described by their size and git's name for them. */
export const agentFileLimit = 4 * 1024 ** 2;
/** Links that are followed one after the other, as many as a system does; more go round in a circle. */
export const linkDepth = 40;

const ownSchema =
  /^\uFEFF?[ \t\n]*\{(?:[ \t\n]*"\$schema"[ \t]*:[ \t]*"https:\/\/opencode\.ai\/[\w./-]*"[ \t\n]*(?:,|(?=\})))?/;

export function makeAgentFile(path: string, kind: AgentFileKind, text: string): AgentFile {
  const normal = withoutOwnAdditions(path, text.replaceAll('\r\n', '\n'));
  return { path, kind, text: text.slice(0, keptText + 1), hash: hashOf(`${kind}\0${normal}`) };
}

/** A file whose text cannot be shown, because it is too long or no UTF-8. Git's name of its exact bytes stands for it. */
export function makeOpaqueFile(
  path: string,
  kind: AgentFileKind,
  size: number,
  object: string,
): AgentFile {
  const text = `(${size} bytes: ${object})`;
  return { path, kind, text, hash: hashOf(`opaque ${kind}\0${object}`) };
}

/**
 * opencode writes the address of its schema into its config whenever it starts: as the first key, right behind the
 * first brace. Only there it is left out, where nothing stands before it, so that all that follows is read as it
 * would be without it; further on it could end a comment or a text.
 */
function withoutOwnAdditions(path: string, text: string): string {
  if (!/^opencode\.jsonc?$/i.test(posix.basename(path))) return text;
  return text.replace(ownSchema, '{');
}

/** The part that a person agrees to; `place` is the branch where that is not the base branch. */
export function agentPart({ path, kind, text, hash }: AgentFile, place: string | null): TrustPart {
  const shown =
    kind === 'link' ? `link to ${text}` : kind === 'program' ? `(executable)\n${text}` : text;
  return makePart({ kind: 'agent', name: path, place, text: shown }, hash);
}

/** Where a link at `path` leads inside of the tree that it is in; null when it leads out. */
export function linkTarget(path: string, target: string): string | null {
  if (target.startsWith('/')) return null;
  const inside = posix.normalize(posix.join(posix.dirname(path), target)).replace(/\/$/, '');
  if (inside === '..' || inside.startsWith('../') || inside === '.') return null;
  return /^\.git(?:\/|$)/i.test(inside) ? null : inside;
}

/** The folders that a path goes through, the outermost first. */
export function prefixesOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
