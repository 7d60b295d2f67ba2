import { useMemo, useState } from 'react';
import { useSelector } from 'react-redux';
import { buildBoard, followTasks, updateBoard } from '#shared/core/board/board-columns.ts';
import type { Board } from '#shared/core/board/board-columns.ts';
import { cutIntoLanes } from '#shared/core/board/board-lanes.ts';
import type { LaneGrouping, Swimlane } from '#shared/core/board/board-lanes.ts';
import { parseCardFilter } from '#shared/core/board/card-filter.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import type { TaskLimits } from '#shared/core/runs/run-queue.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import {
  useAgentRules,
  usePresentRun,
  useQueuedTasks,
  useTaskLimits,
  useWorkLife,
} from '#renderer/features/work/index.ts';
import { useTasksInNeed } from '#renderer/features/needs/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import type { BoardRoot, Density, PendingMove } from '#renderer/features/board/board-slice.ts';
import { followAttempts, noSummaries } from '#renderer/features/board/model/attempt-summaries.ts';
import type { AttemptSummary } from '#renderer/features/board/model/attempt-summaries.ts';
import { activeCardFollower } from '#renderer/features/board/model/active-card.ts';
import { keepLanes, layoutOf, wholeBoard } from '#renderer/features/board/model/lanes.ts';
import { expectedTask } from '#renderer/features/board/model/move-plan.ts';
import { plannedGroups } from '#renderer/features/board/model/planned-batches.ts';
import type { PlannedGroups } from '#renderer/features/board/model/planned-batches.ts';
import { useRunDefaults } from '#renderer/features/board/dialogs/use-run-defaults.ts';
import type { RunDefaults } from '#renderer/features/board/dialogs/use-run-defaults.ts';

/** What cards show beside their own task; each part changes only when its content does. */
export interface CardContext {
  readonly summaries: ReadonlyMap<string, AttemptSummary>;
  /** Who drives the work, and whose agent waits for an answer. */
  readonly life: WorkLife;
  /** Open tasks that the active run has yet to start. */
  readonly queued: ReadonlySet<string>;
  /** Those whose agent is refused work by its provider for now. */
  readonly limits: TaskLimits;
  /** What a label for an agent leads to; null before the host has said it. */
  readonly agents: AgentRules | null;
  /** Tasks with a command under way. */
  readonly pending: ReadonlySet<string>;
  /** The task in the panel beside the board. */
  readonly openId: string | null;
  readonly density: Density;
  /** Epics by id: cards say to which they belong. */
  readonly epics: ReadonlyMap<string, Epic>;
}

/** All that the board shows. */
export interface BoardView {
  /** All tasks, with the commands under way shown as done. */
  readonly board: Board;
  /** What passes the filter, cut into lanes; a single one when the board is not grouped. */
  readonly lanes: readonly Swimlane[];
  readonly context: CardContext;
  /** The run that has not ended, as interrupted once its process is gone. */
  readonly run: Run | null;
  /** Tasks that may be in progress at once. */
  readonly limit: number;
  /** How the run that has not ended, or the next one, goes through its tasks. */
  readonly schedule: RunDefaults['schedule'];
  readonly isFiltered: boolean;
  /** The card that the keys are about; null on an empty board. */
  readonly activeId: string | null;
}

/** Remembers the last result, so that the next one can be built on it. */
function useFollower<Input, Output>(make: () => (input: Input) => Output, input: Input): Output {
  const [follow] = useState(make);
  return useMemo(() => follow(input), [follow, input]);
}

interface BoardInput {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly tddEnabled: boolean;
}

function boardFollower(): (input: BoardInput) => Board {
  let board: Board | null = null;
  return ({ tasks, tddEnabled }) => {
    const isNew = board === null || board.tddEnabled !== tddEnabled || board.cards.size === 0;
    board =
      isNew || board === null ? buildBoard(tasks.values(), tddEnabled) : followTasks(board, tasks);
    return board;
  };
}

function laneFollower(): (lanes: readonly Swimlane[]) => readonly Swimlane[] {
  let known: readonly Swimlane[] = [];
  return (lanes) => {
    known = keepLanes(known, lanes);
    return known;
  };
}

function attemptFollower(): (
  attempts: Parameters<typeof followAttempts>[1],
) => ReadonlyMap<string, AttemptSummary> {
  let known = noSummaries;
  return (attempts) => {
    known = followAttempts(known, attempts);
    return known.byTask;
  };
}

