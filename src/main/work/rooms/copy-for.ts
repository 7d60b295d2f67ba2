import type { ProvisionSettings } from '#main/work/orders.ts';
import type { WorkerMemory } from '#main/work/worker-memory.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import { takeCopy } from './dependency-copy.ts';
import type { DependencyCopy } from './dependency-copy.ts';

/** The person's dependencies as the run began; taken once. */
export async function copyFor(
  parts: WorkerParts,
  memory: WorkerMemory,
  { runId, room }: { readonly runId: string; readonly room: ProvisionSettings },
): Promise<DependencyCopy> {
  const known = memory.copies.get(runId);
  if (known !== undefined) return known;
  const { git, repository, paths, ids } = parts;
  const place = paths.dependencies;
  const report = (text: string): void => parts.logger.warn(text);
  const taken = takeCopy({ git, root: repository.root, place, ids, report }, runId, room);
  memory.copies.set(runId, taken);
  // One that failed is tried again.
  taken.catch(() => memory.copies.delete(runId));
  return taken;
}
