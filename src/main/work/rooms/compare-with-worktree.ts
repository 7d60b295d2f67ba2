import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompareOrder, Comparison, WorkWatch } from '#main/work/orders.ts';
import type { WorkerMemory } from '#main/work/worker-memory.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import { copyFor } from './copy-for.ts';
import type { DependencyCopy } from './dependency-copy.ts';
import { runCommands } from './run-commands.ts';

/** See {@link Worker.compare}. */
export async function compareWithWorktree(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CompareOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<Comparison | null> {
  const { worktree } = await parts.pool.open(order.worktree, order.base);
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const listed = (await worktree.git.run(args)).stdout.split('\0');
  const copy = await copyFor(parts, memory, order);
  const ignored = await notProvided(
    worktree.folder,
    listed.filter((path) => path !== ''),
    copy,
  );
  if (ignored.length === 0) return null;
  const { command, outputFile, room, variables, timeoutMs } = order;
  const commands = [{ command, outputFile }];
  const place = { folder: worktree.folder, room: 'worktree', dependencies: '' } as const;
  const restore = async (): Promise<void> => {};
  const checks = { commands, room, variables, timeoutMs };
  const [result] = await runCommands(parts, checks, { ...place, restore }, watch, stop);
  return { passes: result?.verdict === 'passed', ignored };
}

/** Those of the ignored paths that did not come from the checkout; of a folder that did, what was added to it. */
async function notProvided(
  folder: string,
  paths: readonly string[],
  { content, folders, files }: DependencyCopy,
): Promise<readonly string[]> {
  const found = paths.map(async (listed) => {
    const path = listed.replace(/\/$/, '');
    if (files.includes(path)) return [];
    if (content === null || !folders.includes(path)) return [listed];
    const known = new Set(await namesIn(join(content, path)));
    const added = (await namesIn(join(folder, path))).filter((name) => !known.has(name));
    return added.map((name) => `${path}/${name}`);
  });
  return (await Promise.all(found)).flat();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
