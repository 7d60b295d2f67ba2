import { createHash } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import type { Worktree } from '#main/git/worktree-pool.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Ports that are given out: below those that the system gives to whoever asks for any. */
const firstPort = 10_000;
const portsEach = 20;
const blocks = 1_000;

/**
 * Values of a folder's own for what would collide between programs that run at the same time: ports, names of
 * containers, databases. The same folder has the same ones each time.
 */
export function ownValues({
  name,
  folder,
}: {
  readonly name: string;
  readonly folder: string;
}): Record<string, string> {
  const digest = createHash('sha256').update(dirname(folder)).digest();
  // Slots that are next to one another have blocks next to one another, and so none twice.
  const slot = Number(/\d+$/.exec(name)?.[0] ?? 0);
  const kind = name.replace(/\d+$/, '').length * 500;
  const block = (digest.readUInt32BE(0) + kind + slot) % blocks;
  const own = `${digest.toString('hex').slice(0, 8)}-${name.toLowerCase()}`;
  return {
    SWITCHYARD_PORT_BASE: String(firstPort + block * portsEach),
    COMPOSE_PROJECT_NAME: `switchyard-${own}`,
    SWITCHYARD_DB_SUFFIX: `_${own.replaceAll('-', '_')}`,
  };
}

/** What keeps git, and what asks git, from taking a folder above the worktree for the repository. */
export function gitSurroundings(
  { environment }: Pick<WorkerParts, 'environment'>,
  { folder }: Pick<Worktree, 'folder'>,
): Record<string, string> {
  const known = environment['GIT_CEILING_DIRECTORIES'];
  return { GIT_CEILING_DIRECTORIES: [dirname(folder), ...(known ? [known] : [])].join(delimiter) };
}