/** The tasks with a move under way, as they will be; those that the host has changed are left out. */
function expectedTasks(
  tasks: ReadonlyMap<string, Task>,
  moves: Readonly<Record<string, PendingMove>>,
): readonly Task[] {
  return Object.entries(moves).flatMap(([id, { command, reason, status, updatedAt }]) => {
    const task = tasks.get(id);
    if (task === undefined || task.status !== status || task.updatedAt !== updatedAt) return [];
    return expectedTask(task, command, reason);
  });
}

/** What of the board's state decides what is shown; each by itself, so that the rest costs nothing. */
function useShown(): Pick<BoardRoot['board'], 'filter' | 'moves' | 'density'> {
  const filter = useSelector((root: BoardRoot) => root.board.filter);
  const moves = useSelector((root: BoardRoot) => root.board.moves);
  const density = useSelector((root: BoardRoot) => root.board.density);
  return { filter, moves, density };
}

/** Follows the documents, and shows them as the filter, the grouping and the pending moves say. */
export function useBoard(): BoardView {
  const tasks = useDocuments('tasks');
  const epics = useDocuments('epics');
  const run = usePresentRun();
  const defaults = useRunDefaults();
  const settings = run?.settings ?? defaults;
  const { tddEnabled, maxParallelTasks } = settings;
  const { filter, moves, density } = useShown();
  const input = useMemo(() => ({ tasks, tddEnabled }), [tasks, tddEnabled]);
  const stored = useFollower(boardFollower, input);
  const expected = useMemo(() => expectedTasks(tasks, moves), [tasks, moves]);
  const board = useMemo(
    () => updateBoard(stored, { changed: expected, removed: [] }),
    [stored, expected],
  );
  const summaries = useFollower(attemptFollower, useAttempts());
  const grouping = useLaneGrouping(tasks, run, settings);
  const inNeed = useTasksInNeed();
  const isShown = useMemo(
    () =>
      filter.trim() === ''
        ? null
        : parseCardFilter(filter, {
            agentOf: ({ id }) => summaries.get(id)?.latest.agent ?? '',
            taskIds: () => tasks.keys(),
            epicIds: () => epics.keys(),
            inNeed,
          }),
    [filter, summaries, tasks, epics, inNeed],
  );
  const cut = useMemo(
    () =>
      grouping.kind === 'none' && isShown === null
        ? wholeBoard(board.columns)
        : cutIntoLanes(board.columns, grouping, isShown),
    [board, grouping, isShown],
  );
  const lanes = useFollower(laneFollower, cut);
  const life = useWorkLife();
  const [{ taskId: openId }] = useAppLocation();
  const queued = useQueuedTasks();
  const limits = useTaskLimits();
  const agents = useAgentRules();
  const pending = useMemo(() => new Set(expected.map(({ id }) => id)), [expected]);
  const context = useMemo(
    () => ({ summaries, life, queued, limits, agents, pending, openId, density, epics }),
    [summaries, life, queued, limits, agents, pending, openId, density, epics],
  );
  return {
    board,
    lanes,
    context,
    run,
    limit: maxParallelTasks,
    schedule: settings.schedule,
    isFiltered: isShown !== null,
    activeId: useActiveCard(lanes),
  };
}

function useActiveCard(lanes: readonly Swimlane[]): string | null {
  const requested = useSelector((root: BoardRoot) => root.board.activeId);
  const collapsed = useSelector((root: BoardRoot) => root.board.collapsed);
  const layout = useMemo(
    () => layoutOf(lanes, (key) => collapsed[key] === true),
    [lanes, collapsed],
  );
  const request = useMemo(() => ({ layout, requested }), [layout, requested]);
  return useFollower(activeCardFollower, request);
}

const noBatches: PlannedGroups = { word: 'Batch', groups: [] };

function useLaneGrouping(
  tasks: ReadonlyMap<string, Task>,
  run: Run | null,
  { tddEnabled, maxParallelTasks, schedule }: RunDefaults,
): LaneGrouping {
  const kind = useSelector((root: BoardRoot) => root.board.grouping);
  const epics = useDocuments('epics');
  const attempts = useAttempts();
  const { word, groups } = useMemo(
    () =>
      kind === 'batch'
        ? plannedGroups(tasks, {
            run,
            attempts: attempts.values(),
            tddEnabled,
            maxParallelTasks,
            schedule,
          })
        : noBatches,
    [kind, tasks, attempts, run, tddEnabled, maxParallelTasks, schedule],
  );
  return useMemo((): LaneGrouping => {
    switch (kind) {
      case 'none':
        return { kind };
      case 'epic':
        return { kind, epics };
      case 'batch':
        return { kind, word, batches: groups };
      default:
        return assertNever(kind, 'grouping');
    }
  }, [kind, epics, word, groups]);
}
