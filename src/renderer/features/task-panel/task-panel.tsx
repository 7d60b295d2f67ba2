import { Maximize2, Minimize2, SearchX, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { JSX, KeyboardEvent } from 'react';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocument, useReplicaState } from '#renderer/db/use-documents.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { QuestionNote } from '#renderer/features/needs/index.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { TabPanel, Tabs } from '#renderer/ui/surfaces/tabs.tsx';
import { BlockedNote } from './blocked-note.tsx';
import { ClosedNote } from './closed-note.tsx';
import { DiffTab } from './diff-tab.tsx';
import { EvidenceTab } from './evidence-tab.tsx';
import { explainingTab } from './explaining-tab.ts';
import type { ExplainingTab } from './explaining-tab.ts';
import { HistoryTab } from './history-tab.tsx';
import { presentTreeOf } from './present-tree.ts';
import { ReceiptsTab } from './receipts-tab.tsx';
import { useRunningCheck } from './running-check.tsx';
import { SessionTab } from './session-tab.tsx';
import { SnapshotsTab } from './snapshots-tab.tsx';
import { SpecTab } from './spec-tab.tsx';
import { TaskActions } from './task-actions.tsx';
import { TaskHeading } from './task-heading.tsx';
import { TaskSteps } from './task-steps.tsx';
import { useTaskRecords } from './use-task-records.ts';
import { useTaskTab } from './use-task-tab.ts';
import { useUndoMerge } from './use-undo-merge.ts';
import { WaitingNote } from './waiting-note.tsx';

export interface TaskPanelProps {
  readonly taskId: string;
  readonly isMaximised: boolean;
  readonly onMaximise: (isMaximised: boolean) => void;
  readonly onClose: () => void;
}

/** All of one task, beside the view: specification, sessions, changes, proof (SPEC section 10). */
export function TaskPanel({
  taskId,
  isMaximised,
  onMaximise,
  onClose,
}: TaskPanelProps): JSX.Element {
  const task = useDocument('tasks', taskId);
  const { isLoaded } = useReplicaState();
  // Elsewhere in the panel the frame's own command does it; a field keeps plain keys to itself.
  const leaveField = (event: KeyboardEvent): void => {
    const { target } = event;
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (event.key !== 'Escape' || !isField || event.defaultPrevented) return;
    if (target.closest('.xterm, .monaco-editor') !== null) return;
    event.preventDefault();
    if (isMaximised) onMaximise(false);
    else onClose();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Esc goes back from any field in it
    <div className="flex h-full min-h-0 flex-col" onKeyDown={leaveField}>
      <header className="flex shrink-0 items-start gap-2 py-2 pr-2 pl-4">
        <TaskHeading taskId={taskId} task={task} />
        <div className="flex shrink-0 items-center gap-1">
          {task !== null && <TaskActions task={task} />}
          {!isMaximised && <TaskSteps />}
          <IconButton
            icon={isMaximised ? Minimize2 : Maximize2}
            label={isMaximised ? 'Show beside the view' : 'Fill the window'}
            onClick={() => onMaximise(!isMaximised)}
          />
          <IconButton icon={X} label="Close the panel" shortcut="Esc" onClick={onClose} />
        </div>
      </header>
      {task === null && isLoaded && (
        <EmptyState icon={SearchX} text={`There is no task ${taskId} in this workspace.`} />
      )}
      {task !== null && (
        <TaskTabs key={taskId} task={task} onWiden={isMaximised ? null : () => onMaximise(true)} />
      )}
    </div>
  );
}

function TaskTabs({
  task,
  onWiden,
}: {
  readonly task: Task;
  readonly onWiden: (() => void) | null;
}): JSX.Element {
  const { attempts, evidence, receipts } = useTaskRecords(task.id);
  const undo = useUndoMerge(task.id);
  const hasRunNow = (useWorkspaceStatus()?.run ?? null) !== null;
  const explaining = explainingTab(task, attempts, evidence);
  const { tab, choose, stay } = useTaskTab(task, explaining);
  const tabs = useRef<HTMLDivElement>(null);
  const byHand = closedByHandOf(task);
  const [timesAsked, setTimesAsked] = useState(0);
  useEffect(() => {
    if (timesAsked === 0) return;
    tabs.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
  }, [timesAsked]);
  // Also when it is shown already: the next Tab leads into it then.
  const explain = (next: ExplainingTab): void => {
    choose(next);
    setTimesAsked(timesAsked + 1);
  };
  const last = attempts.at(-1);
  const version = `${task.updatedAt} ${last?.id} ${last?.phase} ${receipts.length}`;
  const presentTree = presentTreeOf(last, evidence);
  const running = useRunningCheck(last);
  const started = attempts.filter((attempt) => attempt.startedAt !== null).length;
  return (
    <>
      {task.status === 'blocked' && (
        <BlockedNote task={task} attempts={attempts} explaining={explaining} onExplain={explain} />
      )}
      <QuestionNote taskId={task.id} />
      {last !== undefined && <WaitingNote latest={last} taskId={task.id} />}
      {byHand !== null && <ClosedNote task={task} closed={byHand} />}
      <div ref={tabs} className="contents">
        <Tabs
          label={`Task ${task.id}`}
          value={tab}
          onChange={choose}
          className="min-h-0 flex-1"
          tabs={[
            { value: 'spec', label: 'Spec' },
            { value: 'terminal', label: 'Session', ...counted(started) },
            { value: 'diff', label: 'Diff' },
            { value: 'evidence', label: 'Evidence', ...counted(evidence.length) },
            { value: 'receipts', label: 'Receipts', ...counted(receipts.length) },
            { value: 'snapshots', label: 'Snapshots' },
            { value: 'history', label: 'History' },
          ]}
        >
          <TabPanel value="spec" className="overflow-y-auto">
            <SpecTab task={task} isWaiting={last?.phase === 'waiting'} onFocus={stay} />
          </TabPanel>
          <TabPanel value="terminal">
            <SessionTab attempts={attempts} onShowDiff={() => choose('diff')} />
          </TabPanel>
          <TabPanel value="diff">
            <DiffTab attempts={attempts} receipts={receipts} onWiden={onWiden} />
          </TabPanel>
          <TabPanel value="evidence" className="overflow-y-auto">
            <EvidenceTab
              {...{ evidence, attempts, presentTree, running }}
              marks={last?.landing?.marks ?? []}
            />
          </TabPanel>
          <TabPanel value="receipts" className="overflow-y-auto">
            <ReceiptsTab task={task} receipts={receipts} hasRun={hasRunNow} onUndo={undo} />
          </TabPanel>
          <TabPanel value="snapshots">
            <SnapshotsTab taskId={task.id} {...{ attempts, version, onWiden }} />
          </TabPanel>
          <TabPanel value="history" className="overflow-y-auto">
            <HistoryTab taskId={task.id} version={version} />
          </TabPanel>
        </Tabs>
      </div>
    </>
  );
}

/** A tab with nothing in it needs no 0. */
function counted(count: number): { readonly count?: number } {
  return count === 0 ? {} : { count };
}
