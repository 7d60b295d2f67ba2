import { stat } from 'node:fs/promises';
import type { Run } from '#shared/model/run.ts';
import { transcriptFile } from '#main/workspace/attempt-files.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * When the process that drove a run was last seen at work (UTC ISO): its newest record of the run, or what
 * its agents printed last. Nothing says when a process died; it lived at least until then.
 */
export async function lastSignOf(
  workspace: Pick<Workspace, 'store' | 'paths'>,
  run: Run,
): Promise<string> {
  const attempts = workspace.store.find('attempts', 'run_id', run.id);
  const recorded = attempts.flatMap(({ createdAt, startedAt, endedAt }) => [
    createdAt,
    ...(startedAt === null ? [] : [startedAt]),
    ...(endedAt === null ? [] : [endedAt]),
  ]);
  const cutOff = attempts.filter(({ phase }) => phase !== 'ended');
  const printed = await Promise.all(
    cutOff.map(async ({ id }) => changeOf(transcriptFile(workspace, id))),
  );
  const landed = workspace.store
    .find('landings', 'run_id', run.id)
    .flatMap(({ createdAt, endedAt }) => [createdAt, ...(endedAt === null ? [] : [endedAt])]);
  const times = [run.startedAt, ...recorded, ...landed].map((iso) => Date.parse(iso));
  return new Date(Math.max(...times, ...printed.flat())).toISOString();
}

/** When a file was changed last, in epoch ms; nothing for a file that is not there. */
async function changeOf(file: string): Promise<readonly number[]> {
  const found = await stat(file).catch(() => null);
  return found === null ? [] : [found.mtimeMs];
}
