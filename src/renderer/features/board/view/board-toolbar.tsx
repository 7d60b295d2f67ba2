import { ChevronDown, FolderPlus, Play, Plus, RotateCw, X } from 'lucide-react';
import type { JSX, RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { startObstacle } from '#shared/core/runs/run-queue.ts';
import type { Epic } from '#shared/model/epic.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { isComposing } from '#renderer/lib/is-composing.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { plural } from '#renderer/lib/format.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { BarWord } from '#renderer/ui/buttons/bar-word.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { ObstacleButton } from '#renderer/ui/buttons/obstacle-button.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { SearchField } from '#renderer/ui/fields/search-field.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot, Grouping } from '#renderer/features/board/board-slice.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';
import { useFilter } from './use-filter.ts';
import type { BoardView } from './use-board.ts';
import type { Runs } from '#renderer/features/board/commands/use-runs.ts';

export interface BoardToolbarProps {
  readonly view: BoardView;
  readonly runs: Runs;
  readonly filterField: RefObject<HTMLInputElement | null>;
  /** Gives the focus back to the cards. */
  readonly onLeaveFilter: () => void;
}

/** Batches are what a run starts together; with the schedule `continuous` there are only layers. */
function groupings(
  schedule: BoardView['schedule'],
): readonly { readonly value: Grouping; readonly label: string }[] {
  return [
    { value: 'none', label: 'Columns' },
    { value: 'epic', label: 'Epics' },
    { value: 'batch', label: schedule === 'batch' ? 'Batches' : 'Layers' },
  ];
}

/** What the board puts into the frame: what is shown of it, and what starts work. */
export function BoardToolbar(props: BoardToolbarProps): JSX.Element {
  const { view, runs, filterField, onLeaveFilter } = props;
  const dispatch = useDispatch();
  const [filter, setFilter] = useFilter();
  const { grouping, selection } = useSelector((root: BoardRoot) => root.board);
  return (
    <>
      <FillSlot name="filter">
        <div className="flex min-w-0 flex-1 items-center gap-2">
          <SearchField
            label="Filter the board"
            placeholder="Filter: words, epic:…, is:blocked, p:1"
            shortcut={keyLabel(boardKeys.filter)}
            value={filter}
            onChange={setFilter}
            onLeave={onLeaveFilter}
            onKeyDown={(event) => {
              if (isComposing(event)) return;
              if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
              event.preventDefault();
              onLeaveFilter();
            }}
            inputRef={filterField}
            className="w-80 min-w-0 shrink"
          />
          {/* In a narrow window the palette has them. */}
          <div className="hidden @md:block">
            <SegmentedControl
              label="Swimlanes"
              options={groupings(view.schedule)}
              value={grouping}
              onChange={(value) => dispatch(boardActions.groupingChanged(value))}
            />
          </div>
        </div>
      </FillSlot>
      <FillSlot name="actions">
        <div className="flex items-center gap-2">
          <NewMenu />
          {selection.ids.length > 0 && (
            <span className="inline-flex h-7 items-center rounded-md border border-accent-border bg-selected pl-2 text-12 whitespace-nowrap text-text tabular">
              {selection.ids.length}
              {/* In a narrow window the button beside it says what the number counts. */}
              <span className="hidden @4xl/bar:inline">&nbsp;selected</span>
              <IconButton
                icon={X}
                size="sm"
                label="Clear the selection"
                shortcut="Esc"
                onClick={() => dispatch(boardActions.selectionSet(noSelection))}
              />
            </span>
          )}
          {view.board.cards.size > 0 && <StartButton view={view} runs={runs} />}
        </div>
      </FillSlot>
    </>
  );
}

function NewMenu(): JSX.Element {
  const dispatch = useDispatch();
  const items: readonly MenuEntry[] = [
    {
      kind: 'action',
      id: 'task',
      label: 'New task',
      icon: Plus,
      shortcut: keyLabel(boardKeys.newTask),
      onSelect: () => dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId: null })),
    },
    {
      kind: 'action',
      id: 'epic',
      label: 'New epic',
      icon: FolderPlus,
      shortcut: keyLabel(boardKeys.newEpic),
      onSelect: () => dispatch(boardActions.dialogOpened({ kind: 'new_epic' })),
    },
  ];
  return (
    <Menu
      trigger={
        <Button icon={Plus} title="New">
          <BarWord>New</BarWord>
        </Button>
      }
      items={items}
      align="end"
    />
  );
}

/** What starts work now: after a process that is gone, nothing else may until its run goes on or ends. */
function StartButton({ view, runs }: Pick<BoardToolbarProps, 'view' | 'runs'>): JSX.Element {
  if (view.run?.status !== 'interrupted') return <RunButton view={view} runs={runs} />;
  return (
    <Button variant="primary" icon={RotateCw} onClick={() => runs.resume()}>
      Resume the run
    </Button>
  );
}

/** Runs what is selected, else what is ready; the menu beside it has the other ways. */
function RunButton({ view, runs }: Pick<BoardToolbarProps, 'view' | 'runs'>): JSX.Element {
  const { ids } = useSelector((root: BoardRoot) => root.board.selection);
  const epics = useDocuments('epics');
  const isQueue = view.run?.status === 'active';
  const verb = isQueue ? 'Queue' : 'Run';
  const ready = view.board.columns.ready.length;
  const hasSelection = ids.length > 0;
  const obstacle = startObstacle(view.run);
  const label = hasSelection ? `${verb} ${plural(ids.length, 'task')}` : `${verb} all ready`;
  return (
    <span className="inline-flex gap-px">
      <ObstacleButton
        variant="primary"
        icon={Play}
        className="rounded-r-none!"
        shortcut={keyLabel(hasSelection ? boardKeys.run : boardKeys.runReady)}
        obstacle={obstacle}
        disabled={!hasSelection && ready === 0}
        onClick={() => (hasSelection ? runs.runTasks(ids) : runs.runReady())}
      >
        {label}
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
        items={() => runEntries(view, runs, verb, [...epics.values()])}
      />
    </span>
  );
}

function runEntries(
  { board, run }: BoardView,
  runs: Runs,
  verb: string,
  epics: readonly Epic[],
): readonly MenuEntry[] {
  const ready = board.columns.ready.length;
  const obstacle = startObstacle(run);
  const open = [...board.cards.values()].filter(({ task }) => task.status === 'open');
  const withOpen = new Set(open.map(({ task }) => task.epicId));
  return [
    {
      kind: 'action',
      id: 'ready',
      label: `${verb} all ready tasks`,
      hint: obstacle ?? plural(ready, 'task'),
      shortcut: keyLabel(boardKeys.runReady),
      isDisabled: ready === 0 || obstacle !== null,
      onSelect: () => runs.runReady(),
    },
    {
      kind: 'action',
      id: 'all',
      label: `${verb} all open tasks`,
      hint: open.length === 0 ? 'No task is open' : 'In the order of their dependencies',
      shortcut: keyLabel(boardKeys.runAll),
      isDisabled: open.length === 0 || obstacle !== null,
      onSelect: () => runs.runAll(),
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
