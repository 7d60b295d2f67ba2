import type { Push } from '#shared/contract/documents.ts';
import { wholeConfig } from '#shared/core/trust/parts.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Task } from '#shared/model/task.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import { readProjectConfig } from '#main/workspace/config-file.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/*
 * What a person changes in the app, or by its command line, is theirs: where they have agreed to all else, nobody
 * asks them for it a second time. What a repository or an agent changes never comes this way.
 */

type OwnWorkspace = Pick<Workspace, 'repository' | 'trustDesk' | 'logger'>;

/** Takes these keys of the config, as they are in its file now, for the person's own. */
export async function ownConfigChange(
  workspace: OwnWorkspace,
  paths: readonly (readonly string[])[],
): Promise<void> {
  const keys = paths.map((path) => path.join('.'));
  const isOwn = (name: string): boolean =>
    name === wholeConfig ||
    keys.some((key) => key === name || name.startsWith(`${key}.`) || key.startsWith(`${name}.`));
  await take(workspace, ({ kind, name }) => kind === 'config' && isOwn(name));
}

/** Takes the whole config, which the app has just written for the person, for their own. */
export async function ownConfig(workspace: OwnWorkspace): Promise<void> {
  await take(workspace, ({ kind }) => kind === 'config');
}

/** Takes what these tasks run now for the person's own. */
export async function ownTaskChange(
  workspace: OwnWorkspace,
  taskIds: readonly string[],
): Promise<void> {
  const ids = new Set(taskIds);
  if (ids.size === 0) return;
  await take(workspace, ({ kind, name }) => kind === 'task' && ids.has(name));
}

/** Takes what a task runs for the person's own, if that is what they have changed. */
export async function ownTaskEdit(
  workspace: OwnWorkspace,
  before: Task | null,
  after: Task,
): Promise<void> {
  const isSame = before?.script === after.script && sameValue(before.verify, after.verify);
  if (!isSame) await ownTaskChange(workspace, [after.id]);
}

/** Tasks of a push whose script or checks the person has changed. */
export function tasksChangedByPush(push: Push): readonly string[] {
  if (push.collection !== 'tasks') return [];
  return push.rows
    .filter(
      ({ assumed, desired }) =>
        assumed === null ||
        assumed.script !== desired.script ||
        !sameValue(assumed.verify, desired.verify),
    )
    .map(({ desired }) => desired.id);
}

/** The change itself is made already: if it cannot be noted, the person is asked for it. */
async function take(workspace: OwnWorkspace, isOwn: (part: TrustPart) => boolean): Promise<void> {
  const { config, exists } = await readProjectConfig(workspace.repository.root);
  const taken = await workspace.trustDesk.takeOwnChange({ config, exists }, isOwn);
  if (!taken.ok) workspace.logger.warn(taken.error.message);
}
