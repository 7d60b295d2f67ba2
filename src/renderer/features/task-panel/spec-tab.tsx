import { FileText, Lock, RotateCcw, X } from 'lucide-react';
import { useRef } from 'react';
import type { JSX } from 'react';
import type { Task } from '#shared/model/task.ts';
import { TaskPicker } from '#renderer/features/task-picker/index.ts';
import { useAgentRules } from '#renderer/features/work/index.ts';
import { showFailure } from '#renderer/lib/toasts.ts';
import { specOf, useRequestedFocus } from '#renderer/lib/request-focus.ts';
import { Banner } from '#renderer/ui/surfaces/banner.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { CopyButton } from '#renderer/ui/buttons/copy-button.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { Markdown } from '#renderer/ui/text/markdown.tsx';
import { Select } from '#renderer/ui/fields/select.tsx';
import { TextArea } from '#renderer/ui/fields/text-area.tsx';
import { TextField } from '#renderer/ui/fields/text-field.tsx';
import { AgentField } from './agent-field.tsx';
import { labelsTyped, otherLabels } from './agent-labels.ts';
import { CriteriaEditor } from './criteria-editor.tsx';
import { DependencyList } from './dependency-list.tsx';
import { Description } from './description.tsx';
import { entriesOf, linesOf, wordsOf } from './list-text.ts';
import { lockOf } from './task-lock.ts';
import type { TaskLock } from './task-lock.ts';
import { useDraft } from './use-draft.tsx';
import { useTaskEdit } from './use-task-edit.ts';
import type { EditTask } from './use-task-edit.ts';
import { useTaskSteering } from '#renderer/features/work/index.ts';

const priorities = [
  { value: '0', label: 'P0', hint: 'most urgent' },
  { value: '1', label: 'P1' },
  { value: '2', label: 'P2', hint: 'usual' },
  { value: '3', label: 'P3' },
  { value: '4', label: 'P4', hint: 'least urgent' },
];

/** What the task is: everything that goes into an agent's prompt, and how its work is checked. */
export function SpecTab({
  task,
  isWaiting,
  onFocus,
}: {
  readonly task: Task;
  /** Its merge waits for somebody. */
  readonly isWaiting: boolean;
  /** Something in it got the focus. */
  readonly onFocus: () => void;
}): JSX.Element {
  const lock = lockOf(task);
  const isLocked = lock !== null;
  const edit = useTaskEdit(task.id);
  return (
    <div className="flex flex-col gap-4 p-4" onFocus={onFocus}>
      {task.source !== null && <SourceBanner file={task.source.file} />}
      {lock === 'agent' && (
        <Banner icon={Lock}>
          An agent works on this task: its specification can be edited when the attempt has ended.
        </Banner>
      )}
      {lock === 'landing' && (
        <Banner icon={Lock}>
          {isWaiting
            ? 'The work of this task passed its checks and waits to be merged: its specification can be edited when the merge has ended.'
            : 'The work of this task is being checked and merged: its specification can be edited after that.'}
        </Banner>
      )}
      {lock === 'closed' && <ClosedBanner task={task} />}
      <Title task={task} lock={lock} onSave={(title) => edit({ title })} />
      <Description task={task} lock={lock} onSave={(description) => edit({ description })} />
      <CriteriaEditor
        name={`${task.id}/criteria`}
        criteria={task.acceptanceCriteria}
        lock={lock}
        onChange={(acceptanceCriteria) => edit({ acceptanceCriteria })}
      />
      <DependencyList
        task={task}
        isLocked={isLocked}
        onChange={(dependencies) => void edit({ dependencies })}
      />
      <div className="grid grid-cols-3 gap-4">
        <Select
          label="Priority"
          description="To be seen and filtered by; it does not order"
          value={String(task.priority)}
          options={priorities}
          isDisabled={isLocked}
          onChange={(priority) => void edit({ priority: Number(priority) })}
        />
        <AgentField task={task} isLocked={isLocked} onSave={(labels) => edit({ labels })} />
        <Labels task={task} lock={lock} edit={edit} />
      </div>
      <TestTask task={task} isLocked={isLocked} onSave={(testTaskId) => edit({ testTaskId })} />
      <Entries task={task} lock={lock} edit={edit} />
      <Outcome task={task} />
    </div>
  );
}

/** The file of a task is the truth about it (SPEC section 2.2): it is edited there. */
function SourceBanner({ file }: { readonly file: string }): JSX.Element {
  return (
    <Banner icon={FileText} actions={<CopyButton text={file} label="Copy the file’s path" />}>
      This task is kept in <CodeText text={file} />. Edit it there: the file is read again as soon
      as it changes.
    </Banner>
  );
}

/** What a closed task says is what was checked and merged: to change it is to open it again. */
function ClosedBanner({ task }: { readonly task: Task }): JSX.Element {
  const { reopen } = useTaskSteering(task);
  const button = useRef<HTMLButtonElement>(null);
  // Whoever asks to edit it is led to what makes that possible.
  useRequestedFocus(specOf(task.id), button);
  return (
    <Banner
      icon={Lock}
      actions={
        <Button ref={button} size="sm" icon={RotateCcw} onClick={reopen}>
          Reopen to change
        </Button>
      }
    >
      This task is closed: it says what was done. What was merged stays merged when it is reopened.
    </Banner>
  );
}

