import {
  Ban,
  CircleStop,
  Ellipsis,
  Play,
  Redo2,
  RotateCcw,
  SquareCheck,
  Undo2,
} from 'lucide-react';
import { useState } from 'react';
import type { JSX } from 'react';
import { undoOptions } from '#shared/core/edits/undo-options.ts';
import type { UndoDirection, UndoOptions } from '#shared/core/edits/undo-options.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useCommands } from '#renderer/lib/commands.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Menu } from '#renderer/ui/menus/menu.tsx';
import { ObstacleButton } from '#renderer/ui/buttons/obstacle-button.tsx';
import type { MenuAction } from '#renderer/ui/menus/menu-entries.tsx';
import { ReasonDialog } from '#renderer/ui/surfaces/reason-dialog.tsx';
import { useTaskRecords } from './use-task-records.ts';
import { useTaskSteering } from '#renderer/features/work/index.ts';
import { useUndoMerge } from './use-undo-merge.ts';

/** What a reason is asked for; `end` stops the agent and closes the task. */
type Asked = 'block' | 'stop' | 'close' | 'end';

interface Question {
  readonly verb: (taskId: string) => string;
  readonly description: string;
  readonly isDanger: boolean;
}

const notVerified =
  'Nothing is checked, and it is never shown as verified. What waits for it can start.';

const questions: Readonly<Record<Asked, Question>> = {
  stop: {
    verb: (id) => `Stop and block ${id}`,
    description:
      'Its agent, its checks or its waiting merge end now. The work so far stays in the vault, and the task is blocked.',
    isDanger: true,
  },
  block: {
    verb: (id) => `Block ${id}`,
    description: 'It is left out of runs until it is opened again.',
    isDanger: false,
  },
  close: {
    verb: (id) => `Close ${id} by hand`,
    description: notVerified,
    isDanger: false,
  },
  end: {
    verb: (id) => `Stop and close ${id}`,
    description: `Its agent, its checks or its waiting merge end now, and the work so far stays in the vault. ${notVerified}`,
    isDanger: true,
  },
};

/** Run, stop, block, close by hand, reopen, take back: whatever the task's status allows. */
export function TaskActions({ task }: { readonly task: Task }): JSX.Element {
  const steer = useTaskSteering(task);
  const status = useWorkspaceStatus();
  const obstacle = 'reason' in steer.startOption ? steer.startOption.reason : null;
  const { id: workspaceId } = useWorkspace();
  const [asking, setAsking] = useState<Asked | null>(null);
  const undo = useUndoMerge(task.id);
  const undoable = undoOptions(task, useTaskRecords(task.id).receipts);
  const actions = [
    ...actionsFor(task, steer, setAsking),
    // While a run goes on, the receipts say why no merge can be undone.
    ...(status?.run === null ? undoActions(undoable, undo) : []),
  ];
  useCommands(
    actions.map(({ id, label, isDisabled = false, onSelect }) => ({
      id: `task.${id}`,
      title: `${label}: ${task.id}`,
      group: 'Task',
      isEnabled: !isDisabled,
      run: onSelect,
    })),
  );
  return (
    <>
      {task.status === 'open' && (
        <ObstacleButton variant="primary" icon={Play} obstacle={obstacle} onClick={steer.run}>
          Run task
        </ObstacleButton>
      )}
      {actions.length > 0 && (
        <Menu
          align="end"
          trigger={<IconButton icon={Ellipsis} label="More actions" />}
          items={actions}
        />
      )}
      {asking !== null && (
        <ReasonDialog
          name={`${workspaceId}/reason/${asking}/${task.id}`}
          verb={questions[asking].verb(task.id)}
          description={questions[asking].description}
          isDanger={questions[asking].isDanger}
          onClose={() => setAsking(null)}
          onGive={
            { stop: steer.stop, block: steer.block, close: steer.close, end: steer.close }[asking]
          }
        />
      )}
    </>
  );
}

function actionsFor(
  task: Task,
  steer: ReturnType<typeof useTaskSteering>,
  ask: (what: Asked) => void,
): readonly MenuAction[] {
  const isRunning = task.status === 'in_progress' || task.status === 'in_review';
  const hasLanded = task.status === 'closed' && closedByHandOf(task) === null;
  const { startOption } = steer;
  const needed = steer.needed?.taskIds ?? [];
  const all: (MenuAction & { readonly when: boolean })[] = [
    {
      kind: 'action',
      id: 'run',
      label: 'Run task',
      icon: Play,
      ...('reason' in startOption && { isDisabled: true, hint: startOption.reason }),
      when: task.status === 'open',
      onSelect: steer.run,
    },
    {
      kind: 'action',
      id: 'run-needed',
      label: `Run ${needed.length > 3 ? `${needed.length} tasks` : needed.join(', ')}`,
      icon: Play,
      hint: 'What it waits for runs too; what is blocked of that is opened again.',
      when: steer.needed !== null,
      onSelect: steer.runNeeded,
    },
    {
      kind: 'action',
      id: 'run-again',
      label: 'Run again',
      icon: Play,
      // What the active run has already it takes again by itself, once it is open.
      ...(startOption.kind === 'refused' && { isDisabled: true, hint: startOption.reason }),
      when: task.status === 'blocked',
      onSelect: steer.runAgain,
    },
    {
      kind: 'action',
      id: 'stop',
      label: 'Stop the agent…',
      icon: CircleStop,
      hint: 'Its work is kept.',
      isDanger: true,
      when: isRunning,
      onSelect: () => ask('stop'),
    },
    {
      kind: 'action',
      id: 'block',
      label: 'Block…',
      icon: Ban,
      when: task.status === 'open',
      onSelect: () => ask('block'),
    },
    {
      kind: 'action',
      id: 'close',
      label: isRunning ? 'Stop and close by hand…' : 'Close by hand…',
      icon: SquareCheck,
      hint: 'Not checked, and shown as such.',
      isDanger: isRunning,
      when: task.status !== 'closed',
      onSelect: () => ask(isRunning ? 'end' : 'close'),
    },
    {
      kind: 'action',
      id: 'reopen',
      label: 'Reopen',
      icon: RotateCcw,
      hint: hasLanded ? 'What was merged stays merged.' : 'For another run.',
      when: task.status === 'blocked' || task.status === 'closed',
      onSelect: steer.reopen,
    },
  ];
  return all.flatMap(({ when, ...action }) => (when ? [action] : []));
}

function undoActions(
  { takeBack, bringBack, obstacle }: UndoOptions,
  undo: (direction: UndoDirection) => void,
): readonly MenuAction[] {
  if (obstacle !== null) return [];
  const all: (MenuAction & { readonly when: boolean })[] = [
    {
      kind: 'action',
      id: 'undo',
      label: 'Take the merge back',
      icon: Undo2,
      hint: 'Reverts the commit on the epic branch and reopens the task.',
      when: takeBack !== null,
      onSelect: () => undo('take_back'),
    },
    {
      kind: 'action',
      id: 'bring-back',
      label: 'Bring the merge back',
      icon: Redo2,
      hint: 'Reverts the revert; possible while checks have passed on what it leads to.',
      when: bringBack !== null,
      onSelect: () => undo('bring_back'),
    },
  ];
  return all.flatMap(({ when, ...action }) => (when ? [action] : []));
}
