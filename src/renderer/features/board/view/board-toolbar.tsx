import { FolderInput, FolderPlus, Plus, X } from 'lucide-react';
import type { JSX, RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { keyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { BarWord } from '#renderer/ui/buttons/bar-word.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot, Grouping } from '#renderer/features/board/board-slice.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import { boardKeys } from '#renderer/features/board/commands/board-keys.ts';
import { FilterField } from './filter-field.tsx';
import { StartButton } from './run-button.tsx';
import type { BoardView } from './use-board.ts';
import type { Runs } from '#renderer/features/board/commands/use-runs.ts';

export interface BoardToolbarProps {
  readonly view: BoardView;
  readonly runs: Runs;
  readonly filterField: RefObject<HTMLInputElement | null>;
  /** Gives the focus back to the cards. */
  readonly onLeaveFilter: () => void;
}

/** The command that brings work items in; the transfers register it. */
const importCommand = 'transfers.import';

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
  const { grouping, selection } = useSelector((root: BoardRoot) => root.board);
  return (
    <>
      <FillSlot name="filter">
        <div className="flex min-w-0 flex-1 items-center gap-2">
          <FilterField inputRef={filterField} onLeave={onLeaveFilter} />
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
  const { importable } = useWorkspace();
  const importItems = useAllCommands().find(({ id }) => id === importCommand);
  const found = importable.find((one) => one.from === 'repository' && one.isThere);
  const bring: readonly MenuEntry[] =
    importItems === undefined
      ? []
      : [
          {
            kind: 'action',
            id: 'import',
            label: 'Import epics and tasks…',
            icon: FolderInput,
            shortcut: keyLabel(importItems.keys),
            ...(found?.from === 'repository' && { hint: `${found.path} is there` }),
            onSelect: () => importItems.run(),
          },
        ];
  const write: readonly MenuEntry[] = [
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
      // Where there is a backlog, that is what most want first.
      items={found === undefined ? [...write, ...bring] : [...bring, ...write]}
      align="end"
    />
  );
}