function TestTask({
  task,
  isLocked,
  onSave,
}: {
  readonly task: Task;
  readonly isLocked: boolean;
  readonly onSave: (testTaskId: string | null) => Promise<boolean>;
}): JSX.Element {
  const { testTaskId } = task;
  return (
    <div className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <TaskPicker
          name={`${task.id}/test-task`}
          label="Tests are written by"
          description="With test-first on, this task starts when that one is closed"
          epicId={task.epicId}
          value={testTaskId}
          without={[task.id]}
          placeholder="No task: type an id or a title…"
          isDisabled={isLocked}
          onChoose={(id) => void onSave(id)}
        />
      </div>
      {testTaskId !== null && !isLocked && (
        <IconButton icon={X} label="No test task" onClick={() => void onSave(null)} />
      )}
    </div>
  );
}

function Title({
  task,
  lock,
  onSave,
}: {
  readonly task: Task;
  readonly lock: TaskLock | null;
  readonly onSave: (title: string) => Promise<boolean>;
}): JSX.Element {
  const draft = useDraft({
    name: `${task.id}/title`,
    saved: task.title,
    lock,
    isOneLine: true,
    // A task needs a title: an empty one stays what it was.
    save: async (title) => title.trim() === '' || onSave(title.trim()),
  });
  const field = useRef<HTMLInputElement>(null);
  useRequestedFocus(lock === 'closed' ? null : specOf(task.id), field);
  return <TextField label="Title" ref={field} {...draft} />;
}

function Lines({
  name,
  label,
  description,
  text,
  lock,
  rows = 2,
  isCode = false,
  onSave,
}: {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly text: string;
  readonly lock: TaskLock | null;
  readonly rows?: number;
  readonly isCode?: boolean;
  readonly onSave: (text: string) => Promise<boolean>;
}): JSX.Element {
  const draft = useDraft({ name, saved: text, lock, save: onSave });
  return (
    <TextArea
      label={label}
      {...(description === undefined ? {} : { description })}
      rows={rows}
      isCode={isCode}
      {...draft}
    />
  );
}

/** The labels but for the agent, which has a field of its own. */
function Labels({
  task,
  lock,
  edit,
}: {
  readonly task: Task;
  readonly lock: TaskLock | null;
  readonly edit: EditTask;
}): JSX.Element {
  const rules = useAgentRules();
  const draft = useDraft({
    name: `${task.id}/labels`,
    saved: otherLabels(task.labels).join(', '),
    lock,
    isOneLine: true,
    save: async (text) => {
      const labels = labelsTyped(task.labels, wordsOf(text), rules);
      if (!labels.ok) showFailure(labels.error);
      return labels.ok && edit({ labels: labels.value });
    },
  });
  return <TextField label="Labels" {...draft} />;
}

/** The lists that stand one entry a line, and the script. */
function Entries({
  task,
  lock,
  edit,
}: {
  readonly task: Task;
  readonly lock: TaskLock | null;
  readonly edit: EditTask;
}): JSX.Element {
  return (
    <>
      <Lines
        name={`${task.id}/verify`}
        label="Checks"
        description="Commands that must exit 0 on the task's tree, one a line; none means the workspace's own"
        text={linesOf(task.verify)}
        lock={lock}
        isCode
        onSave={(text) => edit({ verify: entriesOf(text) })}
      />
      <div className="grid grid-cols-2 gap-4">
        <Lines
          name={`${task.id}/files`}
          label="Files to modify"
          text={linesOf(task.filesToModify)}
          lock={lock}
          isCode
          onSave={(text) => edit({ filesToModify: entriesOf(text) })}
        />
        <Lines
          name={`${task.id}/test-files`}
          label="Test files"
          text={linesOf(task.testFiles)}
          lock={lock}
          isCode
          onSave={(text) => edit({ testFiles: entriesOf(text) })}
        />
      </div>
      <Lines
        name={`${task.id}/script`}
        label="Script"
        description="What the built-in script agent runs; other agents do not use it"
        text={task.script ?? ''}
        lock={lock}
        isCode
        onSave={(text) => edit({ script: text.trim() === '' ? null : text })}
      />
    </>
  );
}

/** What the app wrote down when the task was closed. */
function Outcome({ task }: { readonly task: Task }): JSX.Element | null {
  const parts = [
    { title: 'Final summary', text: task.finalSummary },
    { title: 'Implementation notes', text: task.implementationNotes },
  ].filter((part) => part.text !== '');
  if (parts.length === 0) return null;
  return (
    <>
      {parts.map(({ title, text }) => (
        <section key={title} aria-label={title} className="flex flex-col gap-1">
          <h3 className="text-12 font-medium text-muted">{title}</h3>
          <Markdown text={text} />
        </section>
      ))}
    </>
  );
}
