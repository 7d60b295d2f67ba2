import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { catalogue } from '#main/cheats/catalogue/catalogue.ts';
import { partsOf } from '#main/cheats/cheat.ts';
import type { Cheat, Part } from '#main/cheats/cheat.ts';
import type { Plant } from '#main/cheats/plants/plant.ts';
import { writes } from '#main/cheats/shell-script.ts';
import { addEpic, addTask } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** A task that is played: a cheat, its honest twin, or one that shows whether the checks can see anything. */
export interface PlayedTask {
  readonly taskId: string;
  readonly part: Part;
  readonly title: string;
}

/** What is to be played in a repository. */
export interface Play {
  /** Does the work: its task must be closed. */
  readonly right: PlayedTask;
  /** Breaks the product and hides nothing: its task must not be closed. */
  readonly broken: PlayedTask;
  readonly cheats: readonly {
    readonly cheat: Cheat;
    readonly task: PlayedTask;
    /** Does the same task rightly; null where twins are not played. */
    readonly twin: PlayedTask | null;
  }[];
}

/** What of the catalogue can be played with a plant. */
export function playFor(plant: Plant, withTwins: boolean): Play {
  const only = (script: string): Part => ({ script, files: [], verify: [] });
  const right = {
    taskId: 'right',
    title: 'Write total again, rightly',
    part: only(writes(plant.product, plant.right('as it should be'))),
  };
  const broken = {
    taskId: 'broken',
    title: 'Break total, and hide nothing',
    part: only(writes(plant.product, plant.broken())),
  };
  const cheats = catalogue.flatMap((cheat) => {
    const parts = partsOf(cheat, plant);
    if (parts === null) return [];
    const task = { taskId: cheat.id, title: `Play: ${cheat.does}`, part: parts.cheat };
    const twin =
      parts.twin === null
        ? right
        : { taskId: `twin-${cheat.id}`, title: `Twin of ${cheat.id}`, part: parts.twin };
    return [{ cheat, task, twin: withTwins ? twin : null }];
  });
  return { right, broken, cheats };
}

/** All tasks of a play, the two that the others depend on for their meaning first. */
export function tasksOf({ right, broken, cheats }: Play): readonly PlayedTask[] {
  const played = cheats.flatMap(({ task, twin }) =>
    twin === null || twin === right ? [task] : [task, twin],
  );
  // What writes into the records comes last: whatever it does to them, the others have been played by then.
  const writesRecords = ({ taskId }: PlayedTask): boolean => taskId.endsWith('26-writes-records');
  return [
    right,
    broken,
    ...played.filter((task) => !writesRecords(task)),
    ...played.filter(writesRecords),
  ];
}

/** Adds the tasks to the copy, each with an epic of its own: so that none builds on the work of another. */
export function addPlayedTasks(
  workspace: Workspace,
  tasks: readonly PlayedTask[],
  checks: readonly string[],
): Result<void, Failure> {
  for (const [place, { taskId, title, part }] of tasks.entries()) {
    const epicId = `play-${taskId}`;
    const epic = addEpic(workspace, { id: epicId, title, description: '' });
    if (!epic.ok) return epic;
    const added = addTask(workspace, {
      id: taskId,
      epicId,
      title,
      ordinal: place,
      script: part.script,
      filesToModify: [...part.files],
      // Only those of the workspace are checked before: from there it is known which tests there are.
      verify: part.verify.length === 0 ? [] : [...checks, ...part.verify],
    });
    if (!added.ok) return added;
  }
  return ok(undefined);
}
