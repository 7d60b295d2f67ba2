import { ChevronDown, Play, RotateCw } from 'lucide-react';
import type { JSX } from 'react';
import { startObstacle } from '#shared/core/runs/run-queue.ts';
import type { Epic } from '#shared/model/epic.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ObstacleButton } from '#renderer/ui/buttons/obstacle-button.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';
import type { Runs } from '#renderer/features/board/commands/use-runs.ts';
import type { BoardView } from './use-board.ts';
import { useWorkToRun } from './use-work-to-run.ts';

interface RunParts {
  readonly view: BoardView;
  readonly runs: Runs;
}

/** What starts work now: after a process that is gone, nothing else may until its run goes on or ends. */
export function StartButton({ view, runs }: RunParts): JSX.Element {
  if (view.run?.status !== 'interrupted') return <RunButton view={view} runs={runs} />;
  return (
    <Button variant="primary" icon={RotateCw} onClick={() => runs.resume()}>
      Resume the run
    </Button>
  );
}

/** Runs what is selected, else what is shown, in its order; the menu beside it has the other ways. */
function RunButton({ view, runs }: RunParts): JSX.Element {
  const epics = useDocuments('epics');
  const work = useWorkToRun(view);
  const keys = { selected: boardKeys.run, shown: null, all: boardKeys.runAll }[work.choice];
  return (
    <span className="inline-flex gap-px">
      <ObstacleButton
        variant="primary"
        icon={Play}
        className="rounded-r-none!"
        {...(keys !== null && { shortcut: keyLabel(keys) })}
        obstacle={work.obstacle}
        onClick={() => (work.choice === 'all' ? runs.runAll() : runs.runTasks(work.taskIds))}
      >
        {work.label}
      </ObstacleButton>
      <Menu
        align="end"
        trigger={
          <Button
            variant="primary"
            aria-label="More ways to run"
            className="w-6 rounded-l-none! px-0!"
          >
            <ChevronDown aria-hidden className="icon-sm" />
          </Button>
        }
        items={() => runEntries(view, runs, [...epics.values()])}
      />
    </span>
  );
}

function runEntries(
  { board, run }: BoardView,
  runs: Runs,
  epics: readonly Epic[],
): readonly MenuEntry[] {
  const verb = run?.status === 'active' ? 'Queue' : 'Run';
  const ready = board.columns.ready.length;
  const obstacle = startObstacle(run);
  const open = [...board.cards.values()].filter(({ task }) => task.status === 'open');
  const withOpen = new Set(open.map(({ task }) => task.epicId));
  return [
    {
      kind: 'action',
      id: 'all',
      label: `${verb} all open tasks`,
      hint: obstacle ?? (open.length === 0 ? 'No task is open' : plural(open.length, 'task')),
      shortcut: keyLabel(boardKeys.runAll),
      isDisabled: open.length === 0 || obstacle !== null,
      onSelect: () => runs.runAll(),
    },
    {
      kind: 'action',
      id: 'ready',
      label: `${verb} only what is ready now`,
      hint: ready === 0 ? 'No task is ready' : `${plural(ready, 'task')}, nothing after them`,
      shortcut: keyLabel(boardKeys.runReady),
      isDisabled: ready === 0 || obstacle !== null,
      onSelect: () => runs.runReady(),
    },
    { kind: 'separator', id: 'epics' },
    { kind: 'heading', id: 'heading', label: `${verb} an epic` },
    ...epics
      .filter(({ status }) => status !== 'closed')
      .map(({ id, title }): MenuEntry => ({
        kind: 'action',
        id: `epic-${id}`,
        label: title,
        hint: id,
        isDisabled: !withOpen.has(id) || obstacle !== null,
        onSelect: () => runs.runEpic(id),
      })),
  ];
}
