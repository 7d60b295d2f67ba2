import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { MoveCommand } from '#shared/core/board/board-moves.ts';
import type { RunScope } from '#shared/model/run.ts';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { extended, noSelection, toggled } from './model/selection.ts';
import type { Selection } from './model/selection.ts';

/** How the board is cut into swimlanes. */
export const groupings = ['none', 'epic', 'batch'] as const;
export type Grouping = (typeof groupings)[number];

/** How much a card shows: its title and facts, or its epic and labels too. */
export const densities = ['full', 'compact'] as const;
export type Density = (typeof densities)[number];

/** A command that was sent, shown as done until the host's documents say what became of it. */
export interface PendingMove {
  readonly command: MoveCommand;
  readonly reason: string;
  /** The task as it was: once it is another one, the host has spoken. */
  readonly status: TaskStatus;
  readonly updatedAt: string;
}

/** The dialog that is open. */
export type BoardDialog =
  | { readonly kind: 'run'; readonly scope: RunScope; readonly title: string }
  | { readonly kind: 'new_task'; readonly epicId: string | null }
  | { readonly kind: 'new_epic' }
  | { readonly kind: 'edit_epic'; readonly epicId: string }
  | { readonly kind: 'label'; readonly taskIds: readonly string[] }
  | {
      readonly kind: 'reason';
      readonly command: 'block' | 'stop' | 'close';
      readonly taskIds: readonly string[];
      readonly title: string;
    };

export interface BoardState {
  /** The workspace that all of this is about; null before the first is shown. */
  readonly workspaceId: string | null;
  readonly filter: string;
  readonly grouping: Grouping;
  readonly density: Density;
  /** Keys of lanes of which only the title is shown, for every grouping. */
  readonly collapsed: Readonly<Record<string, true>>;
  readonly selection: Selection;
  /** The card that the keys are about; it has the focus when the board has it. */
  readonly activeId: string | null;
  /** A column that was opened by hand where there is no room for all; until a card is chosen. */
  readonly chosenColumn: BoardColumn | null;
  readonly dialog: BoardDialog | null;
  readonly moves: Readonly<Record<string, PendingMove>>;
  /** What is read out to people who do not see it happen. */
  readonly announcement: string;
}

const initialState: BoardState = {
  workspaceId: null,
  filter: '',
  grouping: 'none',
  density: 'full',
  collapsed: {},
  selection: noSelection,
  activeId: null,
  chosenColumn: null,
  dialog: null,
  moves: {},
  announcement: '',
};

/** Joined into the app's store. */
export const boardSlice = createSlice({
  name: 'board',
  initialState,
  reducers: {
    filterChanged: (state, { payload }: PayloadAction<string>) => ({ ...state, filter: payload }),
    groupingChanged: (state, { payload }: PayloadAction<Grouping>) => ({
      ...state,
      grouping: payload,
    }),
    densityChanged: (state, { payload }: PayloadAction<Density>) => ({
      ...state,
      density: payload,
    }),
    laneToggled: (state, { payload }: PayloadAction<string>) => {
      const { [payload]: wasCollapsed, ...others } = state.collapsed;
      const collapsed = wasCollapsed === true ? others : { ...others, [payload]: true as const };
      return { ...state, collapsed };
    },
    cardActivated: (state, { payload }: PayloadAction<string | null>) => ({
      ...state,
      activeId: payload,
      chosenColumn: null,
    }),
    columnChosen: (state, { payload }: PayloadAction<BoardColumn>) => ({
      ...state,
      chosenColumn: payload,
    }),
    cardToggled: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      activeId: payload,
      selection: toggled(state.selection, payload),
    }),
    rangeSelected: (
      state,
      { payload }: PayloadAction<{ readonly ids: readonly string[]; readonly activeId: string }>,
    ) => ({
      ...state,
      activeId: payload.activeId,
      selection: extended(state.selection, payload.ids),
    }),
    selectionSet: (state, { payload }: PayloadAction<Selection>) => ({
      ...state,
      selection: payload,
    }),
    dialogOpened: (state, { payload }: PayloadAction<BoardDialog>) => ({
      ...state,
      dialog: payload,
    }),
    dialogClosed: (state) => ({ ...state, dialog: null }),
    movesBegan: (
      state,
      {
        payload,
      }: PayloadAction<{
        readonly command: MoveCommand;
        readonly reason: string;
        readonly tasks: readonly Task[];
      }>,
    ) => {
      const { command, reason, tasks } = payload;
      const begun = tasks.map(({ id, status, updatedAt }) => [
        id,
        { command, reason, status, updatedAt },
      ]);
      return { ...state, moves: { ...state.moves, ...Object.fromEntries(begun) } };
    },
    movesEnded: (state, { payload }: PayloadAction<readonly string[]>) => {
      const gone = new Set(payload);
      const kept = Object.entries(state.moves).filter(([id]) => !gone.has(id));
      return { ...state, moves: Object.fromEntries(kept) };
    },
    announced: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      announcement: payload,
    }),
    /** Resets everything except how the board of this workspace was left. */
    workspaceEntered: (
      _state,
      {
        payload,
      }: PayloadAction<
        { readonly workspaceId: string } & Partial<
          Pick<BoardState, 'grouping' | 'density' | 'collapsed'>
        >
      >,
    ) => ({ ...initialState, ...payload }),
  },
});

export const boardActions = boardSlice.actions;

/** The part of the app's state that the board reads and writes. */
export interface BoardRoot {
  readonly board: BoardState;
}
